"""Planning again after an illness or a no-show: as little as possible changes, and what changes is said.

Every visit keeps in mind where it stands today; each change of trainer, day or hour costs. The search starts from
today's plan with only what has become impossible taken out.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from elearn.visits.planning.problem import DAY, Placement, Plan, Problem, Progress, Shift, Trainer, Visit, Weights
from elearn.visits.planning.solver import solve

CHANGED_TRAINER, CHANGED_DAY, CHANGED_TIME = 300, 400, 150
"""What a change costs where the problem does not say, in minutes of travel at weight 1."""


@dataclass(frozen=True, slots=True)
class Away:
    """A trainer cannot work from one moment to another."""

    trainer: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Disruption:
    """What has happened: who is away, which visits fall away, and until when the plan is already past (`now`)."""

    away: tuple[Away, ...] = ()
    cancelled: frozenset[str] = frozenset()
    now: int = 0


class ChangeKind(StrEnum):
    PLACED = "placed"
    DROPPED = "dropped"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """What is different for one visit: where it stood, where it stands; None where it stood or stands nowhere."""

    visit: str
    before: Placement | None
    after: Placement | None

    @property
    def kind(self) -> ChangeKind:
        if self.before is None:
            return ChangeKind.PLACED
        return ChangeKind.DROPPED if self.after is None else ChangeKind.MOVED

    @property
    def trainer(self) -> bool:
        return bool(self.before and self.after and self.before.trainer != self.after.trainer)

    @property
    def day(self) -> bool:
        return bool(self.before and self.after and self.before.start // DAY != self.after.start // DAY)

    @property
    def hour(self) -> bool:
        return bool(self.before and self.after and self.before.start % DAY != self.after.start % DAY)


def replan(
    problem: Problem,
    today: Plan,
    disruption: Disruption,
    *,
    seconds: float,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    most_rounds: int | None = None,
) -> tuple[Plan, tuple[Change, ...]]:
    """The plan after the disruption, and what is different in it, in order of time."""
    changed = disrupted(problem, today, disruption)
    plan = solve(
        changed,
        seconds=seconds,
        seed=seed,
        on_progress=on_progress,
        should_stop=should_stop,
        most_rounds=most_rounds,
    )
    return plan, changes(today, plan, cancelled=disruption.cancelled)


def disrupted(problem: Problem, today: Plan, disruption: Disruption) -> Problem:
    """The problem as it is after the disruption, each visit knowing its place of today."""
    now = today.placements()
    return replace(
        problem,
        trainers=tuple(_present(trainer, disruption.away) for trainer in problem.trainers),
        visits=tuple(
            _standing(visit, now.get(visit.key), disruption)
            for visit in problem.visits
            if visit.key not in disruption.cancelled
        ),
        weights=_stable(problem.weights),
    )


def changes(before: Plan, after: Plan, *, cancelled: frozenset[str] = frozenset()) -> tuple[Change, ...]:
    """What is different between two plans, in order of time; visits that were cancelled are not told of."""
    old, new = before.placements(), after.placements()
    found = [
        Change(key, old.get(key), new.get(key))
        for key in old.keys() | new.keys()
        if key not in cancelled and old.get(key) != new.get(key)
    ]
    return tuple(sorted(found, key=lambda change: ((change.after or change.before or _NEVER).start, change.visit)))


_NEVER = Placement("", 0)


def _present(trainer: Trainer, away: tuple[Away, ...]) -> Trainer:
    """The trainer with what is left of each shift: its longer part. Shifts keep their number; one wholly lost
    becomes a moment."""
    shifts = list(trainer.shifts)
    for absence in away:
        if absence.trainer == trainer.key:
            shifts = [_left(shift, absence) for shift in shifts]
    return replace(trainer, shifts=tuple(shifts))


def _left(shift: Shift, absence: Away) -> Shift:
    if absence.end <= shift.start or absence.start >= shift.end:
        return shift
    early, late = max(0, absence.start - shift.start), max(0, shift.end - absence.end)
    left = replace(shift, end=shift.start + early) if early >= late else replace(shift, start=absence.end)
    lunch = left.lunch
    if lunch and not (left.start <= lunch.earliest and lunch.latest + lunch.minutes <= left.end):
        left = replace(left, lunch=None)  # half a day does not span its lunch
    return left


def _standing(visit: Visit, placed: Placement | None, disruption: Disruption) -> Visit:
    """A visit that knows its place of today; one that has begun stays where it is."""
    if placed is None:
        return visit
    if placed.start < disruption.now:
        return replace(visit, today=placed, pinned_trainer=placed.trainer, pinned_start=placed.start)
    return replace(visit, today=placed)


def _stable(weights: Weights) -> Weights:
    if weights.changed_trainer or weights.changed_day or weights.changed_time:
        return weights
    return replace(weights, changed_trainer=CHANGED_TRAINER, changed_day=CHANGED_DAY, changed_time=CHANGED_TIME)
