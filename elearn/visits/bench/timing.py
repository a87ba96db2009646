"""When each visit of a given order starts: what the peers' routes leave open, settled for them as well as it can be.

Lunch is tried before every visit. Each trial starts everything as early as it may, and then moves it later from the
back for as long as nobody is later for it, so that waiting turns into leaving later.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .homecare import LUNCH, Caregiver, Day, HomeCare, Patient, Stop


@dataclass(frozen=True)
class _Step:
    """A visit or the lunch before it: the windows its start may fall in, and whether it may start after them."""

    where: str
    service: str
    place: int
    minutes: int
    starts: tuple[tuple[int, int], ...]
    may_be_late: bool


@dataclass(frozen=True)
class _Timed:
    step: _Step
    start: int
    latest: int


def timed(instance: HomeCare, carer: Caregiver, order: Sequence[Patient]) -> Day:
    """Give the day with the least cost for this order among those tried."""
    if not order:
        return Day(carer.name, tuple(_lunch_at_home(instance, carer)))
    trials = [_stops(instance, carer, steps) for steps in _with_lunch(instance, carer, order)]
    found = [stops for stops in trials if stops is not None]
    best = min(found, key=lambda stops: _cost(instance, carer, stops, {one.name: one for one in order}))
    return Day(carer.name, best)


def _lunch_at_home(instance: HomeCare, carer: Caregiver) -> Iterator[Stop]:
    if carer.has_lunch and instance.lunch:
        depot = next(name for name, place in instance.terminals.items() if place == carer.returns_to)
        start = max(instance.lunch.window.start, carer.shift.start)
        yield Stop(depot, LUNCH, start, start + instance.lunch.minutes)


def _with_lunch(instance: HomeCare, carer: Caregiver, order: Sequence[Patient]) -> Iterator[list[_Step]]:
    steps = [_visit(instance, patient) for patient in order]
    yield steps
    if carer.has_lunch and instance.lunch:
        lunch, window = instance.lunch, instance.lunch.window
        latest = window.end - (lunch.minutes if instance.met_at_end else 0)
        for number, step in enumerate(steps):
            pause = _Step(step.where, LUNCH, step.place, lunch.minutes, ((window.start, latest),), False)
            yield [*steps[:number], pause, *steps[number:]]


def _visit(instance: HomeCare, patient: Patient) -> _Step:
    spare = patient.minutes if instance.met_at_end else 0
    starts = tuple((window.start, window.end - spare) for window in patient.windows)
    return _Step(patient.name, patient.service, patient.place, patient.minutes, starts, True)


def _stops(instance: HomeCare, carer: Caregiver, steps: Sequence[_Step]) -> tuple[Stop, ...] | None:
    """Time one trial; None when the lunch would come too late."""
    forward: list[_Timed] = []
    free, place = carer.shift.start, carer.leaves_from
    for step in steps:
        ready = free + instance.travel[place][step.place]
        start, latest = _begin(step, ready)
        if start > latest and not step.may_be_late:
            return None
        forward.append(_Timed(step, start, latest))
        free, place = start + step.minutes, step.place
    stops: list[Stop] = []
    limit: int | None = None
    for one in reversed(forward):
        start = one.start
        if limit is not None:
            start = max(start, min(one.latest, limit - instance.travel[one.step.place][place] - one.step.minutes))
        stops.append(Stop(one.step.where, one.step.service, start, start + one.step.minutes))
        limit, place = start, one.step.place
    return tuple(reversed(stops))


def _begin(step: _Step, ready: int) -> tuple[int, int]:
    """The earliest start from here on, and the latest that is no later for the person visited."""
    for start, end in step.starts:
        if ready <= end:
            return max(ready, start), end
    return ready, step.starts[-1][1]


def _cost(instance: HomeCare, carer: Caregiver, stops: Sequence[Stop], patients: dict[str, Patient]) -> int:
    late = waiting = 0
    free, place = stops[0].start - instance.travel[carer.leaves_from][patients[stops[0].where].place], carer.leaves_from
    for stop in stops:
        patient = patients[stop.where]
        waiting += stop.start - free - instance.travel[place][patient.place]
        free, place = stop.end, patient.place
        if stop.service != LUNCH:
            met = stop.end if instance.met_at_end else stop.start
            late += max(0, met - patient.windows[-1].end)
    extra = max(0, free + instance.travel[place][carer.returns_to] - carer.shift.end)
    missed = carer.has_lunch and all(stop.service != LUNCH for stop in stops)
    return (
        instance.weight("total_tardiness") * late
        + (instance.weight("total_waiting_time") + instance.weight("max_idle_time")) * waiting
        + instance.weight("total_extra_time") * extra
        + instance.weight("missed_lunch_break") * missed
    )
