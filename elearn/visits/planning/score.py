"""What a plan costs and which rules it breaks, counted from the plan's own hours; it trusts only the problem."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from elearn.visits.planning.model import cost_of_leaving_out, objections, windows_of
from elearn.visits.planning.problem import DAY, HARD, Plan, Problem, Route, Shift, Stop, Trainer, Visit


@dataclass(frozen=True, slots=True)
class Violation:
    """A hard rule that a plan breaks: its name, whose route it is, and which visit, where it is about one."""

    rule: str
    trainer: str = ""
    visit: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """`amounts` are minutes or counts, `costs` the same times their weight (0 where the weight is HARD)."""

    amounts: dict[str, int]
    costs: dict[str, int]
    violations: tuple[Violation, ...]

    @property
    def cost(self) -> int:
        return sum(self.costs.values())


def score(problem: Problem, plan: Plan) -> Score:
    """Counts everything anew. Raises KeyError for a trainer or a visit the problem does not know."""
    amounts = _amounts(problem, plan)
    weights = problem.weights
    costs = {name: amount * (getattr(weights, name) or 0) for name, amount in amounts.items() if hasattr(weights, name)}
    prizes = {visit.key: cost_of_leaving_out(visit, weights) for visit in problem.visits}
    costs["unplaced"] = sum(prizes[key] for key in plan.unplaced)
    return Score(amounts, costs, tuple(_violations(problem, plan, amounts)))


def shift_of(problem: Problem, route: Route) -> tuple[Trainer, Shift]:
    trainer = next(trainer for trainer in problem.trainers if trainer.key == route.trainer)
    return trainer, trainer.shifts[route.shift]


def travelled(problem: Problem, route: Route) -> list[int]:
    """The roads of a route: to each stop and home."""
    if not route.stops:
        return []
    trainer, shift = shift_of(problem, route)
    rows = problem.travel[trainer.mode]
    places = {visit.key: visit.place for visit in problem.visits}
    path = [shift.start_place, *(places[stop.visit] for stop in route.stops), shift.end_place]
    return [int(rows[here][there]) for here, there in zip(path, path[1:], strict=False)]


def waited(route: Route) -> int:
    """Minutes between arriving and starting that are not lunch."""
    minutes = sum(stop.start - stop.arrival for stop in route.stops)
    if route.lunch and route.lunch.before is not None:
        minutes -= route.lunch.end - route.lunch.start
    return minutes


def lateness(visit: Visit, start: int) -> int:
    """Minutes after the window with the greatest beginning not after the start."""
    begun = [window for window in windows_of(visit) if window.earliest <= start]
    return max(0, start - begun[-1].latest) if begun else 0


def _amounts(problem: Problem, plan: Plan) -> dict[str, int]:
    visits = {visit.key: visit for visit in problem.visits}
    late = [lateness(visits[stop.visit], stop.start) for route in plan.routes for stop in route.stops]
    shifts = [shift_of(problem, route)[1] for route in plan.routes]
    work = [sum(travelled(problem, route)) + sum(s.end - s.start for s in route.stops) for route in plan.routes]
    travel = [sum(travelled(problem, route)) for route in plan.routes]
    pairs = list(zip(plan.routes, shifts, strict=True))
    return {
        "travel": sum(travel),
        "waiting": sum(waited(route) for route in plan.routes),
        "tardiness": sum(late),
        "highest_tardiness": max(late, default=0),
        "extra_time": sum(max(0, route.back - shift.end) for route, shift in pairs if route.stops),
        "max_idle": max((_idle(route, shift) for route, shift in pairs), default=0),
        "preference": sum(_dispreferred(visits[stop.visit], route) for route in plan.routes for stop in route.stops),
        "missed_lunch": sum(shift.lunch is not None and route.lunch is None for route, shift in pairs),
        "workload_balance": _unevenness(problem, plan, work),
        "travel_balance": _unevenness(problem, plan, travel),
        "continuity": _strangers(problem, plan),
        **_changed(problem, plan),
        "unplaced": len(plan.unplaced),
    }


def _idle(route: Route, shift: Shift) -> int:
    if not route.stops:
        return shift.end - shift.start
    return route.depart - shift.start + waited(route) + max(0, shift.end - route.back)


def _dispreferred(visit: Visit, route: Route) -> bool:
    return bool(visit.preferred) and route.trainer not in visit.preferred


def _unevenness(problem: Problem, plan: Plan, minutes: list[int]) -> int:
    amounts: dict[str, int] = defaultdict(int)
    for route, amount in zip(plan.routes, minutes, strict=True):
        amounts[route.trainer] += amount
    spans = {t.key: sum(s.end - s.start for s in t.shifts) for t in problem.trainers}
    total, whole, uneven = sum(amounts.values()), max(1, sum(spans.values())), 0
    for key, span in spans.items():
        share = span / whole if problem.weights.share_by_shift else 1 / len(spans)
        uneven += ceil(abs(amounts[key] - total * share) - 1e-9)
    return uneven


def _strangers(problem: Problem, plan: Plan) -> int:
    """Trainers beyond the first, over all courses."""
    visits = {visit.key: visit for visit in problem.visits}
    known = {trainer.key for trainer in problem.trainers}
    usual = {v.course: v.usual_trainer for v in problem.visits if v.course and v.usual_trainer in known}
    seen: dict[str, set[str]] = defaultdict(set)
    for route in plan.routes:
        for stop in route.stops:
            if course := visits[stop.visit].course:
                seen[course].add(route.trainer)
    return sum(len(who | {usual[course]} if course in usual else who) - 1 for course, who in seen.items())


def _changed(problem: Problem, plan: Plan) -> dict[str, int]:
    now = plan.placements()
    changed = Counter({"changed_trainer": 0, "changed_day": 0, "changed_time": 0})
    for visit in problem.visits:
        if visit.today is None or visit.key not in now:
            continue
        was, is_now = visit.today, now[visit.key]
        changed["changed_trainer"] += was.trainer != is_now.trainer
        changed["changed_day"] += was.start // DAY != is_now.start // DAY
        changed["changed_time"] += was.start // DAY == is_now.start // DAY and was.start != is_now.start
    return dict(changed)


def _violations(problem: Problem, plan: Plan, amounts: dict[str, int]) -> Iterator[Violation]:
    visits = {visit.key: visit for visit in problem.visits}
    weights = problem.weights
    counted = Counter([stop.visit for route in plan.routes for stop in route.stops] + list(plan.unplaced))
    yield from (Violation("counted once", visit=key) for key in visits if counted[key] != 1)
    shifts = Counter((route.trainer, route.shift) for route in plan.routes)
    yield from (Violation("one route a shift", trainer=key) for (key, _), times in shifts.items() if times > 1)
    for rule in ("tardiness", "extra_time", "missed_lunch"):
        if getattr(weights, rule) is HARD and amounts[rule]:
            yield Violation(rule)
    days: Counter[tuple[str, int]] = Counter()
    for route in plan.routes:
        yield from _broken_hours(problem, route)
        for stop in route.stops:
            yield from _broken_pairing(visits[stop.visit], route, stop, problem)
            days[visits[stop.visit].course, stop.start // DAY] += 1
    yield from (Violation("one of a course a day", visit=key) for (key, _), many in days.items() if key and many > 1)


def _broken_pairing(visit: Visit, route: Route, stop: Stop, problem: Problem) -> Iterator[Violation]:
    trainer, _ = shift_of(problem, route)
    for rule in objections(trainer, visit):
        yield Violation(rule, route.trainer, visit.key)
    windows = windows_of(visit)
    if not windows or stop.start < windows[0].earliest or stop.end - stop.start != visit.duration:
        yield Violation("window", route.trainer, visit.key)
    if visit.pinned_start is not None and stop.start != visit.pinned_start:
        yield Violation("pinned", route.trainer, visit.key)


def _broken_hours(problem: Problem, route: Route) -> Iterator[Violation]:
    """Overlaps, arrivals that do not follow from the road, a shift begun early, a lunch that is none."""
    trainer, shift = shift_of(problem, route)
    if trainer.most_visits is not None and len(route.stops) > trainer.most_visits:
        yield Violation("most visits", route.trainer)
    loads = {visit.key: visit.load for visit in problem.visits}
    if trainer.capacity is not None and sum(loads[stop.visit] for stop in route.stops) > trainer.capacity:
        yield Violation("capacity", route.trainer)
    if route.depart < shift.start:
        yield Violation("shift", route.trainer)
    lunch, clock = route.lunch, route.depart
    *roads, home = travelled(problem, route) or [0]
    for number, (stop, road) in enumerate(zip(route.stops, roads, strict=True)):
        ready = stop.arrival
        if lunch and lunch.before == number:
            ready = lunch.end if lunch.start >= stop.arrival else stop.start + 1
        if stop.arrival != clock + road or stop.start < ready:
            yield Violation("overlap", route.trainer, stop.visit)
        clock = stop.end
    if route.stops and route.back != clock + home:
        yield Violation("overlap", route.trainer)
    if lunch and not _is_lunch(route, shift):
        yield Violation("lunch", route.trainer)


def _is_lunch(route: Route, shift: Shift) -> bool:
    rule, taken = shift.lunch, route.lunch
    if rule is None or taken is None:
        return False
    if taken.end - taken.start != rule.minutes or not rule.earliest <= taken.start <= rule.latest:
        return False
    if taken.before is not None:
        return 0 <= taken.before < len(route.stops)
    return not route.stops or shift.start <= taken.start and taken.end <= route.depart or taken.start >= route.back
