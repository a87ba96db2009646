"""Every hard rule a plan of ours breaks, counted from the plan's own hours and the problem's facts.

Written from the rules as problem.py states them and from nothing else: no code of the solver or of its own score is
used, so that one mistake cannot hide another.
"""

from collections import Counter
from collections.abc import Iterator

from ..planning.problem import DAY, HARD, Plan, Problem, Route, Shift, Stop, Trainer, Visit


def broken_rules(problem: Problem, plan: Plan) -> list[str]:
    """Give a sentence for each broken rule; nothing when the plan holds."""
    trainers = {trainer.key: trainer for trainer in problem.trainers}
    visits = {visit.key: visit for visit in problem.visits}
    wrong = [*_once(problem, plan), *_same_day(plan, visits), *_overlapping(plan)]
    for route in plan.routes:
        trainer = trainers[route.trainer]
        wrong += _roads(problem, trainer, route, visits)
        wrong += _hours(problem, trainer.shifts[route.shift], route)
        wrong += _lunch(problem, trainer.shifts[route.shift], route)
        if trainer.most_visits is not None and len(route.stops) > trainer.most_visits:
            wrong.append(f"{trainer.key} has {len(route.stops)} visits in shift {route.shift}")
        for stop in route.stops:
            wrong += _person(trainer, visits[stop.visit])
            wrong += _when(problem, visits[stop.visit], stop)
    return wrong


def _once(problem: Problem, plan: Plan) -> Iterator[str]:
    seen = Counter(stop.visit for route in plan.routes for stop in route.stops)
    seen.update(plan.unplaced)
    known = {visit.key for visit in problem.visits}
    for key in known | set(seen):
        if seen[key] != 1 or key not in known:
            yield f"visit {key} is accounted for {seen[key]} times"
    shifts = Counter((route.trainer, route.shift) for route in plan.routes)
    yield from (f"shift {shift} of {trainer} has {n} routes" for (trainer, shift), n in shifts.items() if n > 1)


def _same_day(plan: Plan, visits: dict[str, Visit]) -> Iterator[str]:
    days = Counter(
        (visits[stop.visit].course, stop.start // DAY)
        for route in plan.routes
        for stop in route.stops
        if visits[stop.visit].course
    )
    yield from (f"course {course} comes {n} times on day {day}" for (course, day), n in days.items() if n > 1)


def _overlapping(plan: Plan) -> Iterator[str]:
    """A trainer is on one road at a time, over all shifts."""
    out: dict[str, list[tuple[int, int]]] = {}
    for route in plan.routes:
        if route.stops:
            out.setdefault(route.trainer, []).append((route.depart, route.back))
    for trainer, spans in out.items():
        spans.sort()
        for (_, back), (depart, _) in zip(spans, spans[1:], strict=False):
            if depart < back:
                yield f"{trainer} leaves at {depart}, before coming back at {back}"


def _roads(problem: Problem, trainer: Trainer, route: Route, visits: dict[str, Visit]) -> Iterator[str]:
    if not route.stops:
        return
    shift, rows = trainer.shifts[route.shift], problem.travel[trainer.mode]
    free, place = route.depart, shift.start_place
    for number, stop in enumerate(route.stops):
        there = visits[stop.visit].place
        if stop.arrival < free + rows[place][there]:
            yield f"{trainer.key} reaches {stop.visit} at {stop.arrival}, sooner than the road allows"
        rest = route.lunch.end - route.lunch.start if route.lunch and route.lunch.before == number else 0
        if stop.start < stop.arrival + rest:
            yield f"{stop.visit} starts before {trainer.key} is there and has had lunch"
        free, place = stop.end, there
    if route.back < free + rows[place][shift.end_place]:
        yield f"{trainer.key} is back at {route.back}, sooner than the road allows"


def _hours(problem: Problem, shift: Shift, route: Route) -> Iterator[str]:
    if not route.stops:
        return
    if route.depart < shift.start:
        yield f"{route.trainer} leaves at {route.depart}, before the shift"
    if problem.weights.extra_time is HARD and route.back > shift.end:
        yield f"{route.trainer} is back at {route.back}, after the shift"


def _lunch(problem: Problem, shift: Shift, route: Route) -> Iterator[str]:
    rule, taken = shift.lunch, route.lunch
    if rule is None:
        return
    if taken is None:
        if problem.weights.missed_lunch is HARD:
            yield f"{route.trainer} has no lunch in shift {route.shift}"
        return
    if not rule.earliest <= taken.start <= rule.latest or taken.end - taken.start < rule.minutes:
        yield f"{route.trainer} has lunch from {taken.start} to {taken.end}"
    if taken.before is not None:
        stop = route.stops[taken.before]
        if taken.start < stop.arrival or taken.end > stop.start:
            yield f"{route.trainer} has lunch on the road to {stop.visit}"
    elif route.stops and route.depart < taken.end and taken.start < route.back:
        yield f"{route.trainer} has lunch at home while out"


def _person(trainer: Trainer, visit: Visit) -> Iterator[str]:
    if visit.skills - trainer.skills:
        yield f"{trainer.key} does not know what {visit.key} needs"
    if visit.languages and not visit.languages & trainer.languages:
        yield f"{trainer.key} shares no language with {visit.key}"
    if visit.gender not in ("", trainer.gender):
        yield f"{trainer.key} is not whom {visit.key} asked for"
    if trainer.key in visit.incompatible:
        yield f"{trainer.key} must not visit {visit.key}"
    if visit.pinned_trainer not in ("", trainer.key):
        yield f"{visit.key} is promised {visit.pinned_trainer} and gets {trainer.key}"


def _when(problem: Problem, visit: Visit, stop: Stop) -> Iterator[str]:
    if stop.end - stop.start != visit.duration:
        yield f"{visit.key} lasts {stop.end - stop.start} of {visit.duration} minutes"
    if visit.pinned_start is not None:
        if stop.start != visit.pinned_start:
            yield f"{visit.key} is promised for {visit.pinned_start} and starts at {stop.start}"
        return
    in_window = any(window.earliest <= stop.start <= window.latest for window in visit.windows)
    is_early = all(stop.start < window.earliest for window in visit.windows)
    if is_early or (problem.weights.tardiness is HARD and not in_window):
        yield f"{visit.key} starts at {stop.start}, outside its windows"
