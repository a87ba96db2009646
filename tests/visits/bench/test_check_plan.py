"""The independent check of a plan finds every broken rule; a plan that keeps them all passes."""

from dataclasses import replace

import pytest

from elearn.visits.bench.check_plan import broken_rules
from elearn.visits.planning.problem import (
    DAY,
    Lunch,
    LunchTaken,
    Plan,
    Problem,
    Route,
    Shift,
    Stop,
    Trainer,
    Visit,
    Weights,
    Window,
)  # fmt: skip

NINE, NOON, FIVE = 540, 720, 1020
LEYLA = Trainer(
    key="leyla", skills=frozenset({"calls"}), languages=frozenset({"az"}), gender="woman", most_visits=2,
    shifts=(Shift(NINE, FIVE, 0, 0, Lunch(NOON, 840, 30)), Shift(DAY + NINE, DAY + FIVE, 0, 0)),
)  # fmt: skip
FIRST = Visit("first", place=1, duration=60, windows=(Window(600, 660),), skills=frozenset({"calls"}), course="c")
SECOND = Visit("second", place=2, duration=60, windows=(Window(780, 840),), languages=frozenset({"az", "ru"}))
TRAVEL = {"": [[0, 20, 30], [20, 0, 10], [30, 10, 0]]}
PROBLEM = Problem((LEYLA,), (FIRST, SECOND), TRAVEL)

# Leaves at 580, with the first from 600 to 660, at the second's from 670, lunch 720–750, 780–840, home at 870.
ROUTE = Route(
    "leyla", 0, 580, (Stop("first", 600, 600, 660), Stop("second", 670, 780, 840)), 870, LunchTaken(720, 750, 1)
)
IDLE = Route("leyla", 1, DAY + NINE, (), DAY + NINE)
PLAN = Plan((ROUTE, IDLE))


def with_visit(**changes):
    return replace(PROBLEM, visits=(replace(FIRST, **changes), SECOND))


def with_route(**changes):
    return Plan((replace(ROUTE, **changes), IDLE))


def with_stops(first=ROUTE.stops[0], second=ROUTE.stops[1]):
    return with_route(stops=(first, second))


def test_a_plan_that_keeps_every_rule():
    assert broken_rules(PROBLEM, PLAN) == []


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (with_visit(skills=frozenset({"photos"})), "leyla does not know what first needs"),
        (with_visit(languages=frozenset({"en"})), "leyla shares no language with first"),
        (with_visit(gender="man"), "leyla is not whom first asked for"),
        (with_visit(incompatible=frozenset({"leyla"})), "leyla must not visit first"),
        (with_visit(pinned_trainer="rəna"), "first is promised rəna and gets leyla"),
        (with_visit(pinned_start=610), "first is promised for 610 and starts at 600"),
        (with_visit(windows=(Window(601, 660),)), "first starts at 600, outside its windows"),
        (with_visit(windows=(Window(500, 599),)), "first starts at 600, outside its windows"),
        (with_visit(duration=61), "first lasts 60 of 61 minutes"),
        (with_visit(place=2), "leyla reaches first at 600, sooner than the road allows"),
        (replace(PROBLEM, visits=(FIRST, replace(SECOND, course="c"))), "course c comes 2 times on day 0"),
        (replace(PROBLEM, trainers=(replace(LEYLA, most_visits=1),)), "leyla has 2 visits in shift 0"),
        (replace(PROBLEM, visits=(FIRST, SECOND, replace(FIRST, key="third"))), "visit third is accounted for 0 times"),
    ],
)
def test_rules_of_the_problem(problem, sentence):
    assert sentence in broken_rules(problem, PLAN)


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (Plan(PLAN.routes, ("first",)), "visit first is accounted for 2 times"),
        (Plan((ROUTE, ROUTE)), "shift 0 of leyla has 2 routes"),
        (with_stops(first=Stop("first", 599, 600, 660)), "leyla reaches first at 599, sooner than the road allows"),
        (with_stops(first=Stop("first", 605, 600, 660)), "first starts before leyla is there and has had lunch"),
        (with_route(lunch=LunchTaken(755, 785, 1)), "leyla has lunch on the road to second"),
        (with_route(lunch=LunchTaken(720, 749, 1)), "leyla has lunch from 720 to 749"),
        (with_route(lunch=LunchTaken(719, 749, 1)), "leyla has lunch from 719 to 749"),
        (with_route(lunch=LunchTaken(800, 830)), "leyla has lunch at home while out"),
        (with_route(lunch=None), "leyla has no lunch in shift 0"),
        (with_route(back=869), "leyla is back at 869, sooner than the road allows"),
        (with_route(back=1021), "leyla is back at 1021, after the shift"),
        (with_route(depart=539), "leyla leaves at 539, before the shift"),
    ],
)
def test_rules_of_the_road(plan, sentence):
    assert sentence in broken_rules(PROBLEM, plan)


def test_what_has_a_price_is_no_rule():
    soft = replace(with_visit(windows=(Window(500, 599),)), weights=Weights(tardiness=1, extra_time=1, missed_lunch=1))

    assert broken_rules(soft, with_route(back=1021, lunch=None)) == []


def test_being_early_is_never_allowed():
    soft = replace(with_visit(windows=(Window(601, 660),)), weights=Weights(tardiness=1))

    assert broken_rules(soft, PLAN) == ["first starts at 600, outside its windows"]
