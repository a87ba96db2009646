"""When a trainer works: the week's hours, else those of the day, less days away and days without every check."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.utils import timezone

from ..enums import COMING, PairKind
from ..models import Absence, Pair, Trainer, Visit
from ..policies import is_as_wished, is_bookable

Shift = tuple[datetime, datetime]
"""From when until when, as the clock of the house stands."""


def shift(trainer: Trainer, day: date) -> Shift | None:
    """Give the hours in which a trainer may be sent somewhere on a day; None when not at all."""
    return shifts([trainer], [day]).get((trainer.pk, day))


def shifts(trainers: Iterable[Trainer], days: Iterable[date]) -> dict[tuple[int, date], Shift]:
    """Give the hours of several trainers on several days, by (trainer id, day), in a constant number of queries."""
    all_of_them, all_days = list(trainers), list(days)
    fetch(all_of_them)
    found = {}
    for trainer in all_of_them:
        if trainer.district is None and not trainer.base:
            continue  # sets out from nowhere
        for day in all_days:
            hours = hours_on(trainer, day)
            if hours and is_bookable(trainer, on=day):
                found[trainer.pk, day] = (at(day, hours[0]), at(day, hours[1]))
    return found


def fetch(trainers: Sequence[Trainer]) -> None:
    """Read all that decides over the hours of these trainers at once."""
    parts = ("person__account__groups", "district", "hours", "extra_hours", "absences", "checks", "units")
    prefetch_related_objects(list(trainers), *parts)


def hours_on(trainer: Trainer, day: date) -> tuple[time, time] | None:
    """Give the hours that a trainer says for a day, whether or not they may be sent to anybody."""
    if is_away(trainer, day):
        return None
    for extra in trainer.extra_hours.all():
        if extra.day == day:
            return extra.starts, extra.ends
    for usual in trainer.hours.all():
        if usual.weekday == day.weekday():
            return usual.starts, usual.ends
    return None


def is_away(trainer: Trainer, day: date) -> bool:
    return absence_on(trainer, day) is not None


def absence_on(trainer: Trainer, day: date) -> Absence | None:
    """Give the absence that takes a day, if any."""
    return next((one for one in trainer.absences.all() if one.first_day <= day <= one.last_day), None)


def at(day: date, clock: time) -> datetime:
    """Give the moment of a day's clock time here."""
    return timezone.make_aware(datetime.combine(day, clock))


def days_from(first_day: date, count: int) -> list[date]:
    return [first_day + timedelta(days=number) for number in range(count)]


def stranded(trainers: Iterable[Trainer] | None = None) -> list[Visit]:
    """Give the coming visits at whose time their trainer is away or may not be sent: somebody else has to go.

    Also those to whom this trainer must not go: they must not meet, or a woman is wished for. For `trainers` only the
    first kind: they read the list themselves, and who must not meet whom is for coordinators alone.
    """
    visits = Visit.objects.filter(state__in=COMING, starts_at__gt=timezone.now(), request__is_check=False)
    if trainers is not None:
        visits = visits.filter(trainer__in=trainers)
    never = Pair.objects.filter(person=OuterRef("person"), trainer=OuterRef("trainer"), kind=PairKind.INCOMPATIBLE)
    rows = visits.annotate(is_apart=Exists(never)).select_related("trainer", "request__person", "request__district")
    coming = list(rows)
    who = list({visit.trainer_id: visit.trainer for visit in coming}.values())
    known = {trainer.pk: trainer for trainer in who}
    days = {timezone.localtime(visit.starts_at).date() for visit in coming}
    there = shifts(known.values(), days)
    return [visit for visit in coming if not _is_there(visit, there) or (trainers is None and _must_not_go(visit))]


def _must_not_go(visit: Visit) -> bool:
    is_apart: bool = visit.is_apart  # type: ignore[attr-defined]  # annotated
    return is_apart or not is_as_wished(visit.trainer, visit.request)


def _is_there(visit: Visit, there: dict[tuple[int, date], Shift]) -> bool:
    span = there.get((visit.trainer_id, timezone.localtime(visit.starts_at).date()))
    return span is not None and span[0] <= visit.starts_at and visit.ends_at <= span[1]
