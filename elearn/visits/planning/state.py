"""A whole plan during the search: one leg for each shift, what is left out, and what it all costs.

The legs carry their own prices; here are the terms that look at the whole plan: the latest start of all, the most
idle shift, balance between trainers, continuity within courses, and what is left out.
"""

from collections import Counter
from dataclasses import dataclass
from math import ceil, exp, log

from elearn.visits.planning.model import Model
from elearn.visits.planning.schedule import Clockwork, Leg, Sequence


@dataclass(slots=True, eq=False)
class State:
    """`trainers[c]` counts the visits of course c by trainer, `days[c]` by day."""

    model: Model
    legs: list[Leg]
    out: set[int]
    trainers: list[Counter[int]]
    days: list[Counter[int]]

    @classmethod
    def empty(cls, clockwork: Clockwork) -> "State":
        model = clockwork.model
        legs = [clockwork.empty(number) for number in range(len(model.runs))]
        courses = range(len(model.usual))
        return cls(
            model, legs, set(range(len(model.visits))), [Counter() for _ in courses], [Counter() for _ in courses]
        )

    def copy(self) -> "State":
        return State(self.model, self.legs[:], set(self.out), self.trainers[:], self.days[:])

    def replace(self, leg: Leg) -> None:
        """Puts another leg in the place of the one of the same shift."""
        old = self.legs[leg.run]
        self.legs[leg.run] = leg
        if self.model.usual:
            self._count(old, -1)
            self._count(leg, +1)

    def _count(self, leg: Leg, by: int) -> None:
        model = self.model
        run = model.runs[leg.run]
        for visit in leg.sequence:
            course = model.course[visit]
            if course >= 0:
                # copies share their counters until one of them changes
                self.trainers[course] = _changed(self.trainers[course], run.trainer, by)
                self.days[course] = _changed(self.days[course], run.day, by)

    def cost(self, *, smoothing: float = 0) -> float:
        """The price of it all; with `smoothing`, shifts within so many minutes of the most idle one count too, so
        that easing one of several equals is worth something."""
        model, weights = self.model, self.model.weights
        total: float = sum(leg.cost for leg in self.legs) + sum(model.prize[visit] for visit in self.out)
        if weights.highest_tardiness:
            total += weights.highest_tardiness * max(leg.worst for leg in self.legs)
        if weights.max_idle:
            most = max(leg.idle for leg in self.legs)
            if smoothing:
                near = sum(exp((leg.idle - most) / smoothing) for leg in self.legs)
                total += weights.max_idle * smoothing * log(near)
            total += weights.max_idle * most
        if weights.workload_balance or weights.travel_balance:
            total += self._imbalance()
        if weights.continuity:
            total += weights.continuity * sum(strangers(model, c, t) for c, t in enumerate(self.trainers))
        return total

    def _imbalance(self) -> int:
        model, weights, runs = self.model, self.model.weights, self.model.runs
        work, travel = [0] * len(model.trainers), [0] * len(model.trainers)
        for leg in self.legs:
            number = runs[leg.run].trainer
            work[number] += leg.work
            travel[number] += leg.travel
        return weights.workload_balance * unevenness(work, model.shares) + weights.travel_balance * unevenness(
            travel, model.shares
        )

    def prices(self, smoothing: float) -> list[float] | None:
        """For each shift what one more minute of work there costs the plan-wide terms, or None when nothing."""
        weights = self.model.weights
        if not weights.max_idle and not weights.workload_balance:
            return None
        prices = [-price for price in self.idle_prices(smoothing)] if weights.max_idle else [0.0] * len(self.legs)
        if weights.workload_balance:
            self._add_balance(prices)
        return prices

    def idle_prices(self, smoothing: float) -> list[float]:
        """For each shift what a minute of idleness costs, by how near it is to the most idle one."""
        most = max(leg.idle for leg in self.legs)
        parts = [exp((leg.idle - most) / smoothing) for leg in self.legs]
        scale = self.model.weights.max_idle / sum(parts)
        return [scale * part for part in parts]

    def _add_balance(self, prices: list[float]) -> None:
        model = self.model
        work = [0] * len(model.trainers)
        for leg in self.legs:
            work[model.runs[leg.run].trainer] += leg.work
        total = sum(work)
        for leg in self.legs:
            number = model.runs[leg.run].trainer
            over = work[number] - total * model.shares[number]
            prices[leg.run] += model.weights.workload_balance * max(-1.0, min(1.0, over / 30))

    def newcomer(self, visit: int, run: int) -> int:
        """What continuity costs if this visit goes to this shift; -1 when its course already has a visit that day."""
        model = self.model
        course = model.course[visit]
        if course < 0:
            return 0
        shift = model.runs[run]
        if self.days[course].get(shift.day):
            return -1
        known = self.trainers[course]
        if known.get(shift.trainer) or model.usual[course] == shift.trainer or not known and model.usual[course] < 0:
            return 0
        return model.weights.continuity


def strangers(model: Model, course: int, trainers: Counter[int]) -> int:
    """Trainers of a course beyond the first."""
    if not trainers:
        return 0
    usual = model.usual[course]
    return len(trainers) - (1 if usual < 0 or usual in trainers else 0)


def unevenness(amounts: list[int], shares: list[float]) -> int:
    total = sum(amounts)
    return sum(ceil(abs(amount - total * share) - 1e-9) for amount, share in zip(amounts, shares, strict=True))


def _changed(counter: Counter[int], key: int, by: int) -> Counter[int]:
    changed = Counter(counter)
    changed[key] += by
    if not changed[key]:
        del changed[key]
    return changed


def remove(state: State, clockwork: Clockwork, visits: set[int]) -> None:
    """Takes visits out of their legs. Removing can only be refused where travel breaks the triangle: then the whole
    leg is emptied."""
    for leg in list(state.legs):
        if visits.isdisjoint(leg.sequence):
            continue
        rest: Sequence = tuple(visit for visit in leg.sequence if visit not in visits)
        shorter = clockwork.leg(leg.run, rest)
        if shorter is None:
            visits = visits | set(rest)
            shorter = clockwork.leg(leg.run, ())
        if shorter is not None:
            state.replace(shorter)
    state.out |= visits
