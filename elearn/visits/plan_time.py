"""The planner's clock: whole minutes since the first midnight of a plan, by the clock on the wall, and back."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from .planning.problem import DAY

__all__ = ["DAY", "day_of", "minutes_of", "moment_of", "time_at"]


def minutes_of(clock: time) -> int:
    """Give the minutes since midnight."""
    return clock.hour * 60 + clock.minute


def day_of(when: datetime) -> date:
    """Give the day on which a moment falls where the visits are."""
    return timezone.localtime(when).date()


def moment_of(when: datetime, first_day: date) -> int:
    """Give the planner's moment for a time; negative before the plan."""
    local = timezone.localtime(when)
    return (local.date() - first_day).days * DAY + minutes_of(local.time())


def time_at(moment: int, first_day: date) -> datetime:
    """Give the time for a planner's moment, whatever the clocks did in between."""
    days, minutes = divmod(moment, DAY)
    return timezone.make_aware(datetime.combine(first_day + timedelta(days=days), time(minutes // 60, minutes % 60)))
