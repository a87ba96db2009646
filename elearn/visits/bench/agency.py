"""A fortnight of an agency of our size, made up from a seed: 210 courses of 5 visits, 25 trainers, 10 working days.

A city of ten districts, 24 by 14 km. Each elder names two or three weekdays and two or three stretches of them; each
visit of a course may move between two neighbouring days of the fortnight. Languages, skills, "a woman, please", people
who must not meet, promises already made, holidays, half days and lunches are spread as an office knows them.
"""

import math
from dataclasses import dataclass, replace
from random import Random

from ..plan_weights import Wishes
from ..planning.problem import (
    DAY,
    OPTIONAL,
    ORDINARY,
    URGENT,
    Lunch,
    Plan,
    Problem,
    Shift,
    Trainer,
    Visit,
    Window,
)  # fmt: skip

DAYS = (0, 1, 2, 3, 4, 7, 8, 9, 10, 11)
A_COURSE = 5
ROAD_FACTOR = 1.3
MODES = {"car": (24, 4), "public": (18, 6)}  # km/h, and minutes beside the way
TOPICS = ("calls", "messages", "e-services", "safety", "photos", "accessibility")
STRETCHES = ((540, 720), (720, 900), (840, 1080), (600, 840))
LUNCH = (720, 840, 30)

Point = tuple[float, float]


@dataclass(frozen=True)
class Size:
    trainers: int = 25
    courses: int = 210


def fortnight(size: Size | None = None, *, seed: int = 4) -> Problem:
    """The same seed gives the same problem, on every machine."""
    size, random = size or Size(), Random(seed)  # noqa: S311 - made-up visits, no secret
    districts = [(random.uniform(0, 24), random.uniform(0, 14)) for _ in range(10)]
    homes = [_near(random, random.choice(districts), 2.5) for _ in range(size.trainers)]
    elders = [_near(random, random.choice(districts), 1.5) for _ in range(size.courses)]
    trainers = tuple(_trainer(random, number, len(elders)) for number in range(size.trainers))
    visits = [visit for number in range(size.courses) for visit in _course(random, number, trainers)]
    return Problem(
        trainers=trainers,
        visits=tuple(_promised(random, visits, trainers)),
        travel={mode: _matrix([*elders, *homes], mode) for mode in MODES},
        weights=Wishes().weights(),
    )


def _near(random: Random, centre: Point, spread: float) -> Point:
    return random.gauss(centre[0], spread), random.gauss(centre[1], spread)


def _matrix(points: list[Point], mode: str) -> list[list[int]]:
    speed, beside = MODES[mode]
    return [
        [0 if a == b else math.ceil(ROAD_FACTOR * math.dist(a, b) * 60 / speed) + beside for b in points]
        for a in points
    ]


def _trainer(random: Random, number: int, homes_from: int) -> Trainer:
    begins, ends = random.choices(((540, 1080), (600, 1080), (540, 1020), (540, 840)), weights=(6, 2, 2, 1))[0]
    away = set(random.sample(DAYS, random.choices((0, 1, 2), weights=(7, 2, 1))[0]))
    home = homes_from + number
    early, late, minutes = LUNCH
    shifts = tuple(
        Shift(day * DAY + begins, day * DAY + ends, home, home, Lunch(day * DAY + early, day * DAY + late, minutes))
        for day in DAYS
        if day not in away
    )
    languages = {"az"} | ({"ru"} if number % 2 else set()) | ({"en"} if number % 5 == 0 else set())
    return Trainer(
        key=f"t{number}",
        shifts=shifts,
        skills=frozenset(TOPICS[:2]) | frozenset(random.sample(TOPICS[2:], 3)),
        languages=frozenset(languages | ({"sign"} if number < 3 else set())),
        gender="woman" if number % 3 else "man",
        most_visits=3 if ends == 840 else 6,
        mode="car" if random.random() < 0.4 else "public",
    )


