"""Gives visits starts that people can remember: the next quarter of an hour where the day still holds with it."""

from dataclasses import replace

from ..planning import daybook
from ..planning.problem import Matrix, Plan, Problem, Route, Visit

QUARTER = 15


def rounded_starts(problem: Problem, plan: Plan) -> dict[str, int]:
    """Give the start of every placed visit, by its key. What is promised is not touched."""
    visits = {visit.key: visit for visit in problem.visits}
    found: dict[str, int] = {}
    for route in plan.routes:
        found |= _of_route(problem, route, visits)
    return found


def _of_route(problem: Problem, route: Route, visits: dict[str, Visit]) -> dict[str, int]:
    trainer = next(one for one in problem.trainers if one.key == route.trainer)
    shift, matrix = trainer.shifts[route.shift], problem.travel[trainer.mode]
    here = [visits[stop.visit] for stop in route.stops]
    stands = [daybook.Stand(stop.start, stop.end, visit.place) for stop, visit in zip(route.stops, here, strict=True)]
    day = daybook.Day(shift.start, shift.end, shift.start_place, tuple(stands), shift.lunch)
    pushed = _pushed(here, stands, matrix)
    if daybook.holds(replace(day, stands=tuple(pushed)), matrix):
        stands = pushed
    else:
        stands = _one_by_one(here, stands, day, matrix)
    return {stop.visit: stand.start for stop, stand in zip(route.stops, stands, strict=True)}


def _pushed(visits: list[Visit], stands: list[daybook.Stand], matrix: Matrix) -> list[daybook.Stand]:
    """Move every visit to a quarter, and by as much as the one before it pushes."""
    found: list[daybook.Stand] = []
    for visit, stand in zip(visits, stands, strict=True):
        ready = found[-1].end + matrix[found[-1].place][stand.place] if found else 0
        later = max(ready, stand.start) + -max(ready, stand.start) % QUARTER
        found.append(_at(stand, later) if _may_be(visit, stand.start, later) else stand)
    return found


def _one_by_one(
    visits: list[Visit], stands: list[daybook.Stand], day: daybook.Day, matrix: Matrix
) -> list[daybook.Stand]:
    """Move each visit to a quarter that can be, from the last to the first."""
    for number in reversed(range(len(stands))):
        later = stands[number].start + -stands[number].start % QUARTER
        if _may_be(visits[number], stands[number].start, later):
            tried = [*stands[:number], _at(stands[number], later), *stands[number + 1 :]]
            if daybook.holds(replace(day, stands=tuple(tried)), matrix):
                stands = tried
    return stands


def _at(stand: daybook.Stand, start: int) -> daybook.Stand:
    return replace(stand, start=start, end=stand.end + start - stand.start)


def _may_be(visit: Visit, start: int, later: int) -> bool:
    is_promised = visit.pinned_start is not None or (visit.today is not None and visit.today.start == start)
    return not is_promised and any(window.earliest <= later <= window.latest for window in visit.windows)
