"""By when a question is to be answered: counted in working days, to the end of the last of them."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from ..case_enums import Urgency
from ..models import DayOff
from ..working_days import Calendar, Off, calendar

# Working days after the one on which it was asked.
DAYS: dict[str, int] = {Urgency.SOON: 1, Urgency.WEEK: 3, Urgency.CALM: 5}
ENDS = time(18)  # of a working day, where we are


def calendar_at(day: date) -> Calendar:
    """Give the working days around a day, as coordinators keep them."""
    off, worked = [], set()
    for row in DayOff.objects.all():
        for on in _days_of(row, day.year):
            if row.is_worked:
                worked.add(on)
            else:
                off.append(Off(on, row.moves))
    return calendar(off, worked)


def _days_of(row: DayOff, year: int) -> list[date]:
    if not row.every_year:
        return [row.day]
    # A leap day comes only in its years.
    is_leap_day = (row.day.month, row.day.day) == (2, 29)
    return [row.day.replace(year=one) for one in (year - 1, year, year + 1) if not is_leap_day or one % 4 == 0]


def due_by(urgency: str, start: datetime | None = None) -> datetime:
    """Give by when what was asked at a moment is to be answered."""
    return working_days_after(start or timezone.now(), DAYS[urgency])


def working_days_after(start: datetime, days: int) -> datetime:
    """Give the end of the working day that comes so many working days after a moment."""
    today = timezone.localtime(start).date()
    last = calendar_at(today).after(today, days)
    return timezone.make_aware(datetime.combine(last, ENDS))


def is_within(due: datetime, span: timedelta, now: datetime) -> bool:
    return due - span <= now
