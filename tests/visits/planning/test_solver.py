"""The solver keeps every hard rule, minds the prices, tells how far it is and stops when told."""

import pytest

from elearn.visits.planning.problem import DAY, URGENT, Lunch, Placement, Shift, Window
from elearn.visits.planning.score import score
from elearn.visits.planning.solver import solve

from .town import FIVE, HOUR, NINE, NOON, problem, shift, trainer, visit


def plan_of(asked, *, rounds=60):
    plan = solve(asked, seconds=20, most_rounds=rounds)
    assert score(asked, plan).violations == ()
    return plan


def trainers_of(plan):
    return {key: placement.trainer for key, placement in plan.placements().items()}


@pytest.mark.parametrize(
    "asks",
    [
        {"skills": frozenset({"calls", "safety"})},
        {"languages": frozenset({"ru", "en"})},
        {"gender": "woman"},
        {"incompatible": frozenset({"Leyla"})},
        {"pinned_trainer": "Rəna"},
    ],
)
def test_only_who_may_come_comes(asks):
    leyla = trainer("Leyla", skills=frozenset({"calls"}), languages=frozenset({"az"}), gender="man")
    rena = trainer("Rəna", skills=frozenset({"calls", "safety"}), languages=frozenset({"az", "ru"}), gender="woman",
                   shifts=(shift(home=9),))  # fmt: skip
    assert trainers_of(plan_of(problem([leyla, rena], [visit("Günay", **asks)]))) == {"Günay": "Rəna"}
    assert trainers_of(plan_of(problem([leyla, rena], [visit("Günay")]))) == {"Günay": "Leyla"}
    assert plan_of(problem([leyla], [visit("Günay", **asks)])).unplaced == ("Günay",)


def test_nobody_is_at_two_places_at_once():
    visits = [visit(f"v{number}", number, start=NINE, end=NINE + 160) for number in range(1, 5)]
    plan = plan_of(problem([trainer()], visits))
    assert len(plan.unplaced) == 2


def test_the_shift_and_the_most_visits_are_kept():
    visits = [visit(f"v{number}", 1) for number in range(9)]
    assert len(plan_of(problem([trainer()], visits)).unplaced) == 2
    assert len(plan_of(problem([trainer(most_visits=3)], visits)).unplaced) == 6
    assert len(plan_of(problem([trainer(capacity=4)], [visit(f"v{n}", 1, load=2) for n in range(5)])).unplaced) == 3


def test_lunch_is_kept_free():
    lunch = Lunch(NOON, NOON + 60, 30)
    day = trainer(shifts=(Shift(NINE, FIVE, 0, 0, lunch),))
    plan = plan_of(problem([day], [visit(f"v{number}", 1) for number in range(9)]))
    (route,) = plan.routes
    assert len(route.stops) == 7
    assert NOON <= route.lunch.start <= NOON + 60
    assert route.lunch.end == route.lunch.start + 30


