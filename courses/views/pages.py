"""What happens before a page of the school is shown at its own address."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from courses.domain.building.tree import MODULE_LENGTH, course_of, public_lessons
from courses.domain.learning.gate import gate_for
from courses.models import LessonPage, ModulePage
from courses.policies import may_look
from elearn.people.api import person_of

from .learn import looks_only


def serve_open(request: HttpRequest, lesson: LessonPage) -> None:
    """Let a lesson's page be shown to whom it is open: 404 with a course or module that is not public, 403 if closed.

    Wagtail serves a public page below one that is not.
    """
    gate = gate_for(person_of(request.user), lesson)
    in_module = len(lesson.path) > MODULE_LENGTH
    is_public = gate.course.live and (not in_module or public_lessons().filter(pk=lesson.pk).exists())
    if not is_public and not may_look(request.user, gate.course):
        raise Http404
    looks_only(request, gate, lesson)


def to_its_course(request: HttpRequest, module: ModulePage) -> HttpResponseBase:
    """Lead to the place of a module on the page of its course."""
    course = course_of(module)
    if not course.live:
        raise Http404
    return redirect(f"{course.get_url(request)}#module-{module.pk}")
