"""What is about *you* in a course or lesson. Pages show everyone the same; these answer as whole pages without
JavaScript, and as fragments that a script puts into the page where it has room for them."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from courses import api
from courses.domain.building.tree import course_path, public_lessons
from courses.domain.cohorts.invitations import member_for
from courses.domain.hidden import is_page_hidden
from courses.domain.learning.gate import Gate, Keeper, keeper_of
from courses.domain.learning.offers import offer_for
from courses.domain.learning.parts import in_parts
from courses.domain.learning.progress import CourseProgress, LessonLine
from courses.domain.watching.anew import made_anew, words_at_opening
from courses.domain.watching.watching_words import seen_words
from courses.domain.webinars.credit import attended_lessons
from courses.errors import LessonClosed, NotEnrolled, SchoolError
from courses.models import CoursePage, EnrolmentState, LessonPage
from courses.player_words import beside_words
from courses.policies import may_look
from elearn.people.api import age_known, needs_guardian, person_of

FRAGMENT = "X-Fragment"


class NotShown(Http404):
    """What is at this address is hidden now; a calm page says so."""

    template = "safety/hidden.html"


class LessonShut(PermissionDenied):
    """A lesson is closed to this visitor; a page of its own says why and what to do."""

    template = "courses/lesson_closed.html"

    def __init__(self, gate: Gate, lesson: LessonPage) -> None:
        super().__init__(gate.words)
        self.gate, self.lesson, self.words = gate, lesson, gate.words


def live_course(course_id: int) -> CoursePage:
    """Find a course that learners can see, or answer 404; a hidden one in words of its own."""
    course = get_object_or_404(CoursePage.objects.live().select_related("locale", "teacher"), pk=course_id)
    if is_page_hidden(course):
        raise NotShown
    return course


def live_lesson(lesson_id: int) -> tuple[LessonPage, CoursePage]:
    """Find a lesson that learners can see, and its course, or answer 404; a hidden one in words of its own."""
    lesson = get_object_or_404(public_lessons().select_related("locale", "film"), pk=lesson_id)
    courses = CoursePage.objects.live().select_related("locale", "teacher").filter(path=course_path(lesson.path))
    course = get_object_or_404(courses)
    if is_page_hidden(lesson):
        raise NotShown
    return lesson, course


def open_lesson_for(request: HttpRequest, lesson_id: int) -> tuple[LessonPage, CoursePage]:
    """Find a lesson that is open to this visitor now, and its course.

    Answers 404 as `live_lesson` does, and 403 with the reason where the lesson is closed to them. For every view that
    shows something of a lesson or takes something for it.
    """
    lesson, course = live_lesson(lesson_id)
    refuse_shut(keeper_of(person_of(request.user), course).gate(lesson), lesson)
    return lesson, course


def refuse_shut(gate: Gate, lesson: LessonPage) -> None:
    """Answer 403 with the reason, unless the gate is open."""
    if not gate.is_open:
        raise LessonShut(gate, lesson)


def looks_only(request: HttpRequest, gate: Gate, lesson: LessonPage) -> bool:
    """Say whether a closed lesson is looked at by who works on its course; answers 403 to everybody else.

    For views that only show: what is done in a lesson asks `open_lesson_for`.
    """
    if not gate.is_open and not may_look(request.user, gate.course):
        raise LessonShut(gate, lesson)
    return not gate.is_open


def is_fragment(request: HttpRequest) -> bool:
    return FRAGMENT in request.headers


@require_safe
@never_cache
@vary_on_headers(FRAGMENT)
def course_mine(request: HttpRequest, course_id: int) -> HttpResponse:
    """Show how far this visitor is in a course, and what to do next."""
    course = live_course(course_id)
    context = _course_context(request, course)
    template = "courses/_course_mine.html" if is_fragment(request) else "courses/learn_course.html"
    return render(request, template, context)


@require_safe
@never_cache
@vary_on_headers(FRAGMENT)
def lesson_mine(request: HttpRequest, lesson_id: int) -> HttpResponse:
    """Show how far this visitor is in a lesson, and what to do next."""
    lesson, course = live_lesson(lesson_id)
    context = _course_context(request, course)
    keeper: Keeper = context["keeper"]
    looks_only(request, keeper.gate(lesson), lesson)
    line = context["progress"].line(lesson.pk)
    if line is None:
        raise Http404
    shown = context["progress"].lessons
    later = [other for other in shown if other.number > line.number and keeper.gate(other.lesson).is_open]
    context |= {
        "lesson": lesson,
        "page": lesson,
        "line": line,
        "seen": seen_words(line.watched_ms, line.duration_ms),
        "following": later[0] if later else None,
        "live": _live_minutes(context["progress"], line),
        "anew": made_anew(person_of(request.user), lesson),
    }
    template = "courses/_lesson_mine.html" if is_fragment(request) else "courses/learn_lesson.html"
    return render(request, template, context)


def _live_minutes(progress: CourseProgress, line: LessonLine) -> int:
    """Give how many minutes of a lesson were watched live, where that is why it counts as watched."""
    if not (progress.enrolment and line.watched) or line.is_seen:
        return 0
    live = attended_lessons(progress.enrolment.person_id, [line.lesson.pk])
    return live.get(line.lesson.pk, 0) // 60_000


def _course_context(request: HttpRequest, course: CoursePage) -> dict:
    person = person_of(request.user)
    progress = api.progress_of(person, course)
    if progress.enrolment and progress.is_behind:
        api.settle(progress.enrolment.pk)
        progress = api.progress_of(person, course)
    certificate = None
    if progress.is_completed and progress.enrolment:
        certificate = api.certificate_for(progress.enrolment)
    keeper = keeper_of(person, course)
    takes_with = progress.enrolment and progress.enrolment.cohort_id and not progress.has_left
    return {
        "course": course, "page": course, "progress": progress, "certificate": certificate, "keeper": keeper,
        "parts": in_parts(course, progress.lessons, keeper),
        "offer": offer_for(person, course) if person and progress.is_outside else None,
        "group": member_for(person, course) if person and takes_with else None,
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def enrol(request: HttpRequest, course_id: int) -> HttpResponseBase:
    """Enrol the visitor. A GET asks once more, for who comes back from signing in or has no JavaScript."""
    course = live_course(course_id)
    person = person_of(request.user)
    if person is None:
        return redirect_to_login(request.path)
    if not age_known(person):
        return redirect(f"{reverse('account_age')}?{urlencode({'next': request.path})}")
    if request.method != "POST":
        if api.progress_of(person, course).is_outside and offer_for(person, course).way != "enrol":
            return redirect("courses:ask_to_enrol", course_id=course.pk)
        context = {"course": course, "page": course, "waits": needs_guardian(person)}
        return render(request, "courses/learn_enrol.html", context)
    try:
        enrolment = api.enrol(person, course)
    except SchoolError:  # the page says why, and what can be done
        return redirect("courses:ask_to_enrol", course_id=course.pk)
    if enrolment.state == EnrolmentState.WAITING:
        messages.success(request, _("Your place in “%(course)s” is kept.") % {"course": course.title})
        here = course.get_url(request) or reverse("courses:mine", args=[course.pk])
        return redirect(f"{reverse('account_guardian')}?{urlencode({'next': here})}")
    messages.success(request, _("You are enrolled in “%(course)s”.") % {"course": course.title})
    return redirect(course.get_url(request) or reverse("courses:mine", args=[course.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def leave(request: HttpRequest, course_id: int) -> HttpResponseBase:
    """Ask whether to leave the course; leave it; offer to come back."""
    course = live_course(course_id)
    person = person_of(request.user)
    if person is None:
        return redirect_to_login(request.path)
    progress = api.progress_of(person, course)
    context = {"course": course, "page": course, "progress": progress}
    if request.method != "POST" or progress.enrolment is None:
        return render(request, "courses/learn_leave.html", context)
    try:
        api.leave(progress.enrolment)
    except SchoolError as error:
        messages.error(request, str(error))
        return redirect("courses:mine", course_id=course.pk)
    return redirect("courses:leave", course_id=course.pk)


@require_POST
@never_cache
def open_lesson(request: HttpRequest, lesson_id: int) -> JsonResponse:
    """Open the lesson's film for the player: with evidence for who is enrolled, plainly for anyone else."""
    lesson, course = live_lesson(lesson_id)
    person = person_of(request.user)
    try:
        is_looking = looks_only(request, keeper_of(person, course).gate(lesson), lesson)
    except LessonShut as error:
        return JsonResponse({"words": error.words}, status=403)
    try:
        opened = api.open_playback(person, lesson, is_looking=is_looking)
    except SchoolError as error:
        return JsonResponse({"words": str(error)}, status=409)
    return JsonResponse(
        {
            "playlist": opened.playlist,
            "audio_only": opened.audio_only,
            "report": opened.report,
            "resume_ms": opened.resume_ms,
            "watched_ms": opened.watched_ms,
            "duration_ms": opened.duration_ms,
            "film": lesson.film_id.hex if lesson.film_id else "",
            "anew": words_at_opening(person, lesson),
            **beside_words(opened.beside),
        }
    )


@require_POST
def read(request: HttpRequest, lesson_id: int) -> HttpResponseBase:
    """Take the learner's word for a lesson that has nothing to watch and nothing to answer."""
    lesson, course = open_lesson_for(request, lesson_id)
    person = person_of(request.user)
    if person is None:
        return redirect_to_login(lesson.get_url(request) or "/")
    try:
        api.mark_read(person, lesson)
    except NotEnrolled:
        return redirect("courses:enrol", course_id=course.pk)
    except LessonClosed as error:
        messages.warning(request, str(error))
    return redirect("courses:lesson_mine", lesson_id=lesson.pk)
