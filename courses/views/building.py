"""A teacher builds their courses in plain pages, alone or with who helps them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.domain.building import proposals
from courses.domain.building.tree import course_of
from courses.domain.films.helped import may_record_for
from courses.errors import LessonChangedMeanwhile, SchoolError
from courses.forms.building import LessonWordsForm
from courses.models import CoursePage, LessonPage
from courses.views._teacher import teacher_of
from elearn.people.api import Role, account_of, addressed, role_required
from elearn.people.models import Person
from elearn.web.api import kept_by_translators
from elearn.web.errors import NotApproved


def _course(request: HttpRequest, pk: int) -> CoursePage:
    """A course that this person may build; others' are not there for them."""
    course = get_object_or_404(CoursePage.objects.select_related("teacher", "locale"), pk=pk, is_check=False)
    if not proposals.may_build(account_of(request), course):
        raise Http404
    return course


def _lesson(request: HttpRequest, lesson_id: int) -> tuple[LessonPage, CoursePage]:
    mine = LessonPage.objects.exclude(kept_by_translators()).select_related("latest_revision")
    lesson = get_object_or_404(mine, pk=lesson_id)
    return lesson, _course(request, course_of(lesson).pk)


def _helps(request: HttpRequest, course: CoursePage) -> str:
    """The teacher's name, where somebody else builds for them; else nothing."""
    is_own = course.teacher_id == account_of(request).person_id
    return "" if is_own or course.teacher is None else addressed(course.teacher)


@never_cache
@require_GET
@role_required(Role.ELDER)
def my_courses(request: HttpRequest) -> HttpResponse:
    """The courses one teaches."""
    return render(request, "courses/my_courses.html", _courses_of(teacher_of(request)))


@never_cache
@require_GET
@role_required()
def their_courses(request: HttpRequest, key: UUID) -> HttpResponse:
    """The courses of an elder whom one helps; everybody else is not there for them."""
    elder = Person.objects.filter(key=key, merged_into__isnull=True).first()
    if elder is None or not may_record_for(account_of(request), elder):
        raise Http404
    context = {**_courses_of(elder), "elder": addressed(elder), "elder_key": elder.key}
    return render(request, "courses/my_courses.html", context)


def _courses_of(teacher: Person) -> dict[str, Any]:
    return {"courses": list(proposals.taught_by(teacher)), "translations": list(proposals.translations_of(teacher))}


@never_cache
@require_GET
@role_required()
def my_course(request: HttpRequest, pk: int) -> HttpResponse:
    """One's course with its lessons, as they stand."""
    course = _course(request, pk)
    context = {"course": course, "lessons": proposals.lessons_to_build(course), "elder": _helps(request, course)}
    return render(request, "courses/my_course.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required()
def write(request: HttpRequest, lesson_id: int) -> HttpResponse:
    """Write what a lesson says. The lesson shows what it has until a coordinator has agreed."""
    lesson, course = _lesson(request, lesson_id)
    words = proposals.words_of(lesson)
    form = LessonWordsForm(request.POST or None, words=words, version=lesson.latest_revision_id)
    if request.method == "POST" and form.is_valid():
        try:
            proposals.propose(lesson, form.words, by=account_of(request), seen=form.cleaned_data["version"])
        except LessonChangedMeanwhile as error:
            form = form.over(words, lesson.latest_revision_id)
            form.add_error(None, str(error))
        except (SchoolError, NotApproved) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is sent. Our coordinator reads it; then everybody sees it."))
            return redirect("courses:my_course", pk=course.pk)
    context = {"form": form, "course": course, "lesson": lesson, "now": words, "elder": _helps(request, course)}
    return render(request, "courses/my_lesson.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required()
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a lesson without a video."""
    course = _course(request, pk)
    form = LessonWordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            proposals.propose_lesson(course, form.words, by=account_of(request))
        except (SchoolError, NotApproved) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your lesson is sent. Our coordinator reads it; then everybody sees it."))
            return redirect("courses:my_course", pk=course.pk)
    context = {"form": form, "course": course, "lesson": None, "elder": _helps(request, course)}
    return render(request, "courses/my_lesson.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@role_required()
def move(request: HttpRequest, lesson_id: int) -> HttpResponse:
    """Put a lesson one place up or down."""
    lesson, course = _lesson(request, lesson_id)
    up = request.POST.get("to") == "up"
    try:
        moved = proposals.move_lesson(lesson, up=up, by=account_of(request))
    except SchoolError as error:
        messages.error(request, str(error))
    else:
        if moved:
            words = _("“%(lesson)s” is one place up now.") if up else _("“%(lesson)s” is one place down now.")
            messages.success(request, words % {"lesson": lesson.title})
        else:
            words = _("“%(lesson)s” is the first lesson already.") if up else _("“%(lesson)s” is the last one already.")
            messages.info(request, words % {"lesson": lesson.title})
    return redirect("courses:my_course", pk=course.pk)
