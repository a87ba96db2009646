"""From the order of the stops to a plan with hours: what the schedule decided, written out."""

from collections.abc import Iterable

from elearn.visits.planning.model import Model
from elearn.visits.planning.problem import LunchTaken, Plan, Route, Stop
from elearn.visits.planning.schedule import BEFORE_LEAVING, NO_LUNCH, Clockwork, Leg, Point


def write_out(clockwork: Clockwork, legs: Iterable[Leg], unplaced: Iterable[int]) -> Plan:
    """The plan these legs make; there is one for every shift, in their order."""
    visits = clockwork.model.visits
    return Plan(
        routes=tuple(route_of(clockwork, leg) for leg in legs),
        unplaced=tuple(visits[visit].key for visit in sorted(unplaced)),
    )


def route_of(clockwork: Clockwork, leg: Leg) -> Route:
    model = clockwork.model
    run = model.runs[leg.run]
    key = model.trainers[run.trainer].key
    if not leg.sequence:
        return Route(key, run.shift, run.start, (), run.start, _lunch_at_home(model, leg, run.start, run.start))
    depart = _departure(clockwork, leg)
    stops: list[Stop] = []
    lunch: LunchTaken | None = None
    clock, here = depart, run.leave
    for index, visit in enumerate(leg.sequence):
        there = model.place[visit]
        arrival = ready = clock + run.rows[here][there]
        if leg.lunch == index and run.lunch:
            begin = max(arrival, run.lunch[0])
            ready = begin + run.lunch[2]
            lunch = LunchTaken(begin, ready, index)
        start = _start(model, leg.run, visit, ready)
        clock, here = start + model.duration[visit], there
        stops.append(Stop(model.visits[visit].key, arrival, start, clock))
    back = clock + run.rows[here][run.come_back]
    return Route(key, run.shift, depart, tuple(stops), back, lunch or _lunch_at_home(model, leg, depart, back))


def _departure(clockwork: Clockwork, leg: Leg) -> int:
    """Walks the leg on from its lunch, to learn how late it may be left for."""
    run = clockwork.model.runs[leg.run]
    end: Point | None = leg.points[-1]
    if leg.lunch >= 0 or leg.lunch == BEFORE_LEAVING:
        point = clockwork.after_lunch(run, leg.sequence, leg.lunch, leg.points)
        end = point and clockwork.walk(leg.run, leg.sequence, max(0, leg.lunch), point, None)
    if end is None:  # pragma: no cover (a leg is never made of a walk that fails)
        raise ValueError(leg)
    return clockwork.departure(run, leg.sequence, end)


def _start(model: Model, run: int, visit: int, ready: int) -> int:
    earliest, latest, fee, others = model.runs[run].openings[visit]
    for begin, end, _ in ((earliest, latest, fee), *(others or ())):
        if ready <= end:
            return max(ready, begin)
    return ready


def _lunch_at_home(model: Model, leg: Leg, depart: int, back: int) -> LunchTaken | None:
    run = model.runs[leg.run]
    if run.lunch is None or leg.lunch == NO_LUNCH and leg.sequence:
        return None
    earliest, latest, minutes = run.lunch
    begin = min(depart - minutes, latest) if leg.lunch == BEFORE_LEAVING else max(back, earliest)
    return LunchTaken(begin, begin + minutes)
