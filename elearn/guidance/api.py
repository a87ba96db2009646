"""The door of guidance."""

from .domain.care_desk import CareWaiting, care_waiting
from .domain.care_search import care_documents, care_shown, services_near, services_of
from .domain.case_desk import Questions, questions_for
from .domain.case_telling import NAMELESS
from .domain.corrections import mistakes_waiting
from .domain.guide_search import guide_documents, guide_shown, guides_cleared, guides_with
from .domain.helped import count_unhelpful
from .domain.lagging import lagging
from .domain.personal import has_personal_data, may_name_somebody
from .domain.prepare import prepare
from .domain.sources import needs_checking as sources_to_check
from .domain.standing import due_for, is_searchable, left_search, searchable, standing_of
from .domain.terms import terms_to_review
from .tasks import sweep

__all__ = [
    "NAMELESS",
    "CareWaiting",
    "Questions",
    "care_documents",
    "care_shown",
    "care_waiting",
    "count_unhelpful",
    "due_for",
    "guide_documents",
    "guide_shown",
    "guides_cleared",
    "guides_with",
    "has_personal_data",
    "is_searchable",
    "lagging",
    "left_search",
    "may_name_somebody",
    "mistakes_waiting",
    "prepare",
    "questions_for",
    "searchable",
    "services_near",
    "services_of",
    "sources_to_check",
    "standing_of",
    "sweep",
    "terms_to_review",
]
