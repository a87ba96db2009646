"""A trainer who cannot come then offers another time instead of cancelling; the elder is asked anew."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from elearn.people.api import account_of

from ..domain.book import may_be_moved_by_trainer, move
from ..domain.reachable import Slot, slots_to_move
from ..errors import ChangedMeanwhile, VisitError
from ..models import Trainer, Visit
from .mine import version_of
from .near import read_moment
from .trainer import coming, for_trainers


@require_http_methods(["GET", "POST"])
@for_trainers
def other_time(request: HttpRequest, trainer: Trainer, key: UUID) -> HttpResponse:
    """Times that suit the elder and that I can keep; the one that is pressed is offered in place of the one before."""
    mine = get_object_or_404(coming(trainer).select_related("request__person", "request__district", "trainer"), key=key)
    if not may_be_moved_by_trainer(mine):
        messages.info(request, _("The office has to move this visit. Please call."))
        return redirect("visits:trainer_visit", mine.key)
    if request.method == "POST":
        return _moved(request, mine)
    return render(request, "visits/trainer_move.html", {"visit": mine, "days": _by_day(slots_to_move(mine))})


def _moved(request: HttpRequest, mine: Visit) -> HttpResponse:
    try:
        if version_of(request) != mine.version:
            raise ChangedMeanwhile
        move(mine, starts_at=read_moment(request.POST.get("time", "")), by=account_of(request))
    except VisitError as error:
        messages.error(request, str(error.words))
        return redirect("visits:trainer_move", mine.key)
    messages.success(request, _("The new time is held, and the elder is asked. Nothing is agreed before they say yes."))
    return redirect("visits:trainer_visit", mine.key)


def _by_day(slots: list[Slot]) -> list[tuple[datetime, list[Slot]]]:
    days: dict[Any, list[Slot]] = {}
    for slot in slots:
        days.setdefault(timezone.localtime(slot.starts_at).date(), []).append(slot)
    return [(found[0].starts_at, found) for _day, found in sorted(days.items())]
