"""Working days: weekends and days off left out, as the Labour Code counts them. Pure: facts in, dates out.

Articles 105 and 106: a holiday that falls on a weekend gives its rest to the next working day (105, part 5), and so
does Ramazan or Qurban that falls on another holiday (part 6); a day of mourning (106) gives nothing on.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, order=True)
class Off:
    """One day on which nobody works; `moves`: what falls on another free day is made up for on the next."""

    on: date
    moves: bool = True


@dataclass(frozen=True)
class Calendar:
    """The days off around the time that is asked about, and weekend days that are worked all the same."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        if day in self.worked:
            return True
        return day.weekday() < SATURDAY and day not in self.off

    def after(self, start: date, days: int) -> date:
        """Give the working day that comes so many working days after a day; the day itself is not counted."""
        day = start
        while days > 0:
            day += DAY
            days -= self.is_working(day)
        return day


def calendar(off: Iterable[Off], worked: Collection[date] = ()) -> Calendar:
    """Make the calendar: every day off, and the days to which a holiday moves its rest."""
    days = sorted(off)
    taken = {one.on for one in days}
    used: set[date] = set()
    for one in days:
        if one.moves and (one.on.weekday() >= SATURDAY or one.on in used):
            taken.add(_next_free(one.on, taken))
        used.add(one.on)
    return Calendar(frozenset(taken), frozenset(worked))


def _next_free(day: date, taken: set[date]) -> date:
    while day in taken or day.weekday() >= SATURDAY:
        day += DAY
    return day
