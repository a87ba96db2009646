"""Solving: PyVRP finds the roads, our own search then minds everything PyVRP cannot price. The only import of pyvrp.

PyVRP (an iterated local search in C++) gets what it can express exactly: travel, waiting, hard windows and their
alternatives, skills and preferences as prices of the roads of each trainer, visits left out, loads, and lunch as a
second form of each visit, of which one shift has room for one. Lateness, the most idle shift, balance, continuity and
changes are then weighed by `search`, which starts from that plan and uses the exact price.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyvrp

from elearn.visits.planning.model import BIG, Model
from elearn.visits.planning.problem import Plan, Problem, Progress
from elearn.visits.planning.schedule import Clockwork
from elearn.visits.planning.search import PATIENCE, Clock, Search
from elearn.visits.planning.state import State
from elearn.visits.planning.timetable import write_out

FORBIDDEN = 100_000
"""Price of a road to somebody whom this trainer may not visit."""
MUST = 500_000
"""A visit that costs so much to leave out is one PyVRP may not leave out."""
ROADS_PART = 0.2
"""The part of the time PyVRP gets when it cannot price everything."""
MOST_PAIRS = 50_000_000
"""Forms of visits, squared, by shifts: PyVRP weighs all of them before it begins. A fortnight of 1,050 visits and 25
trainers took it 400 seconds and 5 GB; our own search alone places them in three seconds."""
HOT, COLD = 16.0, 0.8
"""The temperatures of the search at first and at last, in minutes of travel."""
BETWEEN_REPORTS = 0.5


def solve(
    problem: Problem,
    *,
    seconds: float,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    most_rounds: int | None = None,
) -> Plan:
    """The best plan found in this many seconds; after a stop, the best so far.

    With `most_rounds` the search ends after so many rounds instead, and the same seed always gives the same plan."""
    clock = Clock(seconds, should_stop, most_rounds)
    clockwork = Clockwork(Model(problem))
    report = _Reports(clock, len(problem.visits), on_progress)
    part = _part_of_roads(clockwork.model)
    search = Search(clockwork, _standing(clockwork), seed=seed)
    if part < 1:
        search.fill()
    report(search)
    if part and not clock.stopped():
        search.offer(_by_roads(clockwork, clock, part, seed, lambda: report(search)))
    if part < 1:
        minute = max(1, problem.weights.travel)
        search.run(clock, hot=HOT * minute, cold=COLD * minute, on_round=lambda: report(search))
    report(search, at_end=True)
    return write_out(clockwork, search.best.legs, search.best.out)


def _part_of_roads(model: Model) -> float:
    """How much of the time PyVRP gets: all of it where it prices everything, none where roads matter least or where
    a plan of today is to be kept."""
    weights = model.weights
    if any(visit.today for visit in model.visits) or not any(model.choices):
        return 0
    if weights.max_idle >= weights.travel * len(model.runs) or weights.waiting > weights.travel:
        return 0
    forms = sum(len(visit.windows) for visit in model.visits)
    if forms * forms * len({(run.trainer, run.start) for run in model.runs}) > MOST_PAIRS and not _all_alike(model):
        return 0
    beyond = (weights.max_idle, weights.workload_balance, weights.travel_balance, weights.continuity)
    simple = not any(beyond) and weights.tardiness is weights.extra_time is None and not model.usual
    return 1 if simple and not any(run.lunch for run in model.runs) else ROADS_PART


def _all_alike(model: Model) -> bool:
    """Whether any trainer may as well be any other, so that they are one to PyVRP."""
    kinds = {(run.start, run.end, run.leave, run.come_back, run.most, run.capacity, id(run.rows)) for run in model.runs}
    return len(kinds) == 1 and all(len(set(fee.values())) == 1 and len(fee) == len(model.runs) for fee in model.fee)


def _standing(clockwork: Clockwork) -> State:
    """The plan of today as far as it still can be, where there is one; else an empty one."""
    model, state = clockwork.model, State.empty(clockwork)
    keys = {trainer.key: number for number, trainer in enumerate(model.trainers)}
    days: dict[int, list[int]] = {}
    for number, visit in sorted(enumerate(model.visits), key=lambda pair: pair[1].today.start if pair[1].today else 0):
        if visit.today is None or visit.today.trainer not in keys:
            continue
        for run in model.choices[number]:
            shift = model.runs[run]
            if shift.trainer == keys[visit.today.trainer] and shift.start <= visit.today.start < shift.end:
                days.setdefault(run, []).append(number)
    for run, visits in days.items():
        _keep_what_fits(state, clockwork, run, visits)
    return state


def _keep_what_fits(state: State, clockwork: Clockwork, run: int, visits: list[int]) -> None:
    """Puts these visits into a shift in this order, leaving out the ones that break a rule."""
    for visit in visits:
        if visit in state.out and visit in clockwork.model.runs[run].openings and state.newcomer(visit, run) >= 0:
            longer = clockwork.leg(run, (*state.legs[run].sequence, visit))
            if longer:
                state.replace(longer)
                state.out.discard(visit)


def _by_roads(clockwork: Clockwork, clock: Clock, part: float, seed: int, report: Callable[[], None]) -> State:
    """The plan PyVRP finds, under our own rules; what breaks them is left out."""
    roads = Roads(clockwork.model)
    patience = PATIENCE * len(roads.clients)
    rounds = better = least = 0

    def stop(best_cost: int) -> bool:
        nonlocal rounds, better, least
        rounds += 1
        if best_cost != least:
            better, least = rounds, best_cost
        if rounds % 64 == 0:
            report()
        over = clock.used(rounds) >= part or rounds - better > patience
        return over or rounds % 64 == 0 and clock.stopped()

    result = pyvrp.solve(roads.data, stop, seed=seed, collect_stats=False, display=False)
    state = State.empty(clockwork)
    for run, visits in roads.read(result.best):
        _keep_what_fits(state, clockwork, run, visits)
    return state


class _Reports:
    """Tells whoever listens how far the work is, now and then."""

    def __init__(self, clock: Clock, visits: int, listener: Callable[[Progress], None] | None) -> None:
        self.clock = clock
        self.visits = visits
        self.listener = listener
        self.last = -BETWEEN_REPORTS

    def __call__(self, search: Search, *, at_end: bool = False) -> None:
        gone = self.clock.gone()
        if self.listener and (at_end or gone - self.last >= BETWEEN_REPORTS):
            self.last = gone
            placed = self.visits - len(search.best.out)
            self.listener(Progress(gone, round(search.best_cost), placed, self.visits))


class Roads:
    """The part of a model that PyVRP can express. `forms[i]` is the visit of which client i is a form.

    Trainers whose roads cost the same share a profile; shifts that are alike share a vehicle type, for speed."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.forms: list[int] = []
        self.clients: list[Any] = []
        self.groups: list[Any] = []
        self.kinds: list[list[int]] = []
        homes = sorted({place for run in model.runs for place in (run.leave, run.come_back)})
        self.depots = {place: number for number, place in enumerate(homes)}
        self.places = [*homes, *model.place]
        self.lunches = any(run.lunch for run in model.runs)
        limits = [[run.capacity < BIG for run in model.runs], [run.most < BIG for run in model.runs], [self.lunches]]
        self.used = [any(limit) for limit in limits]
        for visit in range(len(model.visits)):
            if model.choices[visit]:
                self._add_visit(visit)
        profiles, vehicles = self._profiles_and_vehicles()
        self.data = pyvrp.ProblemData(
            [pyvrp.Location(0, 0) for _ in self.places],
            self.clients,
            [pyvrp.Depot(location=number) for number in range(len(homes))],
            vehicles,
            [distance for distance, _ in profiles],
            [duration for _, duration in profiles],
            self.groups,
        )

    def _add_visit(self, visit: int) -> None:
        """Each window of a visit is a form of it, and again with a lunch before it; at most one is chosen."""
        model = self.model
        openings = (model.runs[run].openings[visit] for run in model.choices[visit])
        windows = sorted({(a, b) for a, b, _, others in openings for a, b, _ in ((a, b, 0), *(others or ()))})
        forms = [(early, late, 0, 0) for early, late in windows]
        if self.lunches:
            forms += self._after_lunch(windows)
        must = model.prize[visit] >= MUST
        group = pyvrp.ClientGroup(required=must)
        for early, late, lunch, prize in forms:
            if len(forms) > 1:
                group.add_client(len(self.clients))
            self.clients.append(
                pyvrp.Client(
                    location=len(self.depots) + visit,
                    delivery=self._only_used([model.load[visit], 1, int(lunch > 0)]),
                    service_duration=model.duration[visit] + lunch,
                    tw_early=early,
                    tw_late=late,
                    prize=prize + (0 if must else model.prize[visit]),
                    required=must and len(forms) == 1,
                    group=len(self.groups) if len(forms) > 1 else None,
                )
            )
            self.forms.append(visit)
        if len(forms) > 1:
            self.groups.append(group)

    def _only_used(self, amounts: list[int]) -> list[int]:
        """Of load, number of visits and lunches the ones that are limited at all; the others only cost time."""
        return [amount for amount, used in zip(amounts, self.used, strict=True) if used]

    def _after_lunch(self, windows: list[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
        """The windows of the same visit begun with a lunch: (earliest, latest, minutes of lunch, prize)."""
        missed = self.model.weights.missed_lunch
        prize = 200 * max(1, self.model.weights.travel) if missed is None else missed
        rules = {run.lunch for run in self.model.runs if run.lunch}
        found = [
            (max(earliest, early - minutes), min(latest, late - minutes), minutes, prize)
            for earliest, latest, minutes in rules
            for early, late in windows
        ]
        return [form for form in found if form[0] <= form[1]]

    def _profiles_and_vehicles(self) -> tuple[list[tuple[Any, Any]], list[Any]]:
        model = self.model
        profiles: dict[tuple[int, tuple[int, ...]], int] = {}
        matrices: list[tuple[Any, Any]] = []
        kinds: dict[tuple[int, ...], list[int]] = {}
        of_trainer: dict[int, int] = {}
        for number, run in enumerate(model.runs):
            if run.trainer not in of_trainer:
                fees = self._fees(run.trainer)
                key = (id(run.rows), fees)
                if key not in profiles:
                    profiles[key] = len(matrices)
                    matrices.append(self._matrices(run.rows, fees))
                of_trainer[run.trainer] = profiles[key]
            alike = (of_trainer[run.trainer], run.start, run.end, run.leave, run.come_back, run.most, run.capacity)
            kinds.setdefault(alike, []).append(number)
        self.kinds = list(kinds.values())
        return matrices, [self._vehicle(kind, numbers) for kind, numbers in kinds.items()]

    def _fees(self, trainer: int) -> tuple[int, ...]:
        """What each visit costs this trainer besides the minutes; FORBIDDEN where the trainer may not come."""
        runs = [number for number, run in enumerate(self.model.runs) if run.trainer == trainer]
        return tuple(min((fee[run] for run in runs if run in fee), default=FORBIDDEN) for fee in self.model.fee)

    def _matrices(self, rows: list[list[int]], fees: tuple[int, ...]) -> tuple[Any, Any]:
        """Prices and minutes of the roads between homes and visits; a visit's fee is on every road to it."""
        weights = self.model.weights
        minutes = np.array(rows, dtype=np.int64)[np.ix_(self.places, self.places)]
        np.fill_diagonal(minutes, 0)
        prices = minutes * (weights.travel - weights.waiting)
        prices[:, len(self.depots) :] += np.array(fees, dtype=np.int64)
        np.fill_diagonal(prices, 0)
        return prices, minutes

    def _vehicle(self, kind: tuple[int, ...], numbers: list[int]) -> Any:
        profile, start, end, leave, come_back, most, capacity = kind
        return pyvrp.VehicleType(
            num_available=len(numbers),
            capacity=self._only_used([capacity, most, 1]),
            start_depot=self.depots[leave],
            end_depot=self.depots[come_back],
            tw_early=start,
            tw_late=end,
            unit_duration_cost=self.model.weights.waiting,
            profile=profile,
        )

    def read(self, solution: Any) -> list[tuple[int, list[int]]]:
        """For each route its shift and its visits."""
        free = [list(numbers) for numbers in self.kinds]
        return [
            (free[route.vehicle_type()].pop(0), [self.forms[stop.idx] for stop in route if stop.is_client()])
            for route in solution.routes()
        ]
