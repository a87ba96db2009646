"""Measure on the database at hand: how often the page that is meant is among the first three, and how long it takes.

Ours and the peer's, Wagtail's own database search backend, over the same pages and with the same questions; of the
peer's two ways, all words or any, the one that finds more.
"""

import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection
from wagtail.models import Page as WagtailPage
from wagtail.search.backends import get_search_backend

from courses.models import CoursePage

from ..domain.find import find, suggest
from ..domain.index import rebuild
from ..models import Synonym
from . import world
from .corpus import SYNONYMS, Page
from .questions import Question, questions

FIRST = 3
Search = Callable[[Question], list[int]]


def measure(pages: int) -> dict[str, Any]:
    """Make the pages and ask every question both ways.

    Gives {"hit_in_3", "p95_ms", "suggest_p95_ms", "index_seconds", "by_way", "missed", "peer": {"hit_in_3", "p95_ms",
    …}} for this database.
    """
    keys = world.make(pages)
    for words in SYNONYMS:
        Synonym.objects.create(words=words)
    began = time.perf_counter()
    rebuild()
    seconds = time.perf_counter() - began
    _settle()
    asked = questions()
    ours = _ask(asked, keys, _ours)
    suggested = _ask(asked, keys, _suggested)
    began = time.perf_counter()
    _index_peer()
    peer_seconds = time.perf_counter() - began
    _settle()
    both = {operator: _ask(asked, keys, partial(_peer, operator)) for operator in ("and", "or")}
    operator = max(both, key=lambda one: both[one]["hit_in_3"])
    return {
        **ours, "suggest_p95_ms": suggested["p95_ms"], "index_seconds": round(seconds, 1), "pages": pages,
        "peer": {**both[operator], "operator": operator, "index_seconds": round(peer_seconds, 1)},
    }  # fmt: skip


def _ours(question: Question) -> list[int]:
    return [hit.key for hit in find(question.text, language=question.page.language).hits]


def _suggested(question: Question) -> list[int]:
    return [hit.key for hit in suggest(question.text, question.page.language)]


def _peer(operator: str, question: Question) -> list[int]:
    return [page.pk for page in WagtailPage.objects.live().search(question.text, operator=operator)[:10]]


def _index_peer() -> None:
    index = get_search_backend().get_index_for_model(CoursePage)
    pages = CoursePage.objects.order_by("pk")
    for start in range(0, pages.count(), 500):
        index.add_items(CoursePage, list(pages[start : start + 500]))


def _ask(asked: list[Question], keys: dict[Page, int], search: Search) -> dict[str, Any]:
    """Ask each question once after a warm-up; the time is that of the whole answer."""
    for question in asked[:20]:
        search(question)
    took, right, by_way, missed = [], Counter[str](), Counter[str](), []
    for question in asked:
        began = time.perf_counter()
        found = search(question)
        took.append((time.perf_counter() - began) * 1000)
        by_way[question.way] += 1
        if keys[question.page] in found[:FIRST]:
            right[question.way] += 1
        else:
            missed.append(f"{question.text} ({question.way}): {question.page.title}")
    took.sort()
    return {
        "hit_in_3": round(right.total() / len(asked), 3),
        "p50_ms": round(took[len(took) // 2], 1),
        "p95_ms": round(took[int(len(took) * 0.95)], 1),
        "by_way": {way: round(right[way] / number, 2) for way, number in sorted(by_way.items())},
        "missed": missed,
    }


def _settle() -> None:
    """Have the database know its tables, as an installation does that has run for a day."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
