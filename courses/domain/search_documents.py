"""What of the school can be found: courses and lessons that everybody may see now, in plain words.

Aliases are left out: they say under another address what their source says. So are checks of the system, and the names
of teachers: an index keeps a copy, and a name has to go everywhere at once when somebody is removed.
"""

from collections.abc import Collection, Iterator
from html import unescape
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Left, Length
from django.utils.html import strip_tags

from courses.models import CoursePage, LessonPage, TopicPage
from elearn.web.finding import Document

from .hidden import shown_courses, shown_lessons

COURSE = "course"
LESSON = "lesson"
AT_ONCE = 200


def course_documents(keys: Collection[int] | None = None) -> Iterator[Document]:
    """Give the courses that can be found now: all, or those among the keys of some pages."""
    topics = dict(TopicPage.objects.values_list("path", "title"))
    for course in _among(_courses(), keys).select_related("locale").iterator(AT_ONCE):
        yield _course(course, topic=topics.get(course.path[: -CoursePage.steplen], ""))


def lesson_documents(keys: Collection[int] | None = None) -> Iterator[Document]:
    """Give the lessons that can be found now: all, or those among the keys of some pages."""
    for lesson in _among(_lessons(), keys).select_related("locale").iterator(AT_ONCE):
        yield _lesson(lesson)


def courses_shown(keys: Collection[int]) -> set[int]:
    """Say which of some pages are courses that can be found now."""
    return set(_among(_courses(), keys).values_list("pk", flat=True))


def lessons_shown(keys: Collection[int]) -> set[int]:
    """Say which of some pages are lessons that can be found now."""
    return set(_among(_lessons(), keys).order_by().values_list("pk", flat=True))


def _courses() -> QuerySet[CoursePage]:
    return shown_courses(CoursePage.objects.live().public()).filter(is_check=False, alias_of=None)


def _lessons() -> QuerySet[LessonPage]:
    """Lessons go with their course: what hides or withdraws the one takes the others along."""
    parent = Left(OuterRef("path"), Length(OuterRef("path")) - LessonPage.steplen)
    course = shown_courses(CoursePage.objects.live().public()).filter(is_check=False, path=parent)
    return shown_lessons(LessonPage.objects.live()).filter(Exists(course), alias_of=None).order_by(F("path"))


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


def _lesson(lesson: LessonPage) -> Document:
    """All that a lesson says, but for its questions: their wrong answers are no content."""
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
        text=" ".join(_plain(words) for words in said),
    )


def _plain(markup: str) -> str:
    """Give words without markup; what stood in two paragraphs does not grow together."""
    return " ".join(unescape(strip_tags(str(markup).replace("<", " <"))).split())