def _course(random: Random, number: int, trainers: tuple[Trainer, ...]) -> list[Visit]:
    """Five visits, a working day or two apart, to one elder."""
    stretches = random.sample(STRETCHES, random.choice((2, 3)))
    skills = frozenset(random.sample(TOPICS, 1))
    languages = frozenset(random.choices(("az", "ru", "en", "sign"), weights=(75, 21, 3, 1)))
    gender = "woman" if random.random() < 0.2 else ""
    able = [
        one.key
        for one in trainers
        if skills <= one.skills and languages & one.languages and gender in ("", one.gender)
    ]  # fmt: skip
    met = random.sample(able, min(len(able), 3))
    shared = Visit(
        key="", place=number, duration=random.choices((45, 60, 75, 90), weights=(3, 5, 2, 1))[0], windows=(),
        skills=skills, languages=languages, gender=gender, course=f"c{number}",
        incompatible=frozenset(met[:1]) if random.random() < 0.08 else frozenset(),
        preferred=frozenset(met[1:2]) if random.random() < 0.15 else frozenset(),
        usual_trainer=met[2] if len(met) > 2 and random.random() < 0.3 else "",
        prize=random.choices((OPTIONAL, ORDINARY, URGENT), weights=(5, 85, 10))[0],
    )  # fmt: skip
    return [
        replace(shared, key=f"c{number}-{turn}", windows=_windows(shared.duration, turn, stretches))
        for turn in range(A_COURSE)
    ]


def _windows(duration: int, turn: int, stretches: list[tuple[int, int]]) -> tuple[Window, ...]:
    """Both days of this turn, in every stretch the elder named; stretches that touch become one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    days = DAYS[2 * turn : 2 * turn + 2]
    return tuple(
        Window.around(day * DAY + start, day * DAY + end, duration=duration) for day in days for start, end in merged
    )


def _promised(random: Random, visits: list[Visit], trainers: tuple[Trainer, ...]) -> list[Visit]:
    """Some courses that have a usual trainer are promised one visit, at most one for each trainer."""
    free = {one.key: one for one in trainers}
    for number, visit in enumerate(visits):
        if visit.usual_trainer not in free or random.random() > 0.3:
            continue
        starts = (
            (max(window.earliest, shift.start + 90), window, shift)
            for shift in free[visit.usual_trainer].shifts
            for window in visit.windows
        )
        possible = (start for start, window, shift in starts if start <= window.latest and start + 180 <= shift.end)
        if (start := next(possible, None)) is not None:
            visits[number] = replace(visit, pinned_trainer=visit.usual_trainer, pinned_start=start)
            del free[visit.usual_trainer]
    return visits


def placeable(problem: Problem) -> set[str]:
    """The visits somebody could make on an otherwise empty day, lunch aside."""
    return {visit.key for visit in problem.visits if any(_could(problem, one, visit) for one in problem.trainers)}


def _could(problem: Problem, trainer: Trainer, visit: Visit) -> bool:
    if visit.skills - trainer.skills or (visit.languages and not visit.languages & trainer.languages):
        return False
    if visit.gender not in ("", trainer.gender) or trainer.key in visit.incompatible:
        return False
    if visit.pinned_trainer not in ("", trainer.key):
        return False
    pinned = visit.pinned_start
    windows = visit.windows if pinned is None else (Window(pinned, pinned),)
    rows = problem.travel[trainer.mode]
    return any(
        max(window.earliest, shift.start + rows[shift.start_place][visit.place])
        <= min(window.latest, shift.end - visit.duration - rows[visit.place][shift.end_place])
        for shift in trainer.shifts
        for window in windows
    )


def busiest(problem: Problem, plan: Plan) -> str:
    """The trainer with the most visits in the first two days."""
    early = [at.trainer for at in plan.placements().values() if at.start // DAY in DAYS[:2]]
    return max((one.key for one in problem.trainers), key=early.count)
