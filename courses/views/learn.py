"""What is about *you* in a course or lesson. Pages show everyone the same; these answer as whole pages without
JavaScript, and as fragments that a script puts into the page where it has room for them."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from courses import api
from courses.domain.hidden import is_page_hidden
from courses.domain.watching_words import seen_words
from courses.errors import NotEnrolled, SchoolError
from courses.models import CoursePage, EnrolmentState, LessonPage
from elearn.people.api import age_known, needs_guardian, person_of

FRAGMENT = "X-Fragment"


class NotShown(Http404):
    """What is at this address is hidden now; a calm page says so."""

    template = "safety/hidden.html"


def live_course(course_id: int) -> CoursePage:
    """Find a course that learners can see, or answer 404; a hidden one in words of its own."""
    course = get_object_or_404(CoursePage.objects.live().select_related("locale", "teacher"), pk=course_id)
    if is_page_hidden(course):
        raise NotShown
    return course


def live_lesson(lesson_id: int) -> tuple[LessonPage, CoursePage]:
    """Find a lesson that learners can see, and its course, or answer 404; a hidden one in words of its own."""
    lesson = get_object_or_404(LessonPage.objects.live().select_related("locale", "film"), pk=lesson_id)
    courses = CoursePage.objects.live().select_related("locale", "teacher").filter(path=lesson.path[: -lesson.steplen])
    course = get_object_or_404(courses)
    if is_page_hidden(lesson):
        raise NotShown
    return lesson, course


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
    line = context["progress"].line(lesson.pk)
    if line is None:
        raise Http404
    later = [other for other in context["progress"].lessons if other.number > line.number]
    context |= {
        "lesson": lesson,
        "page": lesson,
        "line": line,
        "seen": seen_words(line.watched_ms, line.duration_ms),
        "following": later[0] if later else None,
    }
    template = "courses/_lesson_mine.html" if is_fragment(request) else "courses/learn_lesson.html"
    return render(request, template, context)


def _course_context(request: HttpRequest, course: CoursePage) -> dict:
    person = person_of(request.user)
    progress = api.progress_of(person, course)
    if progress.enrolment and progress.is_behind:
        api.settle(progress.enrolment.pk)
        progress = api.progress_of(person, course)
    certificate = None
    if progress.is_completed and progress.enrolment:
        certificate = api.certificate_for(progress.enrolment)
    return {"course": course, "page": course, "progress": progress, "certificate": certificate}


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
        context = {"course": course, "page": course, "waits": needs_guardian(person)}
        return render(request, "courses/learn_enrol.html", context)
    enrolment = api.enrol(person, course)
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
    lesson, _course = live_lesson(lesson_id)
    try:
        opened = api.open_playback(person_of(request.user), lesson)
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
        }
    )


@require_POST
def read(request: HttpRequest, lesson_id: int) -> HttpResponseBase:
    """Take the learner's word for a lesson that has nothing to watch and nothing to answer."""
    lesson, course = live_lesson(lesson_id)
    person = person_of(request.user)
    if person is None:
        return redirect_to_login(lesson.get_url(request) or "/")
    try:
        api.mark_read(person, lesson)
    except NotEnrolled:
        return redirect("courses:enrol", course_id=course.pk)
    return redirect("courses:lesson_mine", lesson_id=lesson.pk)
