"""Booking a fortnight by hand: each visit in order of request, the first trainer who is free and can be there.

Hours once given do not move; a new visit takes the earliest start that leaves the ways before and after it, and a
lunch somewhere. This is what a coordinator with a calendar does, gaps and all.
"""

from bisect import insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..planning.problem import DAY, LunchTaken, Matrix, Plan, Problem, Route, Shift, Stop, Trainer, Visit, Window


@dataclass
class _Diary:
    """One shift of one trainer and what is booked in it: start, end, place and visit."""

    trainer: Trainer
    number: int
    shift: Shift
    rows: Matrix
    booked: list[tuple[int, int, int, str]] = field(default_factory=list)


def book(problem: Problem) -> Plan:
    diaries = [
        _Diary(trainer, number, shift, problem.travel[trainer.mode])
        for trainer in problem.trainers
        for number, shift in enumerate(trainer.shifts)
    ]
    came: set[tuple[str, int]] = set()
    unplaced = []
    for visit in sorted(problem.visits, key=lambda visit: visit.pinned_start is None):
        taken = next(_choices(diaries, visit, came), None)
        if taken is None:
            unplaced.append(visit.key)
            continue
        diary, start = taken
        insort(diary.booked, (start, start + visit.duration, visit.place, visit.key))
        came.add((visit.course, start // DAY))
    return Plan(tuple(_route(diary) for diary in diaries), tuple(unplaced))


def _choices(diaries: Sequence[_Diary], visit: Visit, came: set[tuple[str, int]]) -> Iterator[tuple[_Diary, int]]:
    """Where this visit could be booked: the elder's earliest window first, then the trainers in their order."""
    pinned = visit.pinned_start
    for window in visit.windows if pinned is None else (Window(pinned, pinned),):
        if visit.course and (visit.course, window.earliest // DAY) in came:
            continue
        for diary in diaries:
            if diary.shift.day == window.earliest // DAY and _may_come(diary, visit):
                yield from ((diary, start) for start in _starts(diary, visit, window) if _fits(diary, visit, start))


def _may_come(diary: _Diary, visit: Visit) -> bool:
    one = diary.trainer
    return (
        visit.skills <= one.skills
        and not (visit.languages and visit.languages.isdisjoint(one.languages))
        and visit.gender in ("", one.gender)
        and one.key not in visit.incompatible
        and visit.pinned_trainer in ("", one.key)
        and (one.most_visits is None or len(diary.booked) < one.most_visits)
    )


def _starts(diary: _Diary, visit: Visit, window: Window) -> list[int]:
    """The starts worth asking for: as the window opens, or as soon as somebody can come, before or after a lunch."""
    rest = diary.shift.lunch.minutes if diary.shift.lunch else 0
    ends = [(diary.shift.start, diary.shift.start_place), *((end, place) for _, end, place, _ in diary.booked)]
    arrivals = [end + diary.rows[place][visit.place] for end, place in ends]
    wanted = {max(window.earliest, moment) for arrival in arrivals for moment in (arrival, arrival + rest)}
    return sorted(start for start in wanted if start <= window.latest)


def _fits(diary: _Diary, visit: Visit, start: int) -> bool:
    day = sorted([*diary.booked, (start, start + visit.duration, visit.place, visit.key)])
    free, place = diary.shift.start, diary.shift.start_place
    for begins, ends, there, _ in day:
        if free + diary.rows[place][there] > begins:
            return False
        free, place = ends, there
    is_back = free + diary.rows[place][diary.shift.end_place] <= diary.shift.end
    return is_back and (diary.shift.lunch is None or _lunch(diary, day) is not None)


def _lunch(diary: _Diary, day: Sequence[tuple[int, int, int, str]]) -> LunchTaken | None:
    """The first lunch this day leaves room for: at a visit's place before it, else at home."""
    rule, rows = diary.shift.lunch, diary.rows
    if rule is None:
        return None
    free, place = diary.shift.start, diary.shift.start_place
    for number, (begins, ends, there, _) in enumerate(day):
        start = max(free + rows[place][there], rule.earliest)
        if start <= rule.latest and start + rule.minutes <= begins:
            return LunchTaken(start, start + rule.minutes, number)
        free, place = ends, there
    start = max(free + rows[place][diary.shift.end_place] if day else free, rule.earliest)
    return LunchTaken(start, start + rule.minutes) if start <= rule.latest else None


def _route(diary: _Diary) -> Route:
    shift, rows = diary.shift, diary.rows
    stops, free, place = [], shift.start, shift.start_place
    for begins, ends, there, key in diary.booked:
        stops.append(Stop(key, free + rows[place][there], begins, ends))
        free, place = ends, there
    back = free + rows[place][shift.end_place] if stops else shift.start
    return Route(diary.trainer.key, diary.number, shift.start, tuple(stops), back, _lunch(diary, diary.booked))
