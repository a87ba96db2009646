"""The door of search: finding, suggesting, and keeping the index."""

from .domain.find import Found, Results, find, suggest
from .domain.index import rebuild
from .domain.missed import waiting_misses
from .domain.prepare import prepare
from .tasks import sweep

__all__ = ["Found", "Results", "find", "prepare", "rebuild", "suggest", "sweep", "waiting_misses"]
