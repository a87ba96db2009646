"""Whom a trainer could visit in the coming days, and when: only times they can really keep, and what each would cost.

Of the elder the trainer learns the district, what they wish to learn and in which language; nothing else, until the
visit is agreed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from elearn.people.api import having_home
from elearn.people.models.person import PersonStanding

from .. import travel
from ..enums import COMING, HOLDS_TIME, Gender, PairKind, RequestState, VisitState
from ..models import Pair, Trainer, Unit, Visit, VisitRequest
from ..planning import daybook
from ..policies import fits
from .availability import at, days_from, shifts
from .offering import MOST_REFUSED, earliest_start, refused_lately
from .route import Routes, clock, minute, routes, standing

STEP = 30  # minutes: an elder keeps a full or a half hour in mind
MOST = 40  # elders on a list
DAYS = 14


@dataclass(frozen=True)
class Slot:
    """A time that can be kept, and about how many minutes of travel it adds to that day.

    They are rounded to five, so that nobody measures out from several places where somebody lives.
    """

    starts_at: datetime
    ends_at: datetime
    extra_minutes: int


@dataclass(frozen=True)
class Offer:
    """A waiting elder as a trainer sees one. `number` counts the visits of the course; `is_mine`: they were there."""

    key: UUID
    district: str
    units: list[Unit]
    language: str
    minutes: int
    number: int
    is_mine: bool
    slots: list[Slot]

    @property
    def extra_minutes(self) -> int:
        return min(slot.extra_minutes for slot in self.slots)

    @property
    def best(self) -> list[Slot]:
        """The cheapest time of each of three days, in order of time."""
        of_day: dict[date, Slot] = {}
        for slot in self.slots:
            day = timezone.localtime(slot.starts_at).date()
            if day not in of_day or slot.extra_minutes < of_day[day].extra_minutes:
                of_day[day] = slot
        cheapest = sorted(of_day.values(), key=lambda slot: (slot.extra_minutes, slot.starts_at))[:3]
        return sorted(cheapest, key=lambda slot: slot.starts_at)


def reachable(
    trainer: Trainer, *, first_day: date | None = None, days: int = DAYS, key: UUID | None = None
) -> list[Offer]:
    """Give whom a trainer could visit, urgent ones first, then those they know, then by the minutes it adds.

    With `key` only that one. Elders without a time that can be kept are left out.
    """
    first = first_day or timezone.localdate()
    all_days = days_from(first, days)
    spans = {day: span for (_trainer, day), span in shifts([trainer], all_days).items()}
    if not spans:
        return []
    laid = routes(trainer, spans, standing(trainer, first, all_days[-1]))
    waiting = waiting_for(trainer, key=key)
    nearest = sorted(waiting, key=lambda request: (not request.is_urgent, _distance(laid, request)))[:MOST]
    numbers = {request.pk: laid.ways.number(travel.place_of(request)) for request in nearest}
    laid.measure()
    offers = [(request, _offer(request, _slots(laid, request, numbers[request.pk]), trainer)) for request in nearest]
    found = [(request, offer) for request, offer in offers if offer.slots]
    found.sort(key=lambda pair: (not pair[0].is_urgent, not pair[1].is_mine, pair[1].extra_minutes, pair[0].asked_at))
    return [offer for _request, offer in found]


def slots_to_move(visit: Visit, *, days: int = DAYS) -> list[Slot]:
    """Give the other times to which a coming visit could be moved without sending somebody else."""
    trainer, request, first = visit.trainer, visit.request, timezone.localdate()
    all_days = days_from(first, days)
    spans = {day: span for (_trainer, day), span in shifts([trainer], all_days).items()}
    if not spans:
        return []
    laid = routes(trainer, spans, standing(trainer, first, all_days[-1], without=visit))
    place = laid.ways.number(travel.place_of(request))
    laid.measure()
    return [slot for slot in _slots(laid, request, place) if slot.starts_at != visit.starts_at]


def waiting_for(trainer: Trainer, *, key: UUID | None = None) -> list[VisitRequest]:
    """Give the requests that wait for a next visit and that this trainer may answer, with a known address."""
    found = _waiting(trainer).filter(key=key) if key else _waiting(trainer)
    homes = having_home([request.person_id for request in found])
    return [request for request in found if request.person_id in homes and fits(trainer, request)]


def _waiting(trainer: Trainer) -> QuerySet[VisitRequest]:
    visits = Visit.objects.filter(request=OuterRef("pk"), along_with__isnull=True)
    tired = refused_lately(trainer).values("request").annotate(times=Count("pk")).filter(times__gte=MOST_REFUSED)
    apart = Pair.objects.filter(trainer=trainer, kind=PairKind.INCOMPATIBLE).values("person")
    held = Count("visits", filter=Q(visits__state__in=HOLDS_TIME, visits__along_with__isnull=True))
    open_ = VisitRequest.objects.filter(
        state__in=(RequestState.WAITING, RequestState.UNDER_WAY),
        person__standing=PersonStanding.LIVING,
        language__in=trainer.languages,
        is_two_person=False,
        is_check=trainer.is_check,
    )
    if trainer.gender != Gender.WOMAN:
        open_ = open_.filter(wants_woman=False)
    return (
        open_.exclude(person__in=apart)
        .exclude(person=trainer.person_id)
        .exclude(pk__in=tired.values("request"))
        .exclude(Exists(visits.filter(state__in=COMING)))
        .annotate(held=held, mine=Exists(visits.filter(state=VisitState.DONE, trainer=trainer)))
        .select_related("district")
        .prefetch_related("windows", "units")
    )


def _distance(laid: Routes, request: VisitRequest) -> float:
    """How far an elder is from the nearest place where the trainer is anyway."""
    here = travel.place_of(request)
    return min(travel.kilometres(place, here) for place in laid.ways.places)


def _slots(laid: Routes, request: VisitRequest, place: int) -> list[Slot]:
    """Every time on the half hour that the elder gave, that lies ahead, and that the day still holds."""
    found = []
    for day, there in sorted(laid.days.items()):
        windows = _windows(request, day)
        if not windows:
            continue
        starts = daybook.starts(
            there, place=place, minutes=request.minutes, travel=laid.ways.rows, windows=windows, step=STEP
        )
        for start in starts:
            stand = daybook.Stand(start, start + request.minutes, place)
            moment = _moment(day, start)
            found.append(
                Slot(
                    moment,
                    moment + timedelta(minutes=request.minutes),
                    _about(daybook.extra_minutes(there, stand, laid.ways.rows)),
                )
            )
    return found


def _about(minutes: int) -> int:
    return max(0, -(-minutes // 5) * 5)


def _windows(request: VisitRequest, day: date) -> list[tuple[int, int]]:
    """The elder's times on a day, in minutes; nothing before the notice that we give them."""
    earliest = timezone.localtime(earliest_start())
    if day < earliest.date():
        return []
    from_ = minute(earliest) + 1 if day == earliest.date() else 0
    return [
        (max(from_, clock(window.starts)), clock(window.ends))
        for window in request.windows.all()
        if window.weekday == day.weekday()
    ]


def _moment(day: date, start: int) -> datetime:
    return at(day, datetime.min.time()) + timedelta(minutes=start)


def _offer(request: VisitRequest, slots: Iterable[Slot], trainer: Trainer) -> Offer:
    return Offer(
        key=request.key,
        district=request.district.name,
        units=list(request.units.all()),
        language=request.get_language_display(),
        minutes=request.minutes,
        number=request.held + 1,  # type: ignore[attr-defined]  # annotated
        is_mine=request.mine,  # type: ignore[attr-defined]  # annotated
        slots=list(slots),
    )
