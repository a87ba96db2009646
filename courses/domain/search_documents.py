"""What of the school can be found: courses and lessons that everybody may see now, in plain words.

Aliases are left out: they say under another address what their source says. So are checks of the system, and the names
of teachers: an index keeps a copy, and a name has to go everywhere at once when somebody is removed.
"""

from collections.abc import Collection, Iterable, Iterator
from html import unescape
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Substr
from django.utils.html import strip_tags

import media_pipeline.api as films
from courses.models import BankPage, CoursePage, LessonPage, ModulePage, TopicPage
from elearn.safety.api import hidden_among
from elearn.web.finding import HEARD, SAID, Document

from .building.tree import COURSE_LENGTH, public_lessons, topic_path
from .hidden import shown_courses, shown_lessons
from .learning.gate import free_to_read, lessons_not_for_all

COURSE = "course"
LESSON = "lesson"
AT_ONCE = 200


def course_documents(keys: Collection[int] | None = None) -> Iterator[Document]:
    """Give the courses that can be found now: all, or those among the keys of some pages."""
    topics = dict(TopicPage.objects.values_list("path", "title"))
    for course in _among(_courses(), keys).select_related("locale").iterator(AT_ONCE):
        yield _course(course, topic=topics.get(topic_path(course.path), ""))


def lesson_documents(keys: Collection[int] | None = None) -> Iterator[Document]:
    """Give the lessons that can be found now: all, or those among the keys of some pages."""
    rows = _among(_lessons(), keys).select_related("locale").iterator(AT_ONCE)
    while lessons := list(islice(rows, AT_ONCE)):
        said = said_in(lesson.film_id for lesson in lessons if lesson.film_id)
        for lesson in lessons:
            yield _lesson(lesson, said.get(lesson.film_id, "") if lesson.film_id else "")


def lessons_with(film_id: UUID) -> list[int]:
    """Give the keys of the lessons that show a film, whose documents say what is said in it."""
    return list(LessonPage.objects.filter(film=film_id).values_list("pk", flat=True))


def courses_shown(keys: Collection[int]) -> set[int]:
    """Say which of some pages are courses that can be found now."""
    return set(_among(_courses(), keys).values_list("pk", flat=True))


def lessons_shown(keys: Collection[int]) -> set[int]:
    """Say which of some pages are lessons that can be found now."""
    return set(_among(_lessons(), keys).order_by().values_list("pk", flat=True))


def pages_not_to_find() -> list[int]:
    """Give the keys of public pages of the school that no list for search engines has: not everybody can read them."""
    shut = LessonPage.objects.live().exclude(pk__in=public_lessons().values("pk"))
    asked = (lessons_not_for_all(), shut, ModulePage.objects.live(), BankPage.objects.live())
    return [key for pages in asked for key in pages.values_list("pk", flat=True)]


def _courses() -> QuerySet[CoursePage]:
    return shown_courses(CoursePage.objects.live().public()).filter(is_check=False, alias_of=None)


def _lessons() -> QuerySet[LessonPage]:
    """Lessons go with their course: what hides or withdraws the one takes the others along.

    Of a course whose lessons are not open to everybody, only the course is found.
    """
    parent = Substr(OuterRef("path"), 1, COURSE_LENGTH)
    course = shown_courses(free_to_read(CoursePage.objects.live().public())).filter(is_check=False, path=parent)
    return shown_lessons(public_lessons()).filter(Exists(course), alias_of=None).order_by(F("path"))


def _among(pages: QuerySet[Any], keys: Collection[int] | None) -> QuerySet[Any]:
    return pages if keys is None else pages.filter(pk__in=keys)


def _course(course: CoursePage, *, topic: str) -> Document:
    return Document(
        kind=COURSE,
        key=course.pk,
        language=course.language,
        title=course.title,
        url=course.url or "",
        summary=course.summary,
        text=_plain(course.introduction),
        keywords=topic,
    )


def said_in(film_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Give what is said in some films, to be found: only in those that everybody may watch now; two queries."""
    asked = set(film_ids)
    held = hidden_among({f"film:{key}" for key in asked})
    shown = [key for key in asked if f"film:{key}" not in held]
    return {key: _marked(heard) for key, heard in films.said_in(shown).items()} if shown else {}


def _marked(transcripts: Iterable[films.Transcript]) -> str:
    """Give the words with the sign that tells who wrote them down; what people have checked comes first."""
    checked_first = sorted(transcripts, key=lambda one: one.is_machine)
    return " ".join(f"{HEARD if one.is_machine else SAID} {one.text}" for one in checked_first)


def _lesson(lesson: LessonPage, heard: str) -> Document:
    """All that a lesson says, but for its questions: their wrong answers are no content. Then what its film says."""
    said = [
        words
        for piece in lesson.body
        if piece.block_type not in ("film", "quiz")
        for words in piece.block.get_searchable_content(piece.value)
    ]
    return Document(
        kind=LESSON,
        key=lesson.pk,
        language=lesson.language,
        title=lesson.title,
        url=lesson.url or "",
        text=" ".join([*(_plain(words) for words in said), *([heard] if heard else [])]),
    )


def _plain(markup: str) -> str:
    """Give words without markup; what stood in two paragraphs does not grow together."""
    return " ".join(unescape(strip_tags(str(markup).replace("<", " <"))).split())
