"""Search in PostgreSQL: lexemes we made ourselves in `tsvector` columns, and `pg_trgm` over the vocabulary.

The lexemes are stems of folded words, so no dictionary of PostgreSQL is asked, and the question is written as a
`tsquery` of exact lexemes. The order among many is by `ts_rank` over the short head alone: over whole texts it has to
fetch every one of them from where large values are kept, which is what makes it slow (PostgreSQL 18, 12.3.3).
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from ..words.query import Alternative, Group

# pg_trgm's own is 0.3, which a slip in the middle of five letters already misses.
LEAST_ALIKE = "0.22"
LOCK = 0x4B70_5365  # any number that nobody else takes

_CANDIDATES = """
SELECT id FROM search_entry
WHERE {column} @@ %(query)s::tsquery AND (%(every)s OR kind = ANY(%(kinds)s))
ORDER BY {groups} ts_rank(head_lexemes, %(query)s::tsquery) DESC, title_length, id LIMIT %(limit)s
"""
# How many of the groups an entry has, when it need not have all.
_SHARE = "cardinality(array_positions(ARRAY[{}], true)) DESC,"
_NEAR = """
SELECT id FROM search_term WHERE word %% %(word)s
ORDER BY similarity(word, %(word)s) DESC, entries DESC, id LIMIT %(limit)s
"""


def candidates(groups: Sequence[Group], *, all_needed: bool, kinds: Sequence[str], limit: int) -> list[int]:
    return _entries("lexemes", groups, kinds, limit, all_needed=all_needed)


def in_heads(groups: Sequence[Group], *, limit: int) -> list[int]:
    return _entries("head_lexemes", groups, (), limit, all_needed=True)


def near(word: str, *, limit: int) -> list[int]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [LEAST_ALIKE])
        cursor.execute(_NEAR, {"word": word, "limit": limit})
        return [row[0] for row in cursor.fetchall()]


def begins(word: str) -> Q:
    return Q(word__startswith=word)


def hold() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _entries(column: str, groups: Sequence[Group], kinds: Sequence[str], limit: int, *, all_needed: bool) -> list[int]:
    each = [_group(group) for group in groups]
    named = {f"group{number}": query for number, query in enumerate(each)}
    share = _SHARE.format(", ".join(f"{column} @@ %({name})s::tsquery" for name in named)) if not all_needed else ""
    facts: dict[str, Any] = {
        "query": (" & " if all_needed else " | ").join(each),
        "every": not kinds,
        "kinds": list(kinds),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES.format(column=column, groups=share), {**facts, **named, "limit": limit})
        return [row[0] for row in cursor.fetchall()]


def _group(group: Group) -> str:
    return "(" + " | ".join(_alternative(one) for one in group.alternatives) + ")"


def _alternative(alternative: Alternative) -> str:
    return "(" + " & ".join(_quoted(stem) for stem in alternative.stems) + ")"


def _quoted(stem: str) -> str:
    """Write a lexeme so that nothing in it is read as an operator."""
    return "'" + stem.replace("\\", "\\\\").replace("'", "''") + "'"
