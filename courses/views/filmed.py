"""Answers by film: the recorder beside a question, for the teacher and for who helps them, and watching an answer."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

import media_pipeline.api as films
from courses.domain.films.public_film import open_film
from courses.domain.talk import asks, filmed, filmed_made, filmed_words
from courses.errors import AskClosed, SchoolError
from courses.forms.asks import SaidForm
from courses.models import Ask, FilmedAnswer
from courses.player_words import beside_words
from courses.policies_asks import may_watch_answer
from elearn.people.api import account_of, addressed, role_required
from elearn.people.fresh import fresh_required
from elearn.people.models import Account
from elearn.safety.api import SafetyError
from media_pipeline.models import TakeState

from ._json import BadBody, body_of, refused
from ._words import record_words
from .my_questions import find_mine
from .originals import handed_out
from .questions_for import elder_for, find_open
from .record import asked_take, send_pieces, take_facts


# What both share ---------------------------------------------------------------------------------------
def _recorder(ask: Ask, *, begin: str, after: str, by: Account | None = None) -> dict[str, Any]:
    """Give the settings of the recorder’s script; `by` records for the teacher."""
    begun = [take for draft in filmed.drafts_of(ask, by=by) for take in films.open_takes(draft.film)]
    return {
        # Recordings of lessons, and those for other questions, are left alone.
        "owner": f"answer:{ask.pk}:{by.person.key if by else ask.teacher.key}",
        "longest": filmed.LONGEST_SECONDS,
        "begin": begin,
        "films": after,
        "unfinished": [facts for take in begun if (facts := take_facts(take))["runs"]],
        "words": record_words(),
    }


def _said(ask: Ask, *, by: Account | None = None) -> SaidForm:
    """Give the form of the words beside a film that is not sent yet, with what was kept of them."""
    return SaidForm(initial={"said": filmed_words.kept_words(ask, by=by)})


def _begin(request: HttpRequest, ask: Ask, *, after: str, by: Account | None = None) -> JsonResponse:
    """Begin a take under the key the recorder chose, or give it a fresh address. Asking twice makes one."""
    try:
        key, mime = asked_take(request)
    except (BadBody, ValueError):
        return refused(400, "bad")
    try:
        _row, take = filmed.begin_take(ask, key=key, mime=mime, by=by)
    except films.TakeClosed:
        return refused(404, "unknown")
    except AskClosed:
        return refused(410, "closed", next=after)
    if take.state != TakeState.OPEN:
        return refused(410, take.state, next=after)
    return JsonResponse(take_facts(take))


def _send(request: HttpRequest, ask: Ask, key: UUID, *, after: str, by: Account | None = None) -> JsonResponse:
    found = filmed.find_take(ask, key, by=by)
    if found is None:
        return refused(404, "unknown")
    try:
        said = body_of(request).get("said")
        text = filmed_words.fit_words(said) if isinstance(said, str) else None
        answer = send_pieces(request, partial(filmed.send_take, *found, text=text, by=by), after=after)
    except BadBody:
        return refused(400, "bad")
    except SafetyError as error:
        return refused(422, "words", words=str(error))
    if answer.status_code == 200:
        messages.success(
            request, _("Thank you! We prepare your video. Somebody of ours watches it, then it is passed on.")
        )
    return answer


def _discard(ask: Ask, key: UUID, *, by: Account | None = None) -> JsonResponse:
    """Throw a take away; one that never reached us is thrown away as well."""
    if found := filmed.find_take(ask, key, by=by):
        filmed.discard_take(*found)
    return JsonResponse({"code": "discarded"})


# The teacher -------------------------------------------------------------------------------------------
@require_safe
@never_cache
@login_required
def film(request: HttpRequest, pk: int) -> HttpResponse:
    """The recorder beside a question. Nothing is made in the database before the first piece is on its way."""
    ask, back = find_mine(request, pk), reverse("courses:my_question", args=[pk])
    if not asks.to_answer(ask.teacher).filter(pk=pk).exists():
        return redirect(back)
    shown = _recorder(ask, begin=reverse("courses:my_question_take", args=[pk]), after=back)
    context = {"ask": ask, "back": back, "settings": shown, "said": _said(ask)}
    return render(
        request, "courses/answer_film.html", context | {"keep": reverse("courses:my_question_words", args=[pk])}
    )


@require_POST
@login_required
def take_begin(request: HttpRequest, pk: int) -> JsonResponse:
    return _begin(request, find_mine(request, pk), after=reverse("courses:my_question", args=[pk]))


@require_POST
@login_required
def take_send(request: HttpRequest, pk: int, key: UUID) -> JsonResponse:
    return _send(request, find_mine(request, pk), key, after=reverse("courses:my_question", args=[pk]))


@require_POST
@login_required
def take_discard(request: HttpRequest, pk: int, key: UUID) -> JsonResponse:
    return _discard(find_mine(request, pk), key)


@require_safe
@never_cache
@login_required
def film_status(request: HttpRequest, pk: int) -> JsonResponse:
    """How the film stands, for the page that is open meanwhile."""
    return JsonResponse(filmed_made.standing(find_mine(request, pk)).facts)


@require_safe
@never_cache
@fresh_required
def film_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out the source of one’s own answer; others’ are not there."""
    if not isinstance(request.user, Account):
        raise Http404
    row = get_object_or_404(FilmedAnswer.objects.select_related("film"), pk=pk, person=request.user.person)
    return handed_out(row.film)


