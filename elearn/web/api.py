"""The door of the soil: what other apps may call."""

from .domain.prepare import prepare
from .language import interface_language
from .preferences import Preferences, read_preferences

__all__ = ["Preferences", "interface_language", "prepare", "read_preferences"]
