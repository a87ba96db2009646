"""One trainer's day as it stands: whether it can be kept, whether one more visit fits in, and what that costs.

No search: exact, at once. The rules are those of `problem`: the trainer leaves the base when the shift begins at the
earliest and is back when it ends at the latest, is at one place at a time, and has a whole lunch at a visit's place
before it starts, or at home.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from elearn.visits.planning.problem import Lunch, Matrix


@dataclass(frozen=True, slots=True)
class Stand:
    """A visit that stands: moments in minutes, its place an index into the travel matrix."""

    start: int
    end: int
    place: int


@dataclass(frozen=True, slots=True)
class Day:
    """One shift and what stands in it."""

    start: int
    end: int
    base: int
    stands: tuple[Stand, ...] = field(default=())
    lunch: Lunch | None = None
    most: int | None = None


def holds(day: Day, travel: Matrix) -> bool:
    """Say whether a day can be kept as it stands, lunch and all."""
    stops = _in_order(day)
    if day.most is not None and len(stops) > day.most:
        return False
    legs = list(_legs(day, stops, travel))
    if any(free + way > by for free, way, by in legs):
        return False
    return not stops or day.lunch is None or _has_lunch(day.lunch, legs)


def with_one_more(day: Day, more: Stand) -> Day:
    return Day(day.start, day.end, day.base, (*day.stands, more), day.lunch, day.most)


def fits(day: Day, more: Stand, travel: Matrix) -> bool:
    """Say whether a visit can be added at its time."""
    return holds(with_one_more(day, more), travel)


def extra_minutes(day: Day, more: Stand, travel: Matrix) -> int:
    """Give how many minutes of travel a visit adds to the day."""
    return travel_minutes(with_one_more(day, more), travel) - travel_minutes(day, travel)


def travel_minutes(day: Day, travel: Matrix) -> int:
    return sum(way for _free, way, _by in _legs(day, _in_order(day), travel))


def starts(
    day: Day, *, place: int, minutes: int, travel: Matrix, windows: Sequence[tuple[int, int]], step: int
) -> Iterator[int]:
    """Give the starts that can be kept, on the step of the clock; a window is from when until when it is over."""
    if day.most is not None and len(day.stands) >= day.most:
        return
    for opens, closes in windows:
        earliest = max(opens, day.start)
        start = earliest + -earliest % step
        while start + minutes <= min(closes, day.end):
            if fits(day, Stand(start, start + minutes, place), travel):
                yield start
            start += step


def _in_order(day: Day) -> list[Stand]:
    return sorted(day.stands, key=lambda stand: (stand.start, stand.end))


def _legs(day: Day, stops: Sequence[Stand], travel: Matrix) -> Iterator[tuple[int, int, int]]:
    """Give, for each way of the day, when it can begin, how long it takes, and when one must have arrived."""
    free, place = day.start, day.base
    for stop in stops:
        yield free, travel[place][stop.place], stop.start
        free, place = stop.end, stop.place
    yield free, travel[place][day.base] if stops else 0, day.end


def _has_lunch(lunch: Lunch, legs: Sequence[tuple[int, int, int]]) -> bool:
    """Say whether there is room at home before leaving, or after arriving: at a visit's place, or back at home."""
    first, way, by = legs[0]
    spans = [(first, by - way), *((free + way, by) for free, way, by in legs)]
    return any(max(opens, lunch.earliest) <= min(closes - lunch.minutes, lunch.latest) for opens, closes in spans)
