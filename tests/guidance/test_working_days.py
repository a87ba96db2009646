"""Working days as the Labour Code counts them, held against calendars that were published."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from elearn.guidance.domain import case_clock
from elearn.guidance.domain.prepare_days_off import prepare_days_off
from elearn.guidance.models import DayOff

BAKU = ZoneInfo("Asia/Baku")


@pytest.fixture
def days_off(db):
    DayOff.objects.all().delete()
    prepare_days_off()


def after(start: date, days: int) -> date:
    return case_clock.calendar_at(start).after(start, days)


def test_a_weekend_is_left_out(db):
    DayOff.objects.all().delete()
    assert after(date(2026, 11, 20), 1) == date(2026, 11, 23)  # Friday, Monday
    assert after(date(2026, 11, 21), 1) == date(2026, 11, 23)  # Saturday, Monday
    assert after(date(2026, 11, 23), 3) == date(2026, 11, 26)


@pytest.mark.parametrize(
    ("start", "days", "ends"),
    [
        # 8 and 9 November 2025 were a Saturday and a Sunday: Monday and Tuesday were free.
        (date(2025, 11, 7), 1, date(2025, 11, 12)),
        # 1 and 2 January 2022 were a Saturday and a Sunday, 31 December 2021 a Friday: work began on the 5th.
        (date(2021, 12, 30), 1, date(2022, 1, 5)),
        # 20 January 2019, a Sunday, is a day of mourning: the 21st was worked.
        (date(2019, 1, 18), 1, date(2019, 1, 21)),
    ],
)
def test_a_holiday_on_a_weekend_frees_the_next_working_day(days_off, start, days, ends):
    assert after(start, days) == ends


def test_days_that_move_are_written_down_and_counted(days_off):
    """In March 2025 only the 27th and 28th were worked between 20 March and 1 April."""
    for day in (date(2025, 3, 30), date(2025, 3, 31)):
        DayOff.objects.create(name=f"Ramazan bayramı {day}", day=day)
    assert [after(date(2025, 3, 19), days) for days in (1, 2, 3)] == [
        date(2025, 3, 27), date(2025, 3, 28), date(2025, 4, 2),
    ]  # fmt: skip


def test_ramazan_on_novruz_gives_its_rest_on(days_off):
    """20 and 21 March 2026: both feasts at once; the 21st and 22nd are a weekend besides."""
    for day in (date(2026, 3, 20), date(2026, 3, 21)):
        DayOff.objects.create(name=f"Ramazan bayramı {day}", day=day)
    assert after(date(2026, 3, 19), 1) == date(2026, 3, 31)


def test_a_saturday_that_is_worked_counts(days_off):
    DayOff.objects.create(name="İş günü", day=date(2026, 11, 28), is_worked=True)
    assert after(date(2026, 11, 27), 1) == date(2026, 11, 28)


def test_what_coordinators_took_away_does_not_come_back(days_off):
    DayOff.objects.filter(day__month=11).delete()
    prepare_days_off()
    assert not DayOff.objects.filter(day__month=11).exists()


def test_the_clock_ends_with_the_working_day(days_off):
    asked = datetime(2026, 11, 20, 23, 30, tzinfo=BAKU)  # Friday night
    ends = [case_clock.due_by(urgency, asked) for urgency in ("soon", "week", "calm")]
    assert ends == [datetime(2026, 11, day, 18, tzinfo=BAKU) for day in (23, 25, 27)]
