"""Which real time a report gets: honest people always fit, and nobody gets more than there was."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from courses.domain.watching import real_time
from courses.domain.watching.real_time import using

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("used", "needed", "since", "until", "then"),
    [
        ([], 10, 0, 10, [(0, 10)]),
        ([], 11, 0, 10, None),
        ([(0, 5)], 5, 0, 10, [(0, 10)]),
        ([(3, 5)], 5, 0, 10, [(0, 7)]),
        ([(3, 5)], 8, 0, 10, [(0, 10)]),
        ([(3, 5)], 9, 0, 10, None),
        ([(0, 4), (8, 20)], 4, 2, 10, [(0, 20)]),
        ([(0, 4), (8, 20)], 5, 2, 10, None),
        ([(0, 30)], 1, 0, 30, None),
        ([(40, 50)], 5, 0, 10, [(0, 5), (40, 50)]),
        ([], 1, 20, 10, None),
        ([(2, 3)], 0, 0, 10, [(2, 3)]),
    ],
)
def test_the_earliest_free_time_is_taken(used, needed, since, until, then):
    assert using(used, needed, since=since, until=until) == then


@pytest.mark.parametrize("seed", range(40))
def test_whoever_plays_on_one_device_after_another_always_fits(seed):
    """Sessions of several devices, some offline: their reports come in any order after they were played."""
    chance = random.Random(seed)
    opened = sorted(chance.randrange(0, 5_000) for _ in range(4))
    now, told = 0, []
    for _ in range(60):
        now += chance.choice([0, 0, 7, 40])  # a pause
        played = chance.randrange(1, 30)
        session = chance.choice([at for at in opened if at <= now] or [opened[0]])
        now = max(now, session)
        now += played
        # It comes at once, or much later, when the device is online again.
        told.append((now + chance.choice([0, 0, 0, 500, 3_000]), session, played))
    used = []
    for at, session, played in sorted(told):
        used = using(used, played, since=session, until=at)
        assert used is not None
    assert sum(end - start for start, end in used) == sum(played for _, _, played in told)


def test_a_clock_from_before_has_used_all_until_its_hand():
    assert real_time.known([], NOW) == [(0, real_time.in_ms(NOW))]
    assert real_time.known([], datetime(1970, 1, 1, tzinfo=UTC)) == []
    assert real_time.known([[5, 9]], NOW) == [(5, 9)]
    assert real_time.as_moment(real_time.in_ms(NOW)) == NOW


def test_what_no_report_can_reach_is_forgotten_and_very_many_spans_grow_together():
    old, new = real_time.in_ms(NOW - timedelta(days=20)), real_time.in_ms(NOW)
    assert real_time.trimmed([(old, old + 5), (new - 9, new)], now=NOW) == [(new - 9, new)]
    many = [(new + 10 * step, new + 10 * step + 1) for step in range(400)]
    kept = real_time.trimmed(many, now=NOW)
    assert (len(kept), kept[0], kept[-1]) == (300, (new, new + 1001), many[-1])
