"""The door of the soil: what other apps may call."""

from .approval import approved_by_the_house
from .domain.approve import approve, ask_for_approval, publish_if_approved, same_editor
from .domain.approve import waiting_for as waiting_for_approval
from .domain.prepare import prepare, prepare_approval
from .domain.rendering import Renderings, is_kept_by_translators, kept_by_translators
from .errors import NotApproved
from .language import interface_language
from .numbers import number_in
from .preferences import Preferences, read_preferences

__all__ = [
    "NotApproved",
    "Preferences",
    "Renderings",
    "approve",
    "approved_by_the_house",
    "ask_for_approval",
    "interface_language",
    "is_kept_by_translators",
    "kept_by_translators",
    "number_in",
    "prepare",
    "prepare_approval",
    "publish_if_approved",
    "read_preferences",
    "same_editor",
    "waiting_for_approval",
]
