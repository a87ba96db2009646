"""What the pages of the talk share: who may, how questions and polls are drawn, and how a button answers."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.domain.webinars import polls, talk
from courses.models import LiveQuestion, Poll, PollState, Webinar
from courses.policies_webinars import may_see, may_stop, may_use_studio, may_watch_live
from courses.views.webinars._studio import wants_json
from courses.views.webinars.register import shown_webinar
from elearn.people.api import account_of
from elearn.people.models import Person

PLACES = {
    "watch": ("courses:webinar", "#talk"),
    "talk": ("courses:webinar_talk", ""),
    "studio": ("courses:webinar_studio", "#talk"),
    "host": ("courses:webinar_host", "#talk"),
    "moderate": ("courses:webinar_moderate", ""),
    "stop": ("courses:webinar_stop", ""),
}


@dataclass(frozen=True)
class Row:
    """A question as a page draws it."""

    id: int
    name: str
    text: str
    state: str
    votes: int
    answer: str = ""
    is_own: bool = False
    is_wanted: bool = False


@dataclass(frozen=True)
class Result:
    """A poll with what was chosen."""

    poll: Poll
    lines: list[polls.Line]
    total: int


def watched(request: HttpRequest, pk: int) -> tuple[Webinar, Person]:
    """Find a webinar that this person may watch live, and the person. One they may not see, or hidden, is not there."""
    webinar = shown_webinar(request, pk)
    if not may_watch_live(request.user, webinar):
        raise PermissionDenied
    return webinar, account_of(request).person


def hosted(request: HttpRequest, pk: int) -> tuple[Webinar, Person]:
    """Find a webinar that this person hosts or speaks in, and the person."""
    webinar = get_object_or_404(Webinar.objects.select_related("speaker", "broadcast"), pk=pk)
    if may_use_studio(request.user, webinar):
        return webinar, account_of(request).person
    if may_see(request.user, webinar):
        raise PermissionDenied
    raise Http404


def stoppable(request: HttpRequest, pk: int) -> tuple[Webinar, Person]:
    """Find a webinar whose broadcast this person may stop, and the person."""
    webinar = get_object_or_404(Webinar.objects.select_related("speaker", "broadcast"), pk=pk)
    if may_stop(request.user, webinar):
        return webinar, account_of(request).person
    if may_see(request.user, webinar):
        raise PermissionDenied
    raise Http404


def question_of(webinar: Webinar, pk: int) -> LiveQuestion:
    """Find a question of this webinar."""
    return get_object_or_404(
        LiveQuestion.objects.select_related("webinar__broadcast", "person"), pk=pk, webinar=webinar
    )


def poll_of(webinar: Webinar, pk: int) -> Poll:
    """Find a poll of this webinar."""
    return get_object_or_404(Poll.objects.select_related("webinar"), pk=pk, webinar=webinar)


def rows_of(questions: list[LiveQuestion], person: Person, wanted: set[int] | None = None) -> list[Row]:
    """Give questions as a page draws them, with no more of who asked than everybody may read."""
    wanted = wanted or set()
    return [
        Row(
            one.pk, talk.asker(one), one.text, one.state, one.votes, one.answer,
            is_own=one.person_id == person.pk, is_wanted=one.pk in wanted,
        )
        for one in questions
    ]  # fmt: skip


def results_of(found: list[Poll], *, with_open: bool = False) -> list[Result]:
    """Give how polls stand; of one that is open only to the hosts."""
    told = [one for one in found if one.state == PollState.CLOSED or with_open]
    lines = polls.lines(told) if told else {}
    return [Result(one, lines[one.pk], sum(line.count for line in lines[one.pk])) for one in told]


def done(request: HttpRequest, webinar: Webinar, words: str, **more: Any) -> HttpResponseBase:
    """Answer a button: a script in JSON, everybody else with the page it was pressed on."""
    if wants_json(request):
        return JsonResponse({"code": "done", "words": words, **more})
    if words:
        messages.success(request, words)
    return redirect(_back(request, webinar))


def not_done(request: HttpRequest, webinar: Webinar, error: Exception, *, status: int = 409) -> HttpResponseBase:
    """Answer a button that could not do what it says."""
    if wants_json(request):
        return JsonResponse({"code": "not_done", "words": str(error)}, status=status)
    messages.error(request, str(error))
    return redirect(_back(request, webinar))


def too_often(request: HttpRequest, webinar: Webinar) -> HttpResponseBase:
    """Answer a button that is pressed too often."""
    error = RuntimeError(_("That was very often in a short time. Please wait a little and try again."))
    return not_done(request, webinar, error, status=429)


def _back(request: HttpRequest, webinar: Webinar) -> str:
    name, place = PLACES.get(request.POST.get("next", ""), PLACES["talk"])
    return reverse(name, args=[webinar.pk]) + place
