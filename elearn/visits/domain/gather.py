"""Reads what a plan is made from, in a number of queries that does not grow with what is read.

Names are read too, for the people who look at a draft; nothing here reads an address.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from elearn.people.api import having_home

from ..enums import COMING, HOLDS_TIME, OPEN_REQUESTS, PairKind, VisitState
from ..models import Pair, Trainer, Visit, VisitRequest
from ..plan_time import day_of
from .availability import Shift, at, days_from, shifts

# A visit that did not take place is made up for when it was not longer ago than this.
MADE_UP_FOR = timedelta(days=14)


@dataclass
class Facts:
    """What is known of a span of days. Keys are primary keys; `shifts` by (trainer, day), absent on a day off."""

    first_day: date
    last_day: date
    now: datetime
    requests: list[VisitRequest]
    held: dict[int, list[Visit]]  # by request: what holds time, whenever, in order of time
    beside: list[Visit]  # who goes along with another trainer: their time is taken too
    missed: set[int]  # requests with a visit that lately did not take place
    homes: set[int]  # people whose address we have
    trainers: dict[int, Trainer]
    shifts: dict[tuple[int, date], Shift]
    avoid: dict[int, set[int]] = field(default_factory=dict)  # by person: trainers they must not meet
    like: dict[int, set[int]] = field(default_factory=dict)  # by person: trainers they go well with

    @property
    def days(self) -> list[date]:
        return days_from(self.first_day, (self.last_day - self.first_day).days + 1)

    def coming(self, request: VisitRequest) -> list[Visit]:
        """Give the visits of a request in the span that are still to come."""
        return [visit for visit in self.held.get(request.pk, []) if self.is_within(visit)]

    def is_within(self, visit: Visit) -> bool:
        return (
            visit.is_coming
            and visit.starts_at > self.now
            and self.first_day <= day_of(visit.starts_at) <= self.last_day
        )


def gather(first_day: date, last_day: date, *, now: datetime | None = None, only: Iterable[int] | None = None) -> Facts:
    """Read everything about a span of days; `only` names the requests that matter where not all do."""
    now = now or timezone.now()
    requests = list(_requests() if only is None else _requests(pk__in=set(only)))
    held = _held(requests)
    trainers = {trainer.pk: trainer for trainer in all_trainers()}
    days = days_from(first_day, (last_day - first_day).days + 1)
    facts = Facts(
        first_day=first_day,
        last_day=last_day,
        now=now,
        requests=requests,
        held=held,
        beside=list(_beside(first_day, last_day)),
        missed=_missed(now),
        homes=having_home(request.person_id for request in requests),
        trainers=trainers,
        shifts=shifts(trainers.values(), days),
    )
    _read_pairs(facts)
    return facts


def _requests(**which: Any) -> QuerySet[VisitRequest]:
    rows = VisitRequest.objects.filter(state__in=OPEN_REQUESTS, is_check=False, **which)
    return rows.select_related("person", "district").prefetch_related("windows", "units").order_by("asked_at", "pk")


def all_trainers() -> QuerySet[Trainer]:
    """Give every trainer with what they teach; when and whether they may be sent, `shifts` reads."""
    return Trainer.objects.filter(is_check=False).prefetch_related("units").order_by("person__name", "pk")


def _held(requests: Iterable[VisitRequest]) -> dict[int, list[Visit]]:
    found: dict[int, list[Visit]] = defaultdict(list)
    known = {request.pk: request for request in requests}
    rows = Visit.objects.filter(request__in=known, state__in=HOLDS_TIME, along_with=None)
    for visit in rows.select_related("trainer__person").order_by("starts_at", "pk"):
        visit.request = known[visit.request_id]
        found[visit.request_id].append(visit)
    return dict(found)


def _beside(first_day: date, last_day: date) -> QuerySet[Visit]:
    rows = Visit.objects.filter(along_with__isnull=False, state__in=COMING, starts_at__gte=at(first_day, time.min))
    return rows.filter(starts_at__lt=at(last_day + timedelta(days=1), time.min)).select_related("request__district")


def _missed(now: datetime) -> set[int]:
    lately = Visit.objects.filter(state=VisitState.NO_SHOW, starts_at__gt=now - MADE_UP_FOR)
    return set(lately.values_list("request_id", flat=True))


def _read_pairs(facts: Facts) -> None:
    for person, trainer, kind in Pair.objects.values_list("person_id", "trainer_id", "kind"):
        side = facts.avoid if kind == PairKind.INCOMPATIBLE else facts.like
        side.setdefault(person, set()).add(trainer)
