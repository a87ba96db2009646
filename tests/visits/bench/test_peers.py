"""What a user would do instead is done honestly: by the rules, in the order asked, and timed as well as it can be."""

import pytest

from elearn.visits.bench import first_reachable, ortools_homecare, peers, routing
from elearn.visits.bench.homecare import LUNCH, Stop
from elearn.visits.bench.score_homecare import score
from elearn.visits.bench.timing import timed
from tests.visits.bench.test_routing import SMALL
from tests.visits.bench.test_score_homecare import instance


def test_the_first_reachable_in_order_of_request():
    one, other = first_reachable.homecare(instance())

    # At p's from 10, she opens at 30; q from 60, reached at 55; r at 70 + 7. Lunch would make p or q late, then it is
    # over: home at 94.
    assert one.stops == (Stop("p", "s", 30, 50), Stop("q", "s", 60, 70), Stop("r", "s", 77, 82))
    assert other.stops == ()
    assert score(instance(), [one, other]).violations == ()


def test_who_can_be_reached_by_nobody_in_time_is_late_or_left_out():
    early = instance(windows=((0, 10),))
    one, _other = first_reachable.homecare(early)

    assert one.stops[1] == Stop("q", "s", 55, 65)  # late already: no lunch before

    strict = instance(windows=((0, 10),), weights={"travel_time": 1, "total_tardiness": "HARD"})
    one, _other = first_reachable.homecare(strict)
    assert [stop.where for stop in one.stops] == ["p", "r", "r"]  # lunch at r's


def test_filling_gaps_finds_room_before_what_stands():
    early = instance(windows=((20, 25),))  # q, asked for after p, must come before her: 20–30, and 7 minutes to p

    # r fits before both: 10–15, and q is reached at 20.
    assert [one.name for one in first_reachable.filling_gaps(early)[0]] == ["r", "q", "p"]


def test_lunch_goes_where_it_costs_least_and_waiting_becomes_leaving_later():
    given = instance()
    carer, (p, q, _r) = given.caregivers[0], given.patients

    # Without lunch 19; with it before q she is 5 minutes late, 15; before p, p is 15 late.
    assert timed(given, carer, [p, q]).stops == (
        Stop("p", "s", 30, 50), Stop("q", LUNCH, 55, 70), Stop("q", "s", 70, 80),
    )  # fmt: skip
    # Nothing to eat: p starts at 35 rather than 30, and nobody waits for q at 60.
    hungry = instance(weights={"travel_time": 1, "total_waiting_time": 1, "total_tardiness": 9})
    assert timed(hungry, carer, [p, q]).stops == (Stop("p", "s", 35, 55), Stop("q", "s", 60, 70))


def test_ortools_keeps_the_rules():
    pytest.importorskip("ortools")
    found = ortools_homecare.solve(instance(), seconds=0.4)

    assert score(instance(), found).violations == ()


def test_roads_by_hand_open_a_route_when_none_has_room(tmp_path):
    path = tmp_path / "small.vrp"
    path.write_text(SMALL)
    tight = routing.read(path)

    assert first_reachable.routing(tight) == [[1, 2]]
    path.write_text(SMALL.replace("CAPACITY : 10", "CAPACITY : 9"))
    assert first_reachable.routing(routing.read(path)) == [[1], [2]]


def test_missing_says_how_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "ortools.constraint_solver", None)

    with pytest.raises(peers.Missing):
        peers.ortools()
