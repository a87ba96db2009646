"""Times as pages and messages say them."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template

LATE = datetime(2026, 11, 24, 21, 30, tzinfo=UTC)  # half past one on the next day in Baku


@pytest.mark.parametrize("at", [LATE, LATE.isoformat()])
@pytest.mark.parametrize(
    ("name", "said"), [("day_in_words", "Wednesday, 25 November"), ("day_in_digits", "25.11."), ("clock", "01:30")]
)
def test_a_moment_is_said_in_the_time_of_this_installation(in_english, at, name, said):
    assert Template(f"{{{{ at|{name} }}}}").render(Context({"at": at})) == said


@pytest.mark.parametrize("name", ["day_in_words", "day_in_digits", "clock"])
@pytest.mark.parametrize("at", [None, "", "tomorrow", "2026-11-24T21:30:00"])
def test_what_is_no_moment_is_not_said(name, at):
    assert Template(f"{{{{ at|{name} }}}}").render(Context({"at": at})) == ""


@pytest.mark.parametrize(
    ("name", "said"), [("date_in_words", "24 November 2026"), ("date_in_digits", "24.11.2026")]
)  # fmt: skip
def test_a_day_without_an_hour_has_its_year(in_english, name, said):
    assert Template(f"{{{{ day|{name} }}}}").render(Context({"day": "2026-11-24"})) == said
    assert Template(f"{{{{ day|{name} }}}}").render(Context({"day": ""})) == ""
