"""Why a visit stands where it does, or nowhere: one code and its facts, each claim checked against the problem.

The words are made elsewhere, in the reader's language. Facts are keys of trainers, whole minutes and counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from elearn.visits.planning.insert import best_in
from elearn.visits.planning.model import Model, objections, windows_of
from elearn.visits.planning.problem import URGENT, Plan, Problem, Visit
from elearn.visits.planning.schedule import Clockwork, Leg

Fact = str | int | tuple[str, ...]


class Code(StrEnum):
    """The most telling first, as they are looked for: first of placed visits, then of those left out."""

    PINNED = "pinned"  # its trainer or its start is promised
    AS_TODAY = "as_today"  # it stays as it was
    ONLY_ONE = "only_one"  # trainer: nobody else may ever come, or works then
    USUAL_TRAINER = "usual_trainer"  # trainer: came to this course before
    SAME_TRAINER = "same_trainer"  # trainer, visits: so many of this course have this trainer in this plan
    PREFERRED = "preferred"  # trainer
    URGENT = "urgent"  # it went before others
    ONLY_TIME = "only_time"  # only one of its windows falls into the hours of anybody who may come
    NEAREST = "nearest"  # trainer, extra: no other trainer with room for it would have less extra road
    FITS = "fits"  # trainer, extra; nearer, nearer_extra: somebody is nearer, but the whole plan is better so

    NO_WINDOWS = "no_windows"
    PINNED_UNABLE = "pinned_unable"  # trainer, rules: why the promised trainer may not come
    NO_SKILLS = "no_skills"  # skills: nobody has them (all)
    NO_LANGUAGES = "no_languages"  # languages: nobody speaks any
    NO_GENDER = "no_gender"  # gender
    INCOMPATIBLE = "incompatible"  # with everybody
    NO_FIT = "no_fit"  # rules: each can be met by somebody, but nobody meets all
    NO_SHIFT = "no_shift"  # trainers: who may come, but none works in its windows
    TOO_FAR = "too_far"  # trainers: who may come and work then, but cannot get there and back in their hours
    SAME_DAY = "same_day"  # on every day it could be, its course has a visit already
    FULL = "full"  # trainers: who could come have as many visits as they may
    NO_ROOM = "no_room"  # trainers: who could come have no time between their other visits
    COSTLY = "costly"  # trainer, extra: there is room, but the road is not worth it


@dataclass(frozen=True, slots=True)
class Reason:
    code: Code
    facts: dict[str, Fact] = field(default_factory=dict)


def explain(problem: Problem, plan: Plan) -> dict[str, Reason]:
    """The most telling reason of every visit, by its key."""
    case = _Case(problem, plan)
    return {
        visit.key: next(case.why_here(number)) if number in case.where else next(case.why_nowhere(number))
        for number, visit in enumerate(problem.visits)
    }


class _Case:
    """A plan seen through the model. Legs are None where a plan made by hand breaks a rule: then nothing is claimed
    about the room in them."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.model = model = Model(problem)
        self.clockwork = Clockwork(model)
        numbers = {visit.key: number for number, visit in enumerate(problem.visits)}
        runs = {(model.trainers[run.trainer].key, run.shift): number for number, run in enumerate(model.runs)}
        self.where: dict[int, int] = {}
        self.orders: dict[int, tuple[int, ...]] = {}
        self.starts = {numbers[key]: placement.start for key, placement in plan.placements().items()}
        self.legs: list[Leg | None] = [self.clockwork.empty(number) for number in range(len(model.runs))]
        for route in plan.routes:
            run = runs[route.trainer, route.shift]
            order = self.orders[run] = tuple(numbers[stop.visit] for stop in route.stops)
            self.where.update(dict.fromkeys(order, run))
            allowed = all(visit in model.runs[run].openings for visit in order)
            self.legs[run] = self.clockwork.leg(run, order) if allowed else None

    def name(self, run: int) -> str:
        return self.model.trainers[self.model.runs[run].trainer].key

    # Placed ---------------------------------------------------------------------------------------
    def why_here(self, number: int) -> Iterator[Reason]:
        visit, run = self.model.visits[number], self.where[number]
        trainer = self.name(run)
        who: dict[str, Fact] = {"trainer": trainer}
        start = self.starts[number]
        if visit.pinned_trainer == trainer or visit.pinned_start == start:
            yield Reason(Code.PINNED, who)
        if visit.today and (visit.today.trainer, visit.today.start) == (trainer, start):
            yield Reason(Code.AS_TODAY, who)
        if {self.name(choice) for choice in self.model.choices[number]} == {trainer}:
            yield Reason(Code.ONLY_ONE, who)
        if visit.usual_trainer == trainer:
            yield Reason(Code.USUAL_TRAINER, who)
        if together := self._together(number, trainer):
            yield Reason(Code.SAME_TRAINER, {**who, "visits": together + 1})
        if trainer in visit.preferred:
            yield Reason(Code.PREFERRED, who)
        if visit.prize >= URGENT:
            yield Reason(Code.URGENT, who)
        if len(visit.windows) > 1 and self._open_windows(number) == 1:
            yield Reason(Code.ONLY_TIME, who)
        yield self._by_road(number, trainer)

    def _together(self, number: int, trainer: str) -> int:
        """How many other visits of its course have the same trainer."""
        course = self.model.course
        return sum(
            course[number] >= 0 and other != number and course[other] == course[number] and self.name(run) == trainer
            for other, run in self.where.items()
        )

    def _open_windows(self, number: int) -> int:
        """How many of its windows fall into the hours of anybody who may come."""
        visit = self.model.visits[number]
        runs = [self.model.runs[choice] for choice in self.model.choices[number]]
        return sum(
            any(window.earliest <= run.end - visit.duration and run.start <= window.latest for run in runs)
            for window in windows_of(visit)
        )

    def _by_road(self, number: int, trainer: str) -> Reason:
        """Whether another trainer, on any day it could be, would have less extra road, as the plan stands."""
        own = self._own_extra(number)
        facts: dict[str, Fact] = {"trainer": trainer, "extra": own}
        others = [pair for pair in self._extras(number) if pair[1] != trainer]
        if not others or min(others)[0] >= own:
            return Reason(Code.NEAREST, facts)
        extra, nearer = min(others)
        return Reason(Code.FITS, {**facts, "nearer": nearer, "nearer_extra": extra})

    def _own_extra(self, number: int) -> int:
        """By how much the visit makes its route longer."""
        model, run = self.model, self.model.runs[self.where[number]]
        order = self.orders[self.where[number]]
        at = order.index(number)
        before = model.place[order[at - 1]] if at else run.leave
        after = model.place[order[at + 1]] if at + 1 < len(order) else run.come_back
        there = model.place[number]
        straight = run.rows[before][after] if len(order) > 1 else 0
        return run.rows[before][there] + run.rows[there][after] - straight

    def _extras(self, number: int) -> list[tuple[int, str]]:
        """Minutes of extra road and trainer, for each shift with room for the visit on a day without its course."""
        found = []
        for run in self._days_without_course(number):
            leg = self.legs[run]
            insertion = best_in(self.clockwork, leg, number) if leg else None
            longer = insertion and self.clockwork.leg(run, insertion[2])
            if leg and longer:
                found.append((longer.travel - leg.travel, self.name(run)))
        return found

    def _days_without_course(self, number: int) -> list[int]:
        """The shifts it could go to, apart from the days on which another visit of its course is."""
        model, course = self.model, self.model.course
        taken = {
            model.runs[run].day
            for other, run in self.where.items()
            if other != number and course[number] >= 0 and course[other] == course[number]
        }
        return [run for run in model.choices[number] if model.runs[run].day not in taken]

    # Left out -------------------------------------------------------------------------------------
    def why_nowhere(self, number: int) -> Iterator[Reason]:
        """From what nobody can help to what another plan could."""
        model, visit = self.model, self.model.visits[number]
        if not windows_of(visit):
            yield Reason(Code.NO_WINDOWS)
        suited = tuple(trainer.key for trainer in model.trainers if not list(objections(trainer, visit)))
        if not suited:
            yield self._nobody(visit)
        if not model.choices[number]:
            works = self._works_then(visit, suited)
            yield Reason(Code.TOO_FAR if works else Code.NO_SHIFT, {"trainers": suited})
        runs = self._days_without_course(number)
        if not runs:
            yield Reason(Code.SAME_DAY)
        could = tuple(dict.fromkeys(self.name(run) for run in runs))
        if all(len(self.orders.get(run, ())) >= model.runs[run].most for run in runs):
            yield Reason(Code.FULL, {"trainers": could})
        extras = self._extras(number)
        if extras:
            extra, trainer = min(extras)
            yield Reason(Code.COSTLY, {"trainer": trainer, "extra": extra})
        yield Reason(Code.NO_ROOM, {"trainers": could})

    def _works_then(self, visit: Visit, suited: tuple[str, ...]) -> bool:
        """Whether in some shift there is time for the visit within a window, roads aside."""
        return any(
            max(window.earliest, shift.start) <= min(window.latest, shift.end - visit.duration)
            for trainer in self.model.trainers
            if trainer.key in suited
            for shift in trainer.shifts
            for window in windows_of(visit)
        )

    def _nobody(self, visit: Visit) -> Reason:
        """The one thing nobody offers, or several that nobody offers together."""
        trainers = self.model.trainers
        against = {trainer.key: set(objections(trainer, visit)) for trainer in trainers}
        if visit.pinned_trainer:
            rules = against.get(visit.pinned_trainer, {"away"})
            return Reason(Code.PINNED_UNABLE, {"trainer": visit.pinned_trainer, "rules": tuple(sorted(rules))})
        always = set.intersection(*against.values()) if against else set()
        if "skills" in always:
            had: frozenset[str] = frozenset().union(*(trainer.skills for trainer in trainers))
            return Reason(Code.NO_SKILLS, {"skills": tuple(sorted(visit.skills - had or visit.skills))})
        if "languages" in always:
            return Reason(Code.NO_LANGUAGES, {"languages": tuple(sorted(visit.languages))})
        if "gender" in always:
            return Reason(Code.NO_GENDER, {"gender": visit.gender})
        if "incompatible" in always:
            return Reason(Code.INCOMPATIBLE)
        return Reason(Code.NO_FIT, {"rules": tuple(sorted(set().union(*against.values())))})
