"""Search in SQLite: FTS5 tables over our own stems, and over the three-letter pieces of every word there is.

The trigram tokenizer takes no account of where a word begins, so each is kept between blanks, as pg_trgm does: a
slip in the middle of a short word still leaves its beginning.
"""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Q

from ..words.query import Alternative, Group

_HEAD_WEIGHT = 8.0
_CANDIDATES = """
SELECT entry.id FROM search_entry_words JOIN search_entry AS entry ON entry.id = search_entry_words.rowid
WHERE search_entry_words MATCH %s {kinds}
ORDER BY bm25(search_entry_words, %s, 1.0), entry.title_length, entry.id LIMIT %s
"""
_NEAR = "SELECT rowid FROM search_term_grams WHERE search_term_grams MATCH %s ORDER BY rank, rowid LIMIT %s"


def candidates(groups: Sequence[Group], *, all_needed: bool, kinds: Sequence[str], limit: int) -> list[int]:
    return _entries((" AND " if all_needed else " OR ").join(_group(group) for group in groups), kinds, limit)


def in_heads(groups: Sequence[Group], *, limit: int) -> list[int]:
    return _entries("head : (" + " AND ".join(_group(group) for group in groups) + ")", (), limit)


def near(word: str, *, limit: int) -> list[int]:
    padded = f"  {word} "
    pieces = dict.fromkeys(padded[start : start + 3] for start in range(len(padded) - 2))
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [" OR ".join(_quoted(piece) for piece in pieces), limit])
        return [row[0] for row in cursor.fetchall()]


def begins(word: str) -> Q:
    return Q(word__gte=word, word__lt=word + "\U0010ffff")


def hold() -> None:
    """SQLite has one writer at a time anyway."""


def _entries(query: str, kinds: Sequence[str], limit: int) -> list[int]:
    among = f"AND entry.kind IN ({', '.join(['%s'] * len(kinds))})" if kinds else ""
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES.format(kinds=among), [query, *kinds, _HEAD_WEIGHT, limit])
        return [row[0] for row in cursor.fetchall()]


def _group(group: Group) -> str:
    return "(" + " OR ".join(_alternative(one) for one in group.alternatives) + ")"


def _alternative(alternative: Alternative) -> str:
    return "(" + " AND ".join(_quoted(stem) for stem in alternative.stems) + ")"


def _quoted(stem: str) -> str:
    """Write a word so that nothing in it is read as an operator."""
    return '"' + stem.replace('"', '""') + '"'
