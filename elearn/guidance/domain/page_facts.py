"""What stands on a guide beside its own words: how current it is, who is behind it, what changed and what was wrong."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..models import Change, Correction, CriteriaPage, Expert, GuidanceTopicPage, GuidePage
from .changes import changes_of, topic_of
from .corrections import corrections_of
from .lagging import lags_behind
from .prepare_review import criteria_page
from .standing import Current, current, standing_of


@dataclass(frozen=True)
class Named:
    """Somebody named on a guide, with the part they have in it."""

    part: str | Promise
    expert: Expert


@dataclass(frozen=True)
class PageFacts:
    """Everything about one guide. `current` is None in a draft that was never public."""

    current: Current | None
    original: GuidePage | None  # when the translation is older than it
    named: list[Named]
    changes: list[Change]
    corrections: list[Correction]
    topic: GuidanceTopicPage
    criteria: CriteriaPage | None


def page_facts(page: GuidePage) -> PageFacts:
    """Gather what is said of a guide, in a handful of queries."""
    standing = standing_of(page)
    return PageFacts(
        current=current(standing) if standing else None,
        original=lags_behind(page),
        named=_named(page),
        changes=list(changes_of(page)),
        corrections=list(corrections_of(page)),
        topic=topic_of(page),
        criteria=criteria_page(get_language() or page.language),
    )


def _named(page: GuidePage) -> list[Named]:
    parts = (
        (_("Expert who vouches for it"), page.expert),
        (_("Written by"), page.author),
        (_("Provided or paid for by"), page.provider),
    )
    return [Named(part, expert) for part, expert in parts if expert]
