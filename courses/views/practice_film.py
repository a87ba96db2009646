"""A film of what a learner made, sent in parts: where it begins, and where it is sent once all of it is here."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.domain.works import practice, practice_film
from courses.errors import SchoolError
from courses.models import LessonPage
from courses.tasks_practice import make_work
from elearn.people.api import person_of, sign_in_and_return
from elearn.people.models import Person
from elearn.safety.api import SafetyError

from ._film_form import described, head_of, may_send_now, opened, settings_of
from ._json import refused
from ._limits import WORDS
from .learn import open_lesson_for


def sender(person: Person, lesson: LessonPage) -> dict[str, Any]:
    """Give the settings of the script of a form; of the film no more is told than its sender knows."""
    row = practice_film.begun(person, lesson)
    unfinished = described(row.film, **_terms(lesson)) if row else None
    begin = reverse("courses:practice_film", args=[lesson.pk])
    return settings_of(begin, largest=practice.LARGEST_FILM, unfinished=unfinished)


def _terms(lesson: LessonPage) -> dict[str, Any]:
    send = reverse("courses:practice_film_send", args=[lesson.pk])
    return {"send": send, "largest": practice.LARGEST_FILM, "is_apart": True}


@require_POST
def begin(request: HttpRequest, lesson_id: int) -> HttpResponseBase:
    """Begin a film for who may send one today, and say where to send it."""

    def deed(person: Person, lesson: LessonPage) -> JsonResponse:
        words = request.POST.get("words", "")
        row = practice_film.begin_film(person, lesson, head=head_of(request), words=words)
        return opened(row.film, **_terms(lesson))

    return _done(request, lesson_id, deed)


@require_POST
def send(request: HttpRequest, lesson_id: int) -> HttpResponseBase:
    """Send the film that has come in, with a few words."""

    def deed(person: Person, lesson: LessonPage) -> JsonResponse:
        if not may_send_now(request, WORDS):
            return refused(429, "too_soon", words=_("You have sent a lot in a short time. Please wait a little."))
        work = practice_film.send_film(person, lesson, words=request.POST.get("words", ""))
        make_work.enqueue(work.pk)
        messages.success(request, _("Thank you! Somebody of ours looks at it first, then the teacher sees it."))
        return JsonResponse({"code": "sent", "next": reverse("courses:practice", args=[lesson.pk])})

    return _done(request, lesson_id, deed)


Deed = Callable[[Person, LessonPage], JsonResponse]


def _done(request: HttpRequest, lesson_id: int, deed: Deed) -> HttpResponseBase:
    """Do it for who is signed in and may see the lesson; what is wrong is said in words."""
    lesson, _course = open_lesson_for(request, lesson_id)
    if not practice.task_of(lesson):
        raise Http404
    person = person_of(request.user)
    if person is None:
        return sign_in_and_return(request)
    try:
        return deed(person, lesson)
    except SafetyError as error:
        return refused(422, "words", words=str(error), field="words")
    except SchoolError as error:
        return refused(422, "unfit", words=str(error), field="picture")
