"""Times at which somebody can come to an elder who is on the phone now: of the few trainers who live nearest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.utils import timezone

from elearn.people.api import public_name
from elearn.people.writing import given_name

from .. import travel
from ..models import Trainer, Visit, VisitRequest
from ..policies import fits, is_bookable
from .reachable import Slot, reachable, slots_to_move

MOST_DAYS = 6
MOST_TRAINERS = 5  # each is asked for the way from visit to visit


@dataclass(frozen=True)
class FreeTime:
    """A time, and who would come."""

    trainer: Trainer
    slot: Slot

    @property
    def name(self) -> str:
        return given_name(public_name(self.trainer.person))


def free_times(request: VisitRequest) -> list[FreeTime]:
    """Give the cheapest times of the nearest trainers who may come, in order of time."""
    found = [
        FreeTime(trainer, slot)
        for trainer in islice(_nearest(request), MOST_TRAINERS)
        for offer in reachable(trainer, key=request.key)
        for slot in offer.best
    ]
    return sorted(found, key=lambda one: (one.slot.starts_at, one.slot.extra_minutes))


def times_to_move(visit: Visit) -> list[FreeTime]:
    """Give the cheapest time of each of the next days to which a coming visit could be moved; the same one comes."""
    of_day: dict[date, Slot] = {}
    for slot in slots_to_move(visit):
        day = timezone.localtime(slot.starts_at).date()
        if day not in of_day or slot.extra_minutes < of_day[day].extra_minutes:
            of_day[day] = slot
    return [FreeTime(visit.trainer, of_day[day]) for day in sorted(of_day)[:MOST_DAYS]]


def _nearest(request: VisitRequest) -> Iterator[Trainer]:
    here = travel.place_of(request)
    rows = Trainer.objects.filter(suspended_at=None, is_check=request.is_check).exclude(photo="")
    near = sorted(
        rows.select_related("person__account", "district").prefetch_related("checks", "units"),
        key=lambda trainer: travel.kilometres(travel.base_of(trainer), here),
    )
    return filter(lambda trainer: fits(trainer, request) and is_bookable(trainer), near)
