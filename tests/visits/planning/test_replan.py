"""After an illness or a no-show as little as possible changes, and what changes is told."""

from elearn.visits.planning.problem import Placement
from elearn.visits.planning.replan import Away, Change, ChangeKind, Disruption, changes, disrupted, replan
from elearn.visits.planning.score import score
from elearn.visits.planning.solver import solve

from .town import FIVE, NINE, NOON, problem, trainer, visit


def town():
    trainers = [trainer("Leyla", days=(0, 1)), trainer("Rəna", days=(0, 1)), trainer("Murad", days=(0, 1))]
    return problem(
        trainers, [visit(f"v{number}", number % 10, days=(0, 1)) for number in range(12)], workload_balance=1
    )


def again(asked, plan, disruption):
    new, told = replan(asked, plan, disruption, seconds=20, most_rounds=150)
    assert score(disrupted(asked, plan, disruption), new).violations == ()
    return new, told


def test_only_the_visits_of_the_one_who_is_ill_move():
    asked = town()
    plan = solve(asked, seconds=20, most_rounds=100)
    lost = {
        key for key, placement in plan.placements().items() if placement.trainer == "Leyla" and placement.start < 1440
    }
    assert lost
    new, told = again(asked, plan, Disruption(away=(Away("Leyla", 0, 1440),)))
    assert new.unplaced == ()
    assert {change.visit for change in told} == lost
    assert all(change.kind == ChangeKind.MOVED and (change.trainer or change.day) for change in told)


def test_nothing_changes_when_nothing_happened():
    asked = town()
    plan = solve(asked, seconds=20, most_rounds=100)
    assert again(asked, plan, Disruption())[1] == ()


def test_a_cancelled_visit_leaves_the_others_where_they_are():
    asked = town()
    plan = solve(asked, seconds=20, most_rounds=100)
    new, told = again(asked, plan, Disruption(cancelled=frozenset({"v3"})))
    assert told == ()
    assert "v3" not in new.placements()


def test_what_has_begun_stays_and_what_cannot_be_is_dropped():
    asked = problem([trainer()], [visit("v1", 1, end=NINE + 90), visit("v2", 2, start=NOON)])
    plan = solve(asked, seconds=20, most_rounds=40)
    new, told = again(asked, plan, Disruption(away=(Away("Leyla", NOON - 60, FIVE),), now=NINE + 30))
    assert new.placements()["v1"] == plan.placements()["v1"]
    assert told == (Change("v2", plan.placements()["v2"], None),)
    assert told[0].kind == ChangeKind.DROPPED


def test_changes_are_told_one_by_one_in_order_of_time():
    asked = problem([trainer(), trainer("Rəna")], [visit("v1"), visit("v2")])
    plan = solve(asked, seconds=20, most_rounds=20)
    assert changes(plan, plan) == ()
    moved = Change("v1", Placement("Leyla", 600), Placement("Leyla", 1440 + 660))
    assert (moved.trainer, moved.day, moved.hour) == (False, True, True)
    assert Change("v1", None, Placement("Leyla", 600)).kind == ChangeKind.PLACED