# Who helps them ----------------------------------------------------------------------------------------
@require_safe
@never_cache
@role_required()
def film_for(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """The recorder beside a question to an elder, for who helps them."""
    elder = elder_for(request, key)
    ask, back = find_open(elder, pk), reverse("courses:question_for", args=[key, pk])
    begin, after = reverse("courses:question_for_take", args=[key, pk]), reverse("courses:questions_for", args=[key])
    shown = _recorder(ask, begin=begin, after=after, by=account_of(request))
    context = {
        "ask": ask, "back": back, "settings": shown, "elder": addressed(elder),
        "said": _said(ask, by=account_of(request)), "keep": reverse("courses:question_for_words", args=[key, pk]),
    }  # fmt: skip
    return render(request, "courses/answer_film.html", context)


def helped_ask(request: HttpRequest, key: UUID, pk: int) -> Ask:
    """A question to an elder whom somebody may answer for today, also when it is answered: its page goes on then."""
    return get_object_or_404(asks.asked_of(elder_for(request, key)), pk=pk)


@require_POST
@role_required()
def take_begin_for(request: HttpRequest, key: UUID, pk: int) -> JsonResponse:
    after = reverse("courses:questions_for", args=[key])
    return _begin(request, helped_ask(request, key, pk), after=after, by=account_of(request))


@require_POST
@role_required()
def take_send_for(request: HttpRequest, key: UUID, pk: int, take: UUID) -> JsonResponse:
    after = reverse("courses:questions_for", args=[key])
    return _send(request, helped_ask(request, key, pk), take, after=after, by=account_of(request))


@require_POST
@role_required()
def take_discard_for(request: HttpRequest, key: UUID, pk: int, take: UUID) -> JsonResponse:
    return _discard(helped_ask(request, key, pk), take, by=account_of(request))


# Watching ----------------------------------------------------------------------------------------------
@require_POST
@never_cache
def open_answer(request: HttpRequest, film_id: UUID) -> JsonResponse:
    """Open an answer for the player, for who may watch it; to others it is not there. Nothing of it is counted."""
    row = get_object_or_404(FilmedAnswer.objects.select_related("film"), film=film_id)
    if not may_watch_answer(request.user, row):
        raise Http404
    try:
        opened = open_film(row.film)
    except SchoolError as error:
        return JsonResponse({"words": str(error)}, status=409)
    return JsonResponse({
        "playlist": opened.playlist, "audio_only": opened.audio_only, "report": None,
        "resume_ms": 0, "watched_ms": 0, "duration_ms": opened.duration_ms, **beside_words(opened.beside),
    })  # fmt: skip
