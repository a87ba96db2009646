"""The trainer's day on a tablet that may be without a line: an empty page to keep, the worker, and the exchange.

The page and the worker hold nothing of anybody, so a tablet may keep them; what is personal comes by the exchange
alone, to be kept encrypted for two days.
"""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from elearn.people.api import account_of
from elearn.people.models import Account
from elearn.web.templatetags.times import clock, day_in_words

from ..domain import day as domain
from ..domain.rules import CHECKLIST, RULES
from ..domain.sync import MOST_EVENTS, Outcome, take_in
from ..enums import VisitState
from ..models import Handed, Trainer, Visit
from .trainer import for_trainers

LARGEST = 2**20  # bytes of one delivery
MOST_KNOWN = 40


@require_safe
@for_trainers
def tablet(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    """The page that a tablet keeps. It is the same for every trainer and says nothing of anybody."""
    context = {"rules": RULES.items(), "checklist": CHECKLIST.items(), "assets": settings.STATIC_URL}
    return render(request, "visits/day_tablet.html", context)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers for this page without a line. A browser asks for it anew at each visit."""
    found = finders.find("day-worker.js")
    if not found:
        raise Http404
    answer = HttpResponse(Path(str(found)).read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    answer["Service-Worker-Allowed"] = reverse("visits:day")
    return answer


@require_http_methods(["GET", "POST"])
@for_trainers
def sync(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    """GET gives a token to post with. POST takes in what was noted and gives what the tablet may keep.

    {"whose", "given", "sent_at", "known": {visit: version}, "events": [...]} ->
    {"whose", "given", "until", "erase", "other", "outcomes", "stops", "same", "gone"}.
    """
    if request.method == "GET":
        return JsonResponse({"token": get_token(request)})
    said = _said(request)
    if said is None:
        return JsonResponse({"words": _("This could not be read.")}, status=400)
    by = account_of(request)
    answer = {
        "whose": domain.device_mark(trainer), "given": domain.given_mark(trainer), "erase": False, "other": False,
        "until": domain.end_of_tomorrow().isoformat(), "outcomes": [], "stops": [], "same": [], "gone": [],
    }  # fmt: skip
    if said.get("whose") and said["whose"] != answer["whose"]:
        return JsonResponse(answer | {"other": True})
    outcomes = take_in(trainer, said["events"], by=by, sent_at=_moment(said.get("sent_at")))
    answer["outcomes"] = [_outcome(outcome) for outcome in outcomes]
    if trainer.suspended_at is not None:
        return JsonResponse(answer | {"erase": True})
    known = said["known"] if said.get("given") == answer["given"] else {}
    return JsonResponse(answer | _days(trainer, known, by=by))


def _said(request: HttpRequest) -> dict[str, Any] | None:
    """Read a delivery; None when it is none."""
    if len(request.body) > LARGEST:
        return None
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    events, known = said.get("events", []), said.get("known", {})
    if not isinstance(events, list) or not isinstance(known, dict) or len(events) > MOST_EVENTS:
        return None
    return said | {"events": events, "known": dict(list(known.items())[:MOST_KNOWN])}


def _moment(said: Any) -> Any:
    try:
        found = parse_datetime(str(said)) if said else None
    except ValueError:
        return None
    return found if found and timezone.is_aware(found) else None


def _outcome(outcome: Outcome) -> dict[str, str]:
    return {"key": outcome.key, "status": outcome.status, "words": outcome.words}


# What a tablet may keep -----------------------------------------------------------------------------
def _days(trainer: Trainer, known: dict[str, Any], *, by: Account) -> dict[str, Any]:
    """Give what is new to a tablet, what it knows already, and what it must forget. An address is given once only."""
    open_stops = [stop for stop in domain.two_days(trainer) if not stop.is_over]
    same = [stop for stop in open_stops if known.get(str(stop.visit.key)) == stop.visit.version]
    new = [stop for stop in open_stops if stop not in same]
    keys = {str(stop.visit.key) for stop in open_stops}
    worked = domain.worked_on_at(stop.visit for stop in open_stops)
    return {
        "stops": [_packed(stop, domain.open_stop(stop, by=by), worked[stop.visit.pk]) for stop in new],
        "same": [_progress(stop.visit, worked[stop.visit.pk]) for stop in same],
        "gone": [_gone(trainer, key) for key in known if key not in keys],
    }


def _progress(visit: Visit, worked: list[str]) -> dict[str, Any]:
    return {
        "key": str(visit.key), "version": visit.version, "arrived": visit.arrived_at is not None,
        "left": visit.left_at is not None, "shown": visit.state == VisitState.DONE,
        "worked": worked,
    }  # fmt: skip


def _packed(stop: domain.Stop, address: str, worked: list[str]) -> dict[str, Any]:
    visit = stop.visit
    cards = [
        {
            "code": card.code,
            "title": card.title,
            "promise": card.promise,
            "steps": list(card.steps),
            "careful": card.careful,
        }
        for card in stop.cards
    ]
    return _progress(visit, worked) | {
        "starts_at": visit.starts_at.isoformat(), "day": day_in_words(visit.starts_at), "from": clock(visit.starts_at),
        "until": clock(visit.ends_at), "elder": stop.elder, "address": address, "district": stop.district,
        "word": stop.word, "number": visit.number, "of": visit.request.visits_wanted, "cards": cards,
        "lines": [str(line) for line in stop.lines], "beside": stop.beside, "is_second": stop.is_second,
        "minutes": visit.travel_minutes,
    }  # fmt: skip


def _gone(trainer: Trainer, key: str) -> dict[str, str]:
    """Say what has become of a visit that a tablet keeps and should not any more; of others' visits nothing."""
    try:
        visit = Visit.objects.filter(key=UUID(key)).first()
    except ValueError:
        visit = None
    if visit is None or not Handed.objects.filter(visit=visit, trainer=trainer).exists():
        return {"key": key, "words": ""}
    return {"key": key, "words": _gone_words(visit, trainer)}


def _gone_words(visit: Visit, trainer: Trainer) -> str:
    if visit.state == VisitState.CANCELLED:
        return _("This visit is cancelled.")
    if visit.trainer_id != trainer.pk:
        return _("Somebody else goes to this visit now.")
    if visit.state in (VisitState.DONE, VisitState.NO_SHOW):
        return ""
    return _("The office has moved this visit to another time.")
