"""What finds entries and near words in the database: PostgreSQL's full text and trigrams, or SQLite's FTS5.

Both are asked the same and answer with keys alone; everything else is the same Python for both.
"""

from collections.abc import Sequence
from types import ModuleType
from typing import Protocol

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import Q

from ..words.query import Group


class Engine(Protocol):
    """What `postgresql` and `sqlite` are."""

    def candidates(self, groups: Sequence[Group], *, all_needed: bool, kinds: Sequence[str], limit: int) -> list[int]:
        """Give the keys of entries that have every group, or any of them; first those with most of it in the head."""

    def in_heads(self, groups: Sequence[Group], *, limit: int) -> list[int]:
        """Give the keys of entries that have every group in title or keywords."""

    def near(self, word: str, *, limit: int) -> list[int]:
        """Give the keys of terms that look like a word, the most alike first."""

    def begins(self, word: str) -> Q:
        """Give the condition that a term begins with a word, in the form that its index serves."""

    def hold(self) -> None:
        """Let nobody else change the index until this transaction ends."""


def engine() -> Engine:
    """Give the engine of the database at hand. Raises ImproperlyConfigured for any other than the two."""
    from . import postgresql, sqlite

    known: dict[str, ModuleType] = {"postgresql": postgresql, "sqlite": sqlite}
    if connection.vendor not in known:
        raise ImproperlyConfigured(f"Search knows no engine for {connection.vendor}.")
    return known[connection.vendor]
