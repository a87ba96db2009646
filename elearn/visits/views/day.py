"""A trainer's day as plain pages: what comes today and tomorrow, and a form for everything that is noted there."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from elearn.people.api import account_of

from ..documents.signed import draw
from ..domain import day as domain
from ..domain.rules import CHECKLIST, RULES
from ..domain.sync import CONFLICT, KEPT, Outcome, take_in
from ..enums import EventKind, VisitState, Way
from ..models import Trainer
from ..signed_words import signed_sheet_of
from .trainer import for_trainers, standing_words


@require_safe
@for_trainers
def day(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    """The visits of today and tomorrow, without an address."""
    found = domain.two_days(trainer)
    today = timezone.localdate()
    context = {
        "today": [stop for stop in found if timezone.localtime(stop.visit.starts_at).date() == today],
        "tomorrow": [stop for stop in found if timezone.localtime(stop.visit.starts_at).date() != today],
        "standing": standing_words(trainer),
    }
    return render(request, "visits/day.html", context)


@require_http_methods(["GET", "POST"])
@for_trainers
def stop(request: HttpRequest, trainer: Trainer, key: UUID) -> HttpResponse:
    """One visit: where, what for, the word to say, and what is to be noted."""
    if request.method == "POST":
        return _noted(request, trainer, key)
    found = _stop(trainer, key)
    visit = found.visit
    context = {
        "stop": found,
        "visit": visit,
        "address": domain.open_stop(found, by=account_of(request)),
        "rules": RULES.items(),
        "checklist": CHECKLIST.items(),
        "keys": {name: uuid4() for name in _EVENTS},
        "worked": domain.worked_on_at([visit])[visit.pk],
        "waits": visit.state == VisitState.CONFIRMED,
        "is_today": timezone.localtime(visit.starts_at).date() == timezone.localdate(),
        "has_begun": visit.starts_at <= timezone.now(),
    }
    return render(request, "visits/day_stop.html", context)


@require_safe
@for_trainers
def sheet(request: HttpRequest, trainer: Trainer, key: UUID) -> HttpResponse:
    """The sheet that an elder signs who has no code at hand, to print; no address stands on it."""
    return render(request, "visits/day_sheet.html", {"stop": _stop(trainer, key), "trainer": trainer})


@require_safe
@for_trainers
def sheet_pdf(request: HttpRequest, trainer: Trainer, key: UUID) -> HttpResponse:
    """The same as a PDF in large type, in the elder's language."""
    found = _stop(trainer, key)
    name = f"visit-{found.visit.pk}.pdf"
    return HttpResponse(
        draw(signed_sheet_of(found, trainer)),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _stop(trainer: Trainer, key: UUID) -> domain.Stop:
    found = domain.stop_of(trainer, key)
    if found is None:
        raise Http404
    return found


# What was pressed, as events ------------------------------------------------------------------------
_EVENTS: dict[str, tuple[EventKind, Callable[[QueryDict], dict[str, Any]]]] = {
    "arrived": (EventKind.ARRIVED, lambda said: {"rules": said.getlist("rules")}),
    "left": (EventKind.LEFT, lambda said: {}),
    "code": (EventKind.CONFIRMED, lambda said: {"way": Way.CODE.value, "code": said.get("code", "")}),
    "sheet": (EventKind.CONFIRMED, lambda said: {"way": Way.SHEET.value}),
    "checklist": (EventKind.CHECKLIST, lambda said: {"done": said.getlist("done")}),
    "unit": (EventKind.UNIT, lambda said: {"unit": said.get("unit", "")}),
    "note": (EventKind.NOTE, lambda said: {"text": said.get("text", "")}),
    "nobody": (EventKind.NO_SHOW, lambda said: {}),
    "incident": (
        EventKind.INCIDENT,
        lambda said: {"text": said.get("text", ""), "in_danger": said.get("in_danger") == "yes"},
    ),
}


def _noted(request: HttpRequest, trainer: Trainer, key: UUID) -> HttpResponse:
    said = request.POST
    if said.get("deed") not in _EVENTS:
        raise Http404
    kind, facts = _EVENTS[said["deed"]]
    event = {
        "key": said.get("key", ""), "visit": str(key), "kind": kind.value, "at": timezone.now().isoformat(),
        "seen_version": said.get("version", "0"), "facts": facts(said),
    }  # fmt: skip
    outcome = take_in(trainer, [event], by=account_of(request))[0]
    _say(request, outcome, kind)
    found = domain.stop_of(trainer, key)
    return redirect("visits:day_stop", key) if found and not found.is_over else redirect("visits:day")


def _say(request: HttpRequest, outcome: Outcome, kind: EventKind) -> None:
    if outcome.status == CONFLICT:
        messages.warning(request, outcome.words)
    elif outcome.words:
        (messages.warning if outcome.status == KEPT else messages.error)(request, outcome.words)
    elif kind == EventKind.INCIDENT:
        messages.success(request, _("Thank you. The safeguarding officer has been told."))
    else:
        messages.success(request, _("It is written down."))
