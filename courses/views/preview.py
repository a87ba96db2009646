"""What an editor sees of a draft before anybody else: as everybody will, as a learner will, and its questions.

Nothing is begun, counted or kept. The learner of the preview has just enrolled.
"""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from courses.domain.building.tree import course_path
from courses.domain.learning.gate import Keeper
from courses.domain.learning.opening import CourseState
from courses.domain.learning.parts import in_parts
from courses.domain.learning.progress import CourseProgress, LessonLine, progress_of
from courses.domain.watching.watching_words import seen_words
from courses.models import CoursePage, Enrolment, LessonOrder, LessonPage
from elearn.web.models import BasePage

from .quiz import preview as preview_quiz


def preview_lesson(request: HttpRequest, lesson: LessonPage, mode: str) -> HttpResponse | None:
    """Answer with a lesson's draft as a learner sees it, or its questions; None for the plain page."""
    _give_number(lesson)
    if mode == "quiz":
        return preview_quiz(request, lesson)
    course = CoursePage.objects.filter(path=course_path(lesson.path)).select_related("locale", "teacher").first()
    if mode != "learner" or course is None:
        return None
    progress = _just_enrolled(course)
    line = progress.line(lesson.pk) or _line(lesson, number=len(progress.lessons) + 1)
    mine = {
        "course": course, "page": lesson, "lesson": lesson, "progress": progress, "line": replace(line, lesson=lesson),
        "seen": seen_words(0, line.duration_ms), "following": None, "live": 0, "certificate": None, "keeper": None,
    }  # fmt: skip
    return _page(request, lesson, "courses/_lesson_mine.html", mine)


def preview_course(request: HttpRequest, course: CoursePage, mode: str) -> HttpResponse | None:
    """Answer with a course's draft as somebody sees it who has just enrolled; None for the plain page."""
    _give_number(course)
    if mode != "learner":
        return None
    progress = _just_enrolled(course)
    shown = progress.lessons
    first = shown[0].lesson if shown and course.order == LessonOrder.STEPS else None
    keeper = Keeper(course, CourseState.OPEN, progress.enrolment, False, (), first)
    mine = {
        "course": course, "page": course, "progress": progress, "certificate": None, "keeper": keeper,
        "parts": in_parts(course, shown, keeper),
    }  # fmt: skip
    return _page(request, course, "courses/_course_mine.html", mine)


def _give_number(page: BasePage) -> None:
    """Give a page that was never saved a number that no page has, so that its addresses can be written."""
    if page.pk is None:
        page.pk = page.id = 0


def _just_enrolled(course: CoursePage) -> CourseProgress:
    """Give a course as it stands for a learner with nothing done; their enrolment is in no table."""
    progress = progress_of(None, course)
    return replace(progress, enrolment=Enrolment(course=course)) if course.pk else progress


def _line(lesson: LessonPage, *, number: int) -> LessonLine:
    """Give the line of a lesson that is not public yet."""
    duration_ms = lesson.film.duration_ms if lesson.film else 0
    return LessonLine(lesson, number, 0, 0, duration_ms, watched=False, quiz_passed=False, complete=False)


def _page(request: HttpRequest, page: Any, fragment: str, mine: dict[str, Any]) -> HttpResponse:
    """Answer with the page itself; what is a learner's own comes along, and the page's script puts it in its place."""
    context = page.get_context(request)
    context["mine"] = render_to_string(fragment, mine, request=request)
    return render(request, page.get_template(request), context)
