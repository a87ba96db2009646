"""What an office does without a planner: each request in order, the first who can and can be there in time gets it.

The visit goes at the end of that person's route (`homecare`, `routing`). Lunch is taken on the way as soon as its
window has begun and the visit after it is still in time. Where nobody can be there in time, whoever can be there
soonest goes late (or beyond the shift), unless the visit is optional or lateness is not allowed at all. A more patient
office looks into every gap of the routes as well (`filling_gaps`), the least busy first, and makes nobody late.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .homecare import LUNCH, Caregiver, Day, HomeCare, Patient, Stop
from .routing import Routing


@dataclass
class _Route:
    """One caregiver's day so far: where they are and from when they are free."""

    carer: Caregiver
    place: int
    free: int
    stops: list[Stop] = field(default_factory=list)
    had_lunch: bool = False


def homecare(instance: HomeCare) -> tuple[Day, ...]:
    routes = [_Route(carer, carer.leaves_from, carer.shift.start) for carer in instance.caregivers]
    strict = instance.is_hard("total_tardiness") or instance.is_hard("highest_tardiness")
    for patient in instance.patients:
        able = [route for route in routes if instance.may_visit(route.carer, patient)]
        route = next((route for route in able if _is_in_time(instance, route, patient)), None)
        if route is None and not patient.is_optional and not strict:
            route = min(able, key=lambda one: _starts(instance, one, patient), default=None)
        if route is not None:
            _append(instance, route, patient)
    return tuple(Day(route.carer.name, tuple(_with_last_lunch(instance, route))) for route in routes)


def filling_gaps(instance: HomeCare) -> list[list[Patient]]:
    """The order of visits of each caregiver, nobody late; who fits nowhere is left out."""
    routes: list[list[Patient]] = [[] for _carer in instance.caregivers]
    for patient in instance.patients:
        for number in sorted(range(len(routes)), key=lambda number: len(routes[number])):
            if not instance.may_visit(instance.caregivers[number], patient):
                continue
            tries = ([*routes[number][:gap], patient, *routes[number][gap:]] for gap in range(len(routes[number]) + 1))
            fitting = next((one for one in tries if _all_in_time(instance, instance.caregivers[number], one)), None)
            if fitting is not None:
                routes[number] = fitting
                break
    return routes


def _all_in_time(instance: HomeCare, carer: Caregiver, order: Sequence[Patient]) -> bool:
    route = _Route(carer, carer.leaves_from, carer.shift.start)
    for patient in order:
        if not _is_in_time(instance, route, patient):
            return False
        route.free, route.place = _starts(instance, route, patient) + patient.minutes, patient.place
    return True


def _starts(instance: HomeCare, route: _Route, patient: Patient) -> int:
    """When the visit would start at the end of this route: in a window if one is still open, else at once."""
    arrival = route.free + instance.travel[route.place][patient.place]
    return _start_from(instance, patient, arrival)


def _start_from(instance: HomeCare, patient: Patient, ready: int) -> int:
    service = patient.minutes if instance.met_at_end else 0
    for window in patient.windows:
        start = max(ready, window.start)
        if start + service <= window.end:
            return start
    return max(ready, patient.windows[0].start)


def _is_in_time(instance: HomeCare, route: _Route, patient: Patient) -> bool:
    start = _starts(instance, route, patient)
    met = start + (patient.minutes if instance.met_at_end else 0)
    in_window = any(window.start <= start and met <= window.end for window in patient.windows)
    back = start + patient.minutes + instance.travel[patient.place][route.carer.returns_to]
    return in_window and back <= route.carer.shift.end


def _append(instance: HomeCare, route: _Route, patient: Patient) -> None:
    arrival = route.free + instance.travel[route.place][patient.place]
    planned = _start_from(instance, patient, arrival)
    lunch = _lunch_at(instance, route, arrival)
    if lunch is not None:
        after = _start_from(instance, patient, lunch.end)
        back = after + patient.minutes + instance.travel[patient.place][route.carer.returns_to]
        if after <= max(planned, _latest(instance, patient)) and back <= route.carer.shift.end:
            route.stops.append(Stop(patient.name, LUNCH, lunch.start, lunch.end))
            route.had_lunch, planned = True, after
    route.stops.append(Stop(patient.name, patient.service, planned, planned + patient.minutes))
    route.place, route.free = patient.place, planned + patient.minutes


def _latest(instance: HomeCare, patient: Patient) -> int:
    return patient.windows[-1].end - (patient.minutes if instance.met_at_end else 0)


@dataclass(frozen=True)
class _Break:
    start: int
    end: int


def _lunch_at(instance: HomeCare, route: _Route, arrival: int) -> _Break | None:
    """The lunch this person could have on arriving; None when it is had, not due, or its time is not now."""
    lunch = instance.lunch
    if lunch is None or route.had_lunch or not route.carer.has_lunch:
        return None
    start = max(arrival, lunch.window.start)
    met = start + (lunch.minutes if instance.met_at_end else 0)
    return _Break(start, start + lunch.minutes) if met <= lunch.window.end else None


def _with_last_lunch(instance: HomeCare, route: _Route) -> Iterator[Stop]:
    """The day's stops, and lunch at the depot for those who are back in time for it or never left."""
    yield from route.stops
    back = route.free + instance.travel[route.place][route.carer.returns_to]
    lunch = _lunch_at(instance, route, back)
    depot = next(name for name, place in instance.terminals.items() if place == route.carer.returns_to)
    if lunch is not None and lunch.end <= route.carer.shift.end:
        yield Stop(depot, LUNCH, lunch.start, lunch.end)


def routing(instance: Routing) -> list[list[int]]:
    """The first vehicle that has room and comes in time; a new one when none does."""
    routes: list[list[int]] = []
    state: list[tuple[int, int, int]] = []  # place, free, load
    for customer in range(1, len(instance.demand)):
        start, end = instance.windows[customer]
        for number in range(len(routes) + 1):
            if number == len(routes):
                routes.append([])
                state.append((0, instance.windows[0][0], 0))
            place, free, load = state[number]
            begins = max(free + instance.travel[place][customer], start)
            carried, leaves = load + instance.demand[customer], begins + instance.service
            if begins <= end and carried <= instance.capacity and _gets_home(instance, customer, leaves):
                routes[number].append(customer)
                state[number] = (customer, leaves, carried)
                break
    return routes


def _gets_home(instance: Routing, customer: int, leaves: int) -> bool:
    return leaves + instance.travel[customer][0] <= instance.windows[0][1]
