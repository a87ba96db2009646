"""A problem in numbers, laid out for speed: every visit and every shift has an index, every question an answer ready.

The search asks the same few things millions of times (may this trainer come, in which windows, at what price), so they
are answered once here, in plain lists and tuples, which Python reads faster than arrays.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from elearn.visits.planning.problem import DAY, HARD, Problem, Shift, Trainer, Visit, Weights, Window

BIG: Final = 10**12

Opening = tuple[int, int, int]
"""Earliest start, latest start, cost of starting there."""

Openings = tuple[int, int, int, tuple[Opening, ...] | None]
"""The opening tried first, and the others in the order in which they are tried; None for a promise, never missed."""


@dataclass(slots=True)
class Run:
    """One shift of one trainer. `openings[v]` are the windows of visit v within it, absent where it may not go."""

    trainer: int
    shift: int
    day: int
    start: int
    end: int
    leave: int
    come_back: int
    most: int
    capacity: int
    rows: list[list[int]]
    lunch: tuple[int, int, int] | None
    openings: dict[int, Openings]


class Model:
    """`runs[r]` are the shifts; `fee[v][r]` what visit v in shift r costs besides the minutes; `choices[v]` the shifts
    it may go to."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.weights = problem.weights
        self.trainers = problem.trainers
        self.visits = problem.visits
        matrices = {mode: [[int(cell) for cell in row] for row in matrix] for mode, matrix in problem.travel.items()}
        self.runs = [
            _run(number, index, trainer, shift, matrices[trainer.mode])
            for number, trainer in enumerate(problem.trainers)
            for index, shift in enumerate(trainer.shifts)
        ]
        self.place = [visit.place for visit in problem.visits]
        self.duration = [visit.duration for visit in problem.visits]
        self.load = [visit.load for visit in problem.visits]
        self.prize = [cost_of_leaving_out(visit, problem.weights) for visit in problem.visits]
        self.fee: list[dict[int, int]] = []
        for visit in range(len(problem.visits)):
            self._pair(visit)
        self.choices = [list(fees) for fees in self.fee]
        self.course, self.usual = _courses(problem)
        self.soft_late = self.weights.tardiness is not HARD
        self.shares = _shares(problem)

    def _pair(self, number: int) -> None:
        visit = self.visits[number]
        able = {index for index, trainer in enumerate(self.trainers) if may_come(trainer, visit)}
        fees: dict[int, int] = {}
        for index, run in enumerate(self.runs):
            if run.trainer in able and (found := self._openings(visit, run)):
                run.openings[number] = (*found[0], found[1:] if visit.pinned_start is None else None)
                fees[index] = self._fee(visit, run)
        self.fee.append(fees)

    def _openings(self, visit: Visit, run: Run) -> tuple[Opening, ...]:
        """The windows that can be met in this shift, in the order in which they are tried."""
        place, rows, weights = visit.place, run.rows, self.weights
        if run.end <= run.start:
            return ()  # nothing is left of the shift
        first = run.start + rows[run.leave][place]
        last = run.end - visit.duration - rows[place][run.come_back] if weights.extra_time is HARD else BIG
        found: list[Opening] = []
        for window in windows_of(visit):
            begun = window.latest >= run.start or window.latest // DAY == run.day
            if window.earliest > min(last, run.end) or not begun:
                continue
            if weights.tardiness is not HARD and visit.pinned_start is None:
                found.append((window.earliest, window.latest, 0))
            elif max(first, window.earliest) <= min(window.latest, last):
                found.append((window.earliest, min(window.latest, last), 0))
        return _keep_promise(found, visit, run, weights.changed_time) if found else ()

    def can_carry(self, number: int, sequence: tuple[int, ...]) -> bool:
        """Whether so many visits, with what they need, are not too much for one shift."""
        run = self.runs[number]
        if len(sequence) > run.most:
            return False
        return run.capacity == BIG or sum(self.load[visit] for visit in sequence) <= run.capacity

    def _fee(self, visit: Visit, run: Run) -> int:
        weights, key = self.weights, self.trainers[run.trainer].key
        fee = weights.preference if visit.preferred and key not in visit.preferred else 0
        if visit.today:
            fee += weights.changed_trainer * (key != visit.today.trainer)
            fee += weights.changed_day * (run.day != visit.today.start // DAY)
        return fee


def may_come(trainer: Trainer, visit: Visit) -> bool:
    """Whether this trainer may ever come to this visit, whatever the hour."""
    return not list(objections(trainer, visit))


def objections(trainer: Trainer, visit: Visit) -> Iterable[str]:
    """What stands against this trainer for this visit: the names of the rules, most telling first."""
    if visit.pinned_trainer and visit.pinned_trainer != trainer.key:
        yield "pinned"
    if not visit.skills <= trainer.skills:
        yield "skills"
    if visit.languages and not visit.languages & trainer.languages:
        yield "languages"
    if visit.gender and visit.gender != trainer.gender:
        yield "gender"
    if trainer.key in visit.incompatible:
        yield "incompatible"


def cost_of_leaving_out(visit: Visit, weights: Weights) -> int:
    """Its prize; and who was promised a visit loses trainer, day and hour at once."""
    promised = weights.changed_trainer + weights.changed_day + weights.changed_time
    return visit.prize + (promised if visit.today else 0)


def windows_of(visit: Visit) -> tuple[Window, ...]:
    """The windows that count: a pinned start is the only one."""
    if visit.pinned_start is not None:
        return (Window(visit.pinned_start, visit.pinned_start),)
    return visit.windows


def _keep_promise(found: list[Opening], visit: Visit, run: Run, changed: int) -> tuple[Opening, ...]:
    """On the day it is promised for, a visit starts at the promised minute where that can be reached."""
    today = visit.today
    if not changed or today is None or today.start // DAY != run.day:
        return tuple(found)
    promised = [(today.start, today.start, 0)] if any(a <= today.start <= b for a, b, _ in found) else []
    return (*promised, *((a, b, changed) for a, b, _ in found))


def _run(number: int, index: int, trainer: Trainer, shift: Shift, rows: list[list[int]]) -> Run:
    lunch = shift.lunch
    return Run(
        trainer=number,
        shift=index,
        day=shift.day,
        start=shift.start,
        end=shift.end,
        leave=shift.start_place,
        come_back=shift.end_place,
        most=BIG if trainer.most_visits is None else trainer.most_visits,
        capacity=BIG if trainer.capacity is None else trainer.capacity,
        rows=rows,
        lunch=(lunch.earliest, lunch.latest, lunch.minutes) if lunch else None,
        openings={},
    )


def _courses(problem: Problem) -> tuple[list[int], list[int]]:
    """For each visit the number of its course, or -1; for each course the trainer who came before, or -1."""
    numbers: dict[str, int] = {}
    keys = {trainer.key: number for number, trainer in enumerate(problem.trainers)}
    usual: list[int] = []
    course: list[int] = []
    for visit in problem.visits:
        if visit.course and visit.course not in numbers:
            numbers[visit.course] = len(usual)
            usual.append(-1)
        number = numbers.get(visit.course, -1)
        course.append(number)
        if number >= 0 and visit.usual_trainer in keys:
            usual[number] = keys[visit.usual_trainer]
    return course, usual


def _shares(problem: Problem) -> list[float]:
    """The fair part of all work for each trainer."""
    if not problem.weights.share_by_shift:
        return [1 / max(1, len(problem.trainers))] * len(problem.trainers)
    minutes = [sum(shift.end - shift.start for shift in trainer.shifts) for trainer in problem.trainers]
    return [part / max(1, sum(minutes)) for part in minutes]
