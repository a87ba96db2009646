"""Elders near my route: the list, all times of one, and the offer. Three taps, and nothing of who it is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from elearn.people.api import account_of

from ..domain.book import propose
from ..domain.reachable import Offer, Slot, reachable
from ..domain.units import titles
from ..errors import VisitError
from ..forms_trainer import FARTHEST
from ..models import Trainer, Visit, VisitRequest
from .trainer import for_trainers, standing_words

AT = "%Y%m%dT%H%M"


@require_safe
@for_trainers
def near(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    """Waiting elders whom this trainer can reach, with the cheapest times."""
    standing = standing_words(trainer)
    offers = [] if standing else reachable(trainer)
    context = {"offers": _in_words(offers), "standing": standing, "works": bool(trainer.hours.all())}
    return render(request, "visits/near.html", context)


@require_safe
@for_trainers
def times(request: HttpRequest, trainer: Trainer, key: UUID) -> HttpResponse:
    """Every time at which one elder can be reached in the coming two weeks."""
    offer = _offer(trainer, key)
    if offer is None:
        messages.info(request, _("This elder has no free time on your route any more. Here are the others."))
        return redirect("visits:near")
    (row,) = _in_words([offer])
    return render(request, "visits/near_times.html", {"row": row, "days": _by_day(offer)})


@require_http_methods(["GET", "POST"])
@for_trainers
def offer(request: HttpRequest, trainer: Trainer, key: UUID, at: str) -> HttpResponse:
    """Look at one time once more, and offer it to the elder."""
    moment = read_moment(at)
    if request.method == "POST":
        return _offered(request, trainer, key, moment)
    found = _offer(trainer, key)
    slot = next((slot for slot in found.slots if slot.starts_at == moment), None) if found else None
    if found is None or slot is None:
        messages.info(request, _("This time is not free any more. Please choose another one."))
        return redirect("visits:near_times", key) if found else redirect("visits:near")
    (row,) = _in_words([found])
    return render(request, "visits/near_offer.html", {"row": row, "slot": slot})


def _offered(request: HttpRequest, trainer: Trainer, key: UUID, moment: datetime) -> HttpResponse:
    waiting = VisitRequest.objects.filter(key=key, is_check=trainer.is_check).first()
    if waiting is None:
        raise Http404
    try:
        made = propose(waiting, trainer, starts_at=moment, by=account_of(request))
    except VisitError as error:
        made_before = _same(trainer, waiting, moment)
        if made_before is None:
            messages.error(request, str(error.words))
            return redirect("visits:near_times", key)
        made = made_before  # tapped twice
    messages.success(request, _("The time is held, and the elder is asked. We tell you as soon as they have answered."))
    return redirect("visits:trainer_visit", made.key)


def _same(trainer: Trainer, waiting: VisitRequest, moment: datetime) -> Visit | None:
    return Visit.objects.filter(
        trainer=trainer, request=waiting, starts_at=moment, made_by__person=trainer.person_id, state="proposed"
    ).first()


def _offer(trainer: Trainer, key: UUID) -> Offer | None:
    if standing_words(trainer):
        return None
    return next(iter(reachable(trainer, key=key)), None)


def _in_words(offers: list[Offer]) -> list[dict[str, Any]]:
    """Put the titles of the skills beside each offer, in one question for all."""
    units = {unit.pk: unit for offer in offers for unit in offer.units}
    words = dict(titles(units.values()))
    return [{"offer": offer, "skills": [words[unit.pk] for unit in offer.units]} for offer in offers]


def _by_day(offer: Offer) -> list[tuple[datetime, list[Slot]]]:
    days: dict[Any, list[Slot]] = {}
    for slot in offer.slots:
        days.setdefault(timezone.localtime(slot.starts_at).date(), []).append(slot)
    return [(slots[0].starts_at, slots) for _day, slots in sorted(days.items())]


def read_moment(at: str) -> datetime:
    """Read a time of an address: "20261124T1030", as the clock here says. Raises Http404 for anything else.

    Nobody is visited years from now: a time at the ends of the calendar cannot be reckoned with.
    """
    try:
        found = timezone.make_aware(datetime.strptime(at, AT))
        if abs(found - timezone.now()) > FARTHEST:
            raise Http404
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    return found