def test_a_visit_may_move_to_another_day_or_window():
    visits = [visit(f"v{n}", 1, windows=(Window(NINE, NINE + 30), Window(DAY + NINE, DAY + NINE + 30))) for n in (1, 2)]
    plan = plan_of(problem([trainer(days=(0, 1))], visits))
    assert {placement.start // DAY for placement in plan.placements().values()} == {0, 1}


def test_a_course_has_one_visit_a_day_and_keeps_its_trainer():
    visits = [visit(f"v{n}", 8, days=(0, 1), course="Günay") for n in (1, 2, 3)]
    near, far = trainer("Leyla", days=(0,), shifts=(shift(0, home=8),)), trainer("Rəna", days=(0, 1))
    plan = plan_of(problem([near, far], visits, continuity=500))
    assert len(plan.unplaced) == 1
    assert set(trainers_of(plan).values()) == {"Rəna"}
    usual = [visit("v1", 8, course="Günay", usual_trainer="Rəna")]
    assert trainers_of(plan_of(problem([near, far], usual, continuity=500))) == {"v1": "Rəna"}


def test_promises_hold_and_the_urgent_go_first():
    pinned = visit("pinned", 3, pinned_trainer="Leyla", pinned_start=NINE + 100)
    plan = plan_of(problem([trainer(), trainer("Rəna")], [pinned, visit("other", 3)]))
    assert plan.placements()["pinned"] == Placement("Leyla", NINE + 100)
    late = problem([trainer()], [visit("v1", 9, pinned_start=NINE + 30)], tardiness=5)
    assert plan_of(late).unplaced == ("v1",)
    rivals = [visit("plain", 1, end=NINE + 75), visit("urgent", 9, end=NINE + 150, prize=URGENT)]
    assert plan_of(problem([trainer(most_visits=1)], rivals)).unplaced == ("plain",)


def test_what_has_a_price_is_weighed():
    late = problem([trainer()], [visit("v1", 9, windows=(Window(NINE, NINE + 60),))], tardiness=5)
    assert score(late, plan_of(late)).costs["tardiness"] == 5 * 30
    over = problem([trainer(shifts=(shift(end=NINE + 100),))], [visit("v1", 5)], extra_time=3)
    assert score(over, plan_of(over)).costs["extra_time"] == 3 * 60
    liked = visit("v1", 1, preferred=frozenset({"Rəna"}))
    both = [trainer(), trainer("Rəna", shifts=(shift(home=3),))]
    assert trainers_of(plan_of(problem(both, [liked]))) == {"v1": "Leyla"}
    assert trainers_of(plan_of(problem(both, [liked], preference=100))) == {"v1": "Rəna"}


def test_work_is_shared():
    visits = [visit(f"v{number}", 5) for number in range(4)]
    both = [trainer(), trainer("Rəna")]
    plan = plan_of(problem(both, visits, workload_balance=3))
    assert sorted(len(route.stops) for route in plan.routes) == [2, 2]
    assert sorted(len(route.stops) for route in plan_of(problem(both, visits)).routes) == [0, 4]


def test_the_way_out_begins_as_late_as_it_can():
    windows = [visit("v1", 1, start=NINE, end=NINE + 400), visit("v2", 2, start=NINE + 300, end=NINE + 360)]
    (route,) = plan_of(problem([trainer()], windows, waiting=1)).routes
    assert [stop.arrival - stop.start for stop in route.stops] == [0, 0]
    assert route.depart == NINE + 300 - 10 - HOUR - 10


def test_the_same_seed_gives_the_same_plan():
    visits = [visit(f"v{number}", number % 10, days=(0, 1), duration=45 + number) for number in range(14)]
    asked = problem([trainer(days=(0, 1)), trainer("Rəna", lunch=True)], visits, waiting=1, workload_balance=1)
    plans = [solve(asked, seconds=20, seed=3, most_rounds=200) for _ in range(2)]
    assert plans[0] == plans[1]


def test_progress_is_told_and_a_stop_keeps_the_best_so_far():
    asked = problem([trainer()], [visit(f"v{number}", number) for number in range(1, 5)])
    told = []
    plan = solve(asked, seconds=60, on_progress=told.append, should_stop=lambda: len(told) > 1)
    assert told[-1].seconds < 10
    assert told[-1].placed == told[-1].visits - len(plan.unplaced) == 4
    assert score(asked, solve(asked, seconds=60, should_stop=lambda: True)).violations == ()


def test_nothing_to_plan_is_a_plan():
    assert plan_of(problem([], [])).routes == ()
    assert plan_of(problem([], [visit("v1"), visit("v2")])).unplaced == ("v1", "v2")
    assert len(plan_of(problem([trainer(days=(0, 1))], [])).routes) == 2


def test_lunch_at_home_counts_without_visits_too():
    asked = problem([trainer(lunch=True)], [visit("v1", 1, start=NINE, end=NINE + 120)])
    assert plan_of(asked).routes[0].lunch.before is None
    assert plan_of(problem([trainer(lunch=True)], [])).routes[0].lunch is not None


def test_the_score_sees_what_is_broken():
    asked = problem(
        [trainer(), trainer("Rəna", skills=frozenset({"calls"}))], [visit("v1", skills=frozenset({"calls"}))]
    )
    plan = plan_of(asked)
    wrong = problem([trainer(), trainer("Rəna")], asked.visits)
    assert [broken.rule for broken in score(wrong, plan).violations] == ["skills"]
    short = problem(
        [trainer(), trainer("Rəna", skills=frozenset({"calls"}), shifts=(shift(end=NINE + 70),))], asked.visits
    )
    assert [broken.rule for broken in score(short, plan).violations] == ["extra_time"]


def test_a_small_plan_does_not_take_all_the_time():
    told = []
    solve(problem([trainer()], [visit("v1")]), seconds=60, on_progress=told.append)
    assert told[-1].seconds < 20
