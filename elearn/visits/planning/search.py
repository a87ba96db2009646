"""The improvement of a plan under its full price: ruin a part, build it up again, keep what is better.

Slack induction by string removals (Christiaens and Vanden Berghe, Transportation Science 54, 2020): near a visit chosen
at random, a string of neighbouring stops is taken out of each of a few legs and put back where it costs least; a
worse plan is accepted with a probability that falls as the time runs out (simulated annealing).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import log
from random import Random
from time import monotonic

from elearn.visits.planning.insert import recreate
from elearn.visits.planning.model import Model
from elearn.visits.planning.schedule import Clockwork
from elearn.visits.planning.state import State, remove

NEIGHBOURS = 80
LONGEST = 6
LONGEST_WHERE_ROADS_ARE_CHEAP = 2
"""Stops taken out of one leg at most. Where idle shifts cost more than roads, hardly any place can be ruled out without
being worked out, so that short strings, and many rounds, do better."""
LEGS = 3
EPOCH = 16
"""Rounds between two looks at the clock."""
PATIENCE = 5_000
"""After so many rounds for each visit without a better plan there is none to be found."""
EPOCHS_BETWEEN_PRICES = 25
SMOOTHEST, SHARPEST = 15.0, 2.0
"""Minutes within which a shift counts among the most idle, at first and at last."""


@dataclass(slots=True)
class Clock:
    """How much of the time is used, and whether to stop at once."""

    seconds: float
    should_stop: Callable[[], bool] | None = None
    most_rounds: int | None = None
    begun: float = field(default_factory=monotonic)

    def gone(self) -> float:
        return monotonic() - self.begun

    def used(self, rounds: int) -> float:
        """The part of the time that is over; by rounds alone where their number is given, to be repeatable."""
        if self.most_rounds is not None:
            return rounds / self.most_rounds if self.gone() < self.seconds else 1.0
        return self.gone() / self.seconds if self.seconds > 0 else 1.0

    def stopped(self) -> bool:
        return self.should_stop is not None and self.should_stop()


class Search:
    """One search over one model; `best` is the best state so far and only ever gets better."""

    def __init__(self, clockwork: Clockwork, state: State, *, seed: int) -> None:
        self.clockwork = clockwork
        self.model = clockwork.model
        self.random = Random(seed)  # noqa: S311 (chance for a search, not for a secret)
        self.near: list[list[int]] = []
        self.idleness = clockwork.idle_prices
        roads_are_cheap = max(self.idleness, default=0) >= self.model.weights.travel
        self.longest = LONGEST_WHERE_ROADS_ARE_CHEAP if roads_are_cheap else LONGEST
        self.best = state
        self.best_cost = state.cost()
        self.rounds = self.best_round = 0

    def fill(self) -> None:
        """Puts in what is left out, without changing anything else."""
        state = self.best.copy()
        recreate(state, self.clockwork, self.order(state.out), random=self.random, blink=0)
        self._note(state)

    def offer(self, state: State) -> None:
        """Another plan to go on from, when with what it leaves out put in it is the better one."""
        recreate(state, self.clockwork, self.order(state.out), random=self.random, blink=0)
        self._note(state)

    def run(self, clock: Clock, *, hot: float, cold: float, on_round: Callable[[], None] | None = None) -> None:
        """Until the clock runs out. `hot` and `cold` are the first and last temperature, in units of cost."""
        random = self.random
        self.near = self.near or neighbours(self.model)
        current = self.best.copy()
        current_cost = current.cost()
        temperature = hot
        while True:
            if self.rounds % EPOCH == 0:
                used = max(clock.used(self.rounds), self._tired())
                if used >= 1 or clock.stopped():
                    return
                temperature = hot * (cold / hot) ** used
                self._look_at_idleness(current, used)
                current_cost = current.cost(smoothing=self.clockwork.smoothing)
                if on_round:
                    on_round()
            self.rounds += 1
            trial = current.copy()
            self._ruin(trial)
            recreate(trial, self.clockwork, self.order(trial.out), random=random)
            cost = trial.cost(smoothing=self.clockwork.smoothing)
            if cost < current_cost - temperature * log(1 - random.random()):
                current, current_cost = trial, cost
                self._note(trial)

    def _tired(self) -> float:
        """How much of the patience is gone; all of it when there is nothing to place."""
        patience = PATIENCE * sum(map(bool, self.model.choices))
        return (self.rounds - self.best_round) / patience if patience else 1.0

    def _look_at_idleness(self, current: State, used: float) -> None:
        """The most idle shift is smoothed less and less; what idleness counts for in each shift follows from which
        shifts have been the most idle of late."""
        if not self.model.weights.max_idle:
            return
        clockwork = self.clockwork
        clockwork.smoothing = SMOOTHEST * (SHARPEST / SMOOTHEST) ** used
        now = current.idle_prices(clockwork.smoothing)
        self.idleness = [old + (price - old) / 40 for old, price in zip(self.idleness, now, strict=True)]
        if self.rounds % (EPOCHS_BETWEEN_PRICES * EPOCH) == 0:
            clockwork.price_idleness(self.idleness)
            for leg in (*current.legs, *self.best.legs):
                leg.inserts.clear()

    def _note(self, state: State) -> None:
        cost = state.cost()
        if cost < self.best_cost:
            self.best, self.best_cost, self.best_round = state, cost, self.rounds

    def _ruin(self, state: State) -> None:
        """Strings of neighbouring stops out of the legs around one visit."""
        random = self.random
        placed = len(self.model.visits) - len(state.out)
        if not placed:
            return
        where = {visit: leg.run for leg in state.legs for visit in leg.sequence}
        seed = random.randrange(len(self.model.visits))
        most = 1 + int(random.random() * LEGS)
        gone: set[int] = set()
        ruined: set[int] = set()
        for visit in (seed, *self.near[seed]):
            if len(ruined) >= most:
                break
            number = where.get(visit, -1)
            if number < 0 or number in ruined:
                continue
            sequence = state.legs[number].sequence
            ruined.add(number)
            gone |= self._string(sequence, sequence.index(visit))
        if gone:
            remove(state, self.clockwork, gone)

    def _string(self, sequence: tuple[int, ...], at: int) -> set[int]:
        """A few stops in a row around one; sometimes with some in the middle kept."""
        random = self.random
        length = 1 + int(random.random() * min(len(sequence), self.longest))
        begin = random.randint(max(0, at - length + 1), min(at, len(sequence) - length))
        string = set(sequence[begin : begin + length])
        if length > 2 and random.random() < 0.3:
            string.discard(random.choice([visit for visit in string if visit != sequence[at]]))
        return string

    def order(self, out: set[int]) -> list[int]:
        """In which order to put visits back: at random, the longest, the least often possible or the dearest first."""
        model, random = self.model, self.random
        order = sorted(out)
        random.shuffle(order)
        way = random.random()
        if way < 0.2:
            order.sort(key=lambda visit: -model.duration[visit])
        elif way < 0.5:
            order.sort(key=lambda visit: len(model.choices[visit]))
        elif way < 0.7:
            order.sort(key=lambda visit: _span(model, visit)[1])
        order.sort(key=lambda visit: -model.prize[visit])
        return order


def neighbours(model: Model) -> list[list[int]]:
    """For each visit the others that are near it, by road and by hour, nearest first."""
    if not model.runs:
        return [[] for _ in model.visits]
    matrix = model.runs[0].rows
    ends = [_span(model, visit) for visit in range(len(model.visits))]
    near: list[list[int]] = []
    for visit, place in enumerate(model.place):
        row = matrix[place]
        begin, end = ends[visit]
        measured = [
            (row[model.place[other]] + max(0, ends[other][0] - end, begin - ends[other][1]) / 5, other)
            for other in range(len(model.visits))
            if other != visit
        ]
        measured.sort()
        near.append([other for _, other in measured[:NEIGHBOURS]])
    return near


def _span(model: Model, visit: int) -> tuple[int, int]:
    windows = model.visits[visit].windows
    return (windows[0].earliest, windows[-1].latest) if windows else (0, 0)
