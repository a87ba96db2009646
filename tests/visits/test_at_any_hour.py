"""Journeys of a day are walked at noon, whatever the clock says where they run."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.plugin import zone_at_noon


@pytest.mark.parametrize("hour", range(24))
def test_there_is_a_zone_in_which_it_is_noon(hour):
    now = datetime(2026, 11, 22, hour, 59, tzinfo=UTC)
    assert now.astimezone(ZoneInfo(zone_at_noon(now))).hour == 12
