"""A teacher builds their courses in plain pages, alone or with who helps them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.domain.building import proposals
from courses.domain.building.tree import course_of
from courses.domain.films.helped import may_record_for
from courses.errors import LessonChangedMeanwhile, SchoolError
from courses.forms.building import CourseForm, LessonWordsForm
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


def lesson_to_build(request: HttpRequest, lesson_id: int) -> tuple[LessonPage, CoursePage]:
    mine = LessonPage.objects.exclude(kept_by_translators()).select_related("latest_revision")
    lesson = get_object_or_404(mine, pk=lesson_id)
    return lesson, _course(request, course_of(lesson).pk)


def helped_name(request: HttpRequest, course: CoursePage) -> str:
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
    elder = _elder(request, key)
    context = {**_courses_of(elder), "elder": addressed(elder), "elder_key": elder.key}
    return render(request, "courses/my_courses.html", context)


def _elder(request: HttpRequest, key: UUID) -> Person:
    elder = Person.objects.filter(key=key, merged_into__isnull=True).first()
    if elder is None or not may_record_for(account_of(request), elder):
        raise Http404
    return elder


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.ELDER)
def begin_course(request: HttpRequest) -> HttpResponse:
    """Propose a course of one's own."""
    return _begin_course(request, teacher_of(request), elder="")


@never_cache
@require_http_methods(["GET", "POST"])
@role_required()
def begin_their_course(request: HttpRequest, key: UUID) -> HttpResponse:
    """Propose a course for an elder whom one helps."""
    elder = _elder(request, key)
    return _begin_course(request, elder, elder=addressed(elder))


def _begin_course(request: HttpRequest, teacher: Person, *, elder: str) -> HttpResponse:
    """A coordinator looks at it before anybody sees it; its lessons can be written at once."""
    form = CourseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            course = proposals.propose_course(
                teacher, said["topic"], title=said["title"], summary=said["summary"], by=account_of(request)
            )
        except (SchoolError, NotApproved) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you. Our coordinator reads it. You can write its lessons now."))
            return redirect("courses:my_course", pk=course.pk)
    context = {"form": form, "elder": elder, "back": _back(teacher, elder)}
    return render(request, "courses/my_course_new.html", context, status=422 if form.errors else 200)


def _back(teacher: Person, elder: str) -> str:
    return reverse("courses:their_courses", args=[teacher.key]) if elder else reverse("courses:my_courses")


def _courses_of(teacher: Person) -> dict[str, Any]:
    return {"courses": list(proposals.taught_by(teacher)), "translations": list(proposals.translations_of(teacher))}


@never_cache
@require_GET
@role_required()
def my_course(request: HttpRequest, pk: int) -> HttpResponse:
    """One's course with its lessons, as they stand."""
    course = _course(request, pk)
    context = {"course": course, "lessons": proposals.lessons_to_build(course), "elder": helped_name(request, course)}
    return render(request, "courses/my_course.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required()
def write(request: HttpRequest, lesson_id: int) -> HttpResponse:
    """Write what a lesson says. The lesson shows what it has until a coordinator has agreed."""
    lesson, course = lesson_to_build(request, lesson_id)
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
    context = {"form": form, "course": course, "lesson": lesson, "now": words, "elder": helped_name(request, course)}
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
    context = {"form": form, "course": course, "lesson": None, "elder": helped_name(request, course)}
    return render(request, "courses/my_lesson.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@role_required()
def move(request: HttpRequest, lesson_id: int) -> HttpResponse:
    """Put a lesson one place up or down."""
    lesson, course = lesson_to_build(request, lesson_id)
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
