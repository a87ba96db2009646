"""Measure on the database at hand: how often what is meant is among the first three, and how long it takes.

First over the demonstration's content among thousands of other pages. Then over a corpus of fifty written pages among
the same, ours and the peer's, Wagtail's own database search backend, which knows pages alone; of the peer's two ways,
all words or any, the one that finds more.
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
from ..domain.index import rebuild, refresh
from ..models import Entry, Kind, Synonym
from . import world
from .corpus import PAGES, SYNONYMS
from .demo_questions import ASKED
from .questions import Question, of_corpus, of_demo

FIRST = 3
# What is found: its kind and key.
Found = tuple[str, int]
# Language and title of what is meant, and what that is.
Meant = dict[tuple[str, str], Found]
Search = Callable[[Question], list[Found]]


class NoDemo(RuntimeError):
    """The demonstration's content, which is searched, is not there."""


def measure(pages: int) -> dict[str, Any]:
    """Make pages until there are so many, and ask every question.

    Gives {"hit_in_3", "p95_ms", "suggest_p95_ms", "index_seconds", "by_way", "missed", "corpus": {"hit_in_3", "p95_ms",
    …, "peer": {…}}} for this database. Raises NoDemo.
    """
    for words in SYNONYMS:
        Synonym.objects.create(words=words)
    world.fill(pages - len(ASKED) - len(PAGES))
    began = time.perf_counter()
    rebuild()
    seconds = time.perf_counter() - began
    meant = _demo()
    _settle()
    asked = of_demo()
    ours = _ask(asked, meant, _ours)
    suggested = _ask(asked, meant, _suggested)
    return {
        **ours, "suggest_p95_ms": suggested["p95_ms"], "index_seconds": round(seconds, 1),
        "pages": Entry.objects.count(), "corpus": _corpus(),
    }  # fmt: skip


def _demo() -> Meant:
    """Find the demonstration's things. Raises NoDemo."""
    meant: Meant = {}
    for thing in ASKED:
        same = Entry.objects.filter(kind=thing.kind, language=thing.language, title=thing.title)
        keys = same.order_by("pk").values_list("key", flat=True)
        if not keys:
            raise NoDemo(f"The demonstration has no {thing.title!r}: run  manage.py demo  first.")
        meant[thing.language, thing.title] = (thing.kind, keys[0])
    return meant


def _corpus() -> dict[str, Any]:
    """Add the pages of the corpus and ask for them, ours and the peer."""
    keys = world.add(PAGES)
    refresh(Kind.COURSE, list(keys.values()))
    meant = {(page.language, page.title): (str(Kind.COURSE), key) for page, key in keys.items()}
    _settle()
    asked = of_corpus()
    ours = _ask(asked, meant, _ours)
    began = time.perf_counter()
    _index_peer()
    peer_seconds = time.perf_counter() - began
    _settle()
    both = {operator: _ask(asked, meant, partial(_peer, operator)) for operator in ("and", "or")}
    operator = max(both, key=lambda one: both[one]["hit_in_3"])
    return {**ours, "peer": {**both[operator], "operator": operator, "index_seconds": round(peer_seconds, 1)}}


def _ours(question: Question) -> list[Found]:
    return [(hit.kind, hit.key) for hit in find(question.text, language=question.language).hits]


def _suggested(question: Question) -> list[Found]:
    return [(hit.kind, hit.key) for hit in suggest(question.text, question.language)]


def _peer(operator: str, question: Question) -> list[Found]:
    found = WagtailPage.objects.live().search(question.text, operator=operator)[:10]
    return [(str(Kind.COURSE), page.pk) for page in found]


def _index_peer() -> None:
    index = get_search_backend().get_index_for_model(CoursePage)
    pages = CoursePage.objects.order_by("pk")
    for start in range(0, pages.count(), 500):
        index.add_items(CoursePage, list(pages[start : start + 500]))


def _ask(asked: list[Question], meant: Meant, search: Search) -> dict[str, Any]:
    """Ask each question once after a warm-up; the time is that of the whole answer."""
    for question in asked[:20]:
        search(question)
    took, right, by_way, missed = [], Counter[str](), Counter[str](), []
    for question in asked:
        began = time.perf_counter()
        found = search(question)
        took.append((time.perf_counter() - began) * 1000)
        by_way[question.way] += 1
        if meant[question.language, question.title] in found[:FIRST]:
            right[question.way] += 1
        else:
            missed.append(f"{question.text} ({question.way}): {question.title}")
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
