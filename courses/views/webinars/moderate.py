"""The host's side of the talk: which questions are shown, which is answered now, polls, and the stop button."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.domain.webinars import alarm, events, polls, talk
from courses.errors import PollNotComplete, SchoolError
from courses.forms.webinar_talk import PollForm
from courses.models import LiveQuestionState as S
from courses.models import PollState, Webinar
from courses.policies_webinars import is_host, may_use_studio
from courses.views.webinars import _talk as shared
from courses.views.webinars._studio import wants_json
from elearn.people.api import account_of

OF_THE_SPEAKER = ("take", "back", "done")


def host_facts(request: HttpRequest, webinar: Webinar, *, place: str = "host") -> dict[str, Any]:
    """Give what `_host_panel.html` draws, for the speaker and the hosts. `place`: the page the buttons come back to."""
    person = account_of(request).person
    after = events.last_number(webinar)  # before all else is read
    rows = shared.rows_of(talk.all_questions(webinar), person)
    found = polls.shown(webinar, with_drafts=True)
    return {
        "after": after,
        "place": place,
        "is_open": webinar.state in talk.OPEN,
        "is_host": is_host(request.user, webinar),  # a speaker alone only answers
        "new": sorted((row for row in rows if row.state == S.NEW), key=lambda row: row.id),
        "shown": [row for row in rows if row.state == S.SHOWN],
        "taken": [row for row in rows if row.state == S.TAKEN],
        "answered": [row for row in rows if row.state == S.DONE],
        "hidden": [row for row in rows if row.state == S.HIDDEN],
        "polls": shared.results_of(found, with_open=True),
        "has_open_poll": any(one.state == PollState.OPEN for one in found),
        "poll_form": PollForm(),
        "concerns": alarm.concerns_of(webinar, person),
        "may_stop": alarm.is_running(webinar),
    }


@require_safe
@never_cache
@login_required
def moderate(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The panel alone; with `?part` only what a script puts in the place of what it has."""
    webinar, _person = shared.hosted(request, pk)
    place = request.GET.get("part", "")
    if place in ("studio", "host", "moderate"):
        context = {"webinar": webinar, "panel": host_facts(request, webinar, place=place)}
        return render(request, "courses/webinars/_host_panel.html", context)
    return _page(request, webinar)


@require_POST
@login_required
def question(request: HttpRequest, pk: int, question: int) -> HttpResponseBase:
    """Do something with a question: show, hide, take, put back, say it is answered, or answer it in writing."""
    webinar, person = shared.hosted(request, pk)
    row = shared.question_of(webinar, question)
    deed = request.POST.get("deed", "")
    if deed not in OF_THE_SPEAKER:
        _only_hosts(request, webinar)
    try:
        if deed == "answer":
            talk.answer(row, by=person, text=request.POST.get("text", ""))
        elif deed in talk.MOVES:
            talk.move(row, deed, by=person)
        else:
            return shared.not_done(request, webinar, SchoolError(), status=400)
    except SchoolError as error:
        return shared.not_done(request, webinar, error)
    return shared.done(request, webinar, _words()[deed])


def _only_hosts(request: HttpRequest, webinar: Webinar) -> None:
    """What everybody sees is for the hosts to decide; a speaker who is no host takes questions and answers aloud."""
    if not is_host(request.user, webinar):
        raise PermissionDenied


def _words() -> dict[str, str]:
    return {
        "show": _("Everybody sees the question now."),
        "hide": _("The question is not shown."),
        "take": _("Everybody sees that this question is answered now."),
        "back": _("The question waits again."),
        "done": _("The question is answered."),
        "answer": _("Your answer is shown under the question."),
    }


@require_POST
@login_required
def prepare_poll(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Prepare a poll; nobody sees it yet."""
    webinar, person = shared.hosted(request, pk)
    _only_hosts(request, webinar)
    form = PollForm(request.POST)
    if not form.is_valid():
        if wants_json(request):
            return shared.not_done(request, webinar, PollNotComplete(), status=422)
        return _page(request, webinar, form)
    try:
        polls.prepare_poll(webinar, text=form.cleaned_data["text"], options=form.cleaned_data["options"], by=person)
    except SchoolError as error:
        return shared.not_done(request, webinar, error)
    return shared.done(request, webinar, _("The poll is prepared. Open it when you need it."))


@require_POST
@login_required
def poll(request: HttpRequest, pk: int, poll: int) -> HttpResponseBase:
    """Open a poll, close it, or remove one that nobody has seen."""
    webinar, person = shared.hosted(request, pk)
    _only_hosts(request, webinar)
    row = shared.poll_of(webinar, poll)
    deeds = {"open": polls.open_poll, "close": polls.close_poll, "remove": polls.remove_poll}
    words = {
        "open": _("Everybody sees the poll now."),
        "close": _("The poll is closed. Everybody sees the result."),
        "remove": _("The poll is removed."),
    }
    deed = request.POST.get("deed", "")
    if deed not in deeds:
        return shared.not_done(request, webinar, SchoolError(), status=400)
    try:
        deeds[deed](row, by=person)
    except SchoolError as error:
        return shared.not_done(request, webinar, error)
    return shared.done(request, webinar, words[deed])


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def stop(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Stop the broadcast at once because somebody may be at risk, and hide what was sent."""
    webinar, person = shared.stoppable(request, pk)
    makes_it = may_use_studio(request.user, webinar)
    if request.method != "POST":
        context = {"webinar": webinar, "may_stop": alarm.is_running(webinar), "makes_it": makes_it}
        return render(request, "courses/webinars/stop.html", context)
    try:
        alarm.stop(webinar, by=person, is_host=makes_it)
    except SchoolError as error:
        return shared.not_done(request, webinar, error)
    words = _("The broadcast is stopped and hidden. Our safeguarding officers have been told.")
    return shared.done(request, webinar, words)


def _page(request: HttpRequest, webinar: Webinar, form: PollForm | None = None) -> HttpResponseBase:
    facts = host_facts(request, webinar, place="moderate")
    if form is not None:
        facts["poll_form"] = form
    status = 422 if form is not None else 200
    return render(request, "courses/webinars/moderate.html", {"webinar": webinar, "panel": facts}, status=status)
