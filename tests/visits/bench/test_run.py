"""The benchmark as it is run: all figures for each instance, solutions others can read, and one clear word when a peer
is not there."""

import json
import sys

import pytest
from django.core.management import CommandError, call_command

from elearn.visits.bench import agency, first_reachable_agency, homecare, run
from elearn.visits.bench.check_plan import broken_rules
from elearn.visits.bench.score_homecare import score
from elearn.visits.planning.problem import Plan, Route, Stop
from tests.visits.bench.test_routing import SMALL

FEW = agency.Size(trainers=4, courses=8)


@pytest.fixture
def day(tmp_path):
    """Three homes in a row and two caregivers, one of whom has what each needs."""
    given = {
        "metadata": {
            "name": "three",
            "time_window_met": "at_service_start",
            "cost_components": {"travel_time": 1, "total_tardiness": 1, "max_idle_time": 1, "missed_lunch_break": 30},
        },
        "distances": [[abs(a - b) * 10 for b in range(4)] for a in range(4)],
        "terminal_points": [{"id": "d", "distance_matrix_index": 0}],
        "caregivers": [
            {
                "id": name, "abilities": abilities, "departing_point": "d", "arrival_point": "d",
                "working_shift": {"start": 0, "end": 400}, "lunch_break": True,
            }
            for name, abilities in [("c1", ["a", "b"]), ("c2", ["b"])]
        ],
        "patients": [
            {
                "id": f"p{number}", "distance_matrix_index": number, "time_windows": [{"start": start, "end": 300}],
                "required_services": [{"service": service, "duration": 30}],
            }
            for number, (service, start) in enumerate([("a", 0), ("b", 60), ("b", 200)], 1)
        ],
        "lunch_breaks": {"start": 100, "end": 200, "min_duration": 30},
    }  # fmt: skip
    path = tmp_path / "three.json"
    path.write_text(json.dumps(given))
    return path


def test_each_instance_is_measured_beside_both_peers(day, tmp_path):
    pytest.importorskip("ortools")
    (tmp_path / "small.vrp").write_text(SMALL)
    (tmp_path / "small.sol").write_text("Cost 10.0\n")
    care, roads = run.planner([day, tmp_path / "small.vrp"], seconds=0.3, out=tmp_path / "out")["instances"]

    assert (care["hard_violations"], care["gap_pct"]) == (0, None)
    assert care["cost"] <= min(care["first_reachable_cost"], care["ortools_cost"])
    assert (roads["cost"], roads["gap_pct"], roads["hard_violations"]) == (10.0, 0.0, 0)
    assert (roads["first_reachable_cost"], roads["ortools_cost"]) == (10.0, 10.0)

    written = homecare.read_solution(tmp_path / "out" / "three.sol.json")
    assert score(homecare.read(day), written).cost == care["cost"]
    assert (tmp_path / "out" / "small.sol").read_text() == "Route #1: 1 2\nCost 10.0\n"


def test_one_instance_is_written_to_the_file_named(day, tmp_path):
    pytest.importorskip("ortools")
    run.planner([day], seconds=0.2, out=tmp_path / "named.json")

    assert json.loads((tmp_path / "named.json").read_text())["cost"]["violations"] == 0


def test_without_the_peer_the_command_says_what_to_install(day, monkeypatch):
    monkeypatch.setitem(sys.modules, "ortools.constraint_solver", None)

    with pytest.raises(CommandError, match=r"pip install --constraint constraints.txt '\.\[bench\]'"):
        call_command("bench", "planner", "--instance", str(day))


def test_the_made_up_fortnight_is_the_same_every_time_and_of_our_size():
    problem = agency.fortnight()

    assert problem == agency.fortnight()
    assert (len(problem.visits), len(problem.trainers)) == (1050, 25)
    assert {shift.day for one in problem.trainers for shift in one.shifts} == set(agency.DAYS)


def test_booking_by_hand_breaks_no_rule():
    problem = agency.fortnight(agency.Size(trainers=6, courses=50))
    plan = first_reachable_agency.book(problem)

    assert broken_rules(problem, plan) == []
    assert len(plan.unplaced) < 0.25 * len(problem.visits)


def test_the_fortnight_reports_what_a_coordinator_asks():
    found = run.fortnight(0.5, FEW)

    assert (found["visits"], found["trainers"]) == (40, 4)
    assert found["hard_violations"] == found["after_illness"]["hard_violations"] == 0
    assert found["first_reachable"]["hard_violations"] == 0
    assert found["after_illness"]["changed_pct"] <= found["after_illness"]["changed_pct_planning_anew"]


def test_the_busiest_of_the_first_days():
    problem = agency.fortnight(FEW)
    route = Route("t2", 0, 0, (Stop("c0-0", 600, 600, 660),), 700)

    assert agency.busiest(problem, Plan((route,))) == "t2"
