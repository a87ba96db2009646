"""Where one more visit fits into a day that stands."""

from hypothesis import given, settings
from hypothesis import strategies as some

from elearn.visits.planning.daybook import Day, Stand, extra_minutes, fits, holds, starts
from elearn.visits.planning.problem import Lunch

# The base and three homes on a line, twenty minutes from one to the next.
TRAVEL = [[20 * abs(a - b) for b in range(4)] for a in range(4)]
NINE, FIVE, HOUR = 540, 1020, 60


def day(*stands, **more):
    return Day(NINE, FIVE, 0, tuple(stands), **more)


def test_the_first_visit_is_reached_from_home_and_home_is_reached_after():
    assert not fits(day(), Stand(NINE + 39, NINE + 99, 2), TRAVEL)
    assert fits(day(), Stand(NINE + 40, NINE + 100, 2), TRAVEL)
    assert fits(day(), Stand(FIVE - 100, FIVE - 40, 2), TRAVEL)
    assert not fits(day(), Stand(FIVE - 99, FIVE - 39, 2), TRAVEL)


def test_between_two_visits_both_ways_count():
    both = day(Stand(600, 660, 1), Stand(800, 860, 3))
    assert not fits(both, Stand(679, 739, 2), TRAVEL)
    assert fits(both, Stand(680, 740, 2), TRAVEL)
    assert fits(both, Stand(720, 780, 2), TRAVEL)
    assert not fits(both, Stand(721, 781, 2), TRAVEL)
    assert extra_minutes(both, Stand(700, 760, 2), TRAVEL) == 0
    assert extra_minutes(day(), Stand(700, 760, 2), TRAVEL) == 80


def test_two_at_once_and_more_than_agreed_never_fit():
    there = Stand(600, 660, 1)
    assert not fits(day(there), Stand(630, 690, 1), TRAVEL)
    assert not fits(day(there), there, TRAVEL)
    assert not fits(day(there, most=1), Stand(800, 860, 1), TRAVEL)


def test_lunch_stays_whole():
    lunch = Lunch(720, 810, 30)
    full = day(Stand(600, 725, 1), Stand(830, 900, 1), lunch=lunch)
    assert holds(full, TRAVEL)
    assert not fits(full, Stand(745, 815, 1), TRAVEL)
    assert fits(day(Stand(600, 725, 1), lunch=lunch), Stand(755, 815, 1), TRAVEL)


def test_starts_are_on_the_half_hour_within_the_elders_times():
    found = list(starts(day(), place=1, minutes=HOUR, travel=TRAVEL, windows=[(NINE, 700), (960, FIVE)], step=30))
    assert found == [570, 600, 630]
    assert list(starts(day(most=0), place=1, minutes=HOUR, travel=TRAVEL, windows=[(NINE, FIVE)], step=30)) == []


@settings(deadline=None)
@given(some.lists(some.tuples(some.integers(500, 1000), some.integers(10, 120), some.integers(1, 3)), max_size=5))
def test_what_holds_has_everybody_at_one_place_at_a_time_and_home_in_time(visits):
    plan = day(*(Stand(start, start + length, place) for start, length, place in visits))
    clock, place, ok = NINE, 0, True
    for stand in sorted(plan.stands, key=lambda stand: (stand.start, stand.end)):
        ok = ok and clock + TRAVEL[place][stand.place] <= stand.start
        clock, place = stand.end, stand.place
    ok = ok and clock + TRAVEL[place][0] <= FIVE
    assert holds(plan, TRAVEL) == ok
