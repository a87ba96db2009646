"""Record a lesson in the browser: the page, and the few questions its script asks."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

import media_pipeline.api as films
from courses.domain.films import contribute
from courses.errors import AskClosed
from courses.models import Contribution
from courses.views._json import BadBody, body_of, refused
from courses.views._teacher import teacher_of
from courses.views._words import record_words
from elearn.people.api import Role, role_required
from elearn.people.models import Account, Person
from media_pipeline.models import Take, TakeState

Found = tuple[Contribution, Take]


@require_GET
@role_required(Role.ELDER)
def record(request: HttpRequest) -> HttpResponse:
    """The recorder. Nothing is made in the database before the first piece is on its way."""
    person = teacher_of(request)
    begin, mine = reverse("courses:take_begin"), reverse("courses:my_films")
    return render(request, "courses/record.html", {"settings": recorder(person, begin=begin, films_page=mine)})


def recorder(person: Person, *, begin: str, films_page: str, by: Account | None = None) -> dict[str, Any]:
    """Give the settings of the recorder's script; `by` records for the person."""
    return {
        # A tablet may be shared: each sees only their own recordings, a helper apart for each elder.
        "owner": f"{by.person.key}:{person.key}" if by else str(person.key),
        "longest": settings.MEDIA_PIPELINE["LONGEST_SECONDS"],
        "begin": begin,
        "films": films_page,
        "unfinished": [
            described
            for draft in contribute.unfinished(person, is_recording=True, by=by)
            for take in films.open_takes(draft.film)
            if (described := _described(draft, take))["runs"]
        ],
        "words": record_words(),
    }


@require_POST
@role_required(Role.ELDER)
def take_begin(request: HttpRequest) -> JsonResponse:
    """Begin a take under the key the recorder chose, or give it a fresh address. Asking twice makes one."""
    return begin(request, teacher_of(request))


def begin(request: HttpRequest, person: Person, *, by: Account | None = None) -> JsonResponse:
    """Begin a take of a person; `by` records it for them."""
    try:
        key, mime = asked_take(request)
    except (BadBody, ValueError):
        return refused(400, "bad")
    try:
        draft, take = contribute.begin_take(person, key=key, mime=mime, by=by)
    except films.TakeClosed:
        return refused(404, "unknown")
    if take.state != TakeState.OPEN:
        return refused(410, take.state, next=_after(draft))
    return JsonResponse(_described(draft, take))


def asked_take(request: HttpRequest) -> tuple[UUID, str]:
    """Read the key that a recorder chose for its take, and what it writes. Raises BadBody or ValueError."""
    body = body_of(request)
    return UUID(str(body.get("id"))), str(body.get("mime", ""))


@require_POST
@role_required(Role.ELDER)
def take_send(request: HttpRequest, key: UUID) -> JsonResponse:
    """The take is complete: `expected` says how many pieces each run has; what is missing is named."""
    return send(request, _find(teacher_of(request), key))


def send(request: HttpRequest, found: Found | None, *, by: Account | None = None) -> JsonResponse:
    """Take in that a take is complete; one that is not theirs is not there."""
    if found is None:
        return refused(404, "unknown")
    draft, take = found
    return send_pieces(request, partial(contribute.send_take, draft, take, by=by), after=_after(draft))


def send_pieces(request: HttpRequest, deed: Callable[[dict[int, int]], object], *, after: str) -> JsonResponse:
    """Do what sends a take with how many pieces each run has; `after` is where the recorder goes then."""
    try:
        told = body_of(request).get("expected", {})
        expected = {int(run): int(last) for run, last in told.items()}
    except (BadBody, ValueError, TypeError, AttributeError):
        return refused(400, "bad")
    try:
        deed(expected)
    except films.PiecesMissing as error:
        return refused(409, "missing", missing=error.missing)
    except films.Nonsense:
        return refused(400, "bad")
    except films.NothingRecorded:
        return refused(409, "nothing")
    except (films.TakeClosed, AskClosed):
        return refused(410, "closed", next=after)
    return JsonResponse({"code": "sent", "next": after})


@require_POST
@role_required(Role.ELDER)
def take_discard(request: HttpRequest, key: UUID) -> JsonResponse:
    """Give up a take that is to be recorded again. One that never reached us is given up as well."""
    return discard(_find(teacher_of(request), key))


def discard(found: Found | None, *, by: Account | None = None) -> JsonResponse:
    """Give up a take; one that is not theirs is not there."""
    if found is not None:
        contribute.discard_take(*found, by=by)
    return JsonResponse({"code": "discarded"})


def _find(person: Person, key: UUID) -> Found | None:
    return find(contribute.begun_by(person), key)


def find(mine: QuerySet[Contribution], key: UUID) -> Found | None:
    """Find a take by its key among somebody's films."""
    draft = mine.filter(film__takes__pk=key).first()
    take = films.take_of(draft.film, key) if draft else None
    return (draft, take) if draft and take else None


def _after(draft: Contribution) -> str:
    return reverse("courses:helped_describe" if draft.is_helped else "courses:describe", args=[draft.pk])


def _described(draft: Contribution, take: Take) -> dict[str, Any]:
    return {"film": draft.pk} | take_facts(take)


def take_facts(take: Take) -> dict[str, Any]:
    """Say what the recorder has to know of a take: where its pieces go, and what of it has arrived."""
    summary = films.take_summary(take)
    return {
        "id": str(take.pk),
        "address": films.piece_address(take),
        "mime": take.mime,
        "runs": summary.counts,
        "bytes": summary.bytes,
        "ms": summary.duration_ms,
        "began": take.created_at.isoformat(),
    }
