"""Each reason given for a visit is true of the problem, and the most telling one comes first."""

import pytest

from elearn.visits.planning.explain import Code, Reason, explain
from elearn.visits.planning.problem import URGENT, Placement, Plan, Route, Stop, Window
from elearn.visits.planning.solver import solve

from .town import FIVE, HOUR, NINE, problem, shift, trainer, visit

LEYLA = {"trainer": "Leyla"}


def reasons(asked):
    return explain(asked, solve(asked, seconds=20, most_rounds=40))


@pytest.mark.parametrize(
    ("asks", "reason"),
    [
        ({"pinned_trainer": "Leyla"}, Reason(Code.PINNED, LEYLA)),
        ({"today": Placement("Leyla", NINE + 10)}, Reason(Code.AS_TODAY, LEYLA)),
        ({"incompatible": frozenset({"Rəna"})}, Reason(Code.ONLY_ONE, LEYLA)),
        ({"course": "c", "usual_trainer": "Leyla"}, Reason(Code.USUAL_TRAINER, LEYLA)),
        ({"preferred": frozenset({"Leyla"})}, Reason(Code.PREFERRED, LEYLA)),
        ({"prize": URGENT}, Reason(Code.URGENT, LEYLA)),
        ({"windows": (Window(NINE, NINE + 99), Window(FIVE, FIVE + 60))}, Reason(Code.ONLY_TIME, LEYLA)),
        ({}, Reason(Code.NEAREST, {**LEYLA, "extra": 20})),
    ],
)
def test_why_here(asks, reason):
    far = trainer("Rəna", shifts=(shift(home=9),))
    assert reasons(problem([trainer(), far], [visit("v1", **asks)]))["v1"] == reason


def test_a_course_that_keeps_its_trainer_says_so():
    visits = [visit(f"v{n}", 2, days=(0, 1), course="c") for n in (1, 2)]
    asked = problem([trainer(days=(0, 1)), trainer("Rəna", shifts=(shift(home=9),))], visits)
    together = Reason(Code.SAME_TRAINER, {**LEYLA, "visits": 2})
    assert reasons(asked) == {"v1": together, "v2": together}


def test_somebody_nearer_is_named():
    asked = problem([trainer(), trainer("Rəna", shifts=(shift(home=5),))], [visit("v1", 5)])
    stop = Stop("v1", NINE + 50, NINE + 50, NINE + 50 + HOUR)
    plan = Plan((Route("Leyla", 0, NINE, (stop,), NINE + 160), Route("Rəna", 0, NINE, (), NINE)))
    facts = {**LEYLA, "extra": 100, "nearer": "Rəna", "nearer_extra": 0}
    assert explain(asked, plan)["v1"] == Reason(Code.FITS, facts)


@pytest.mark.parametrize(
    ("asks", "reason"),
    [
        ({"windows": ()}, Reason(Code.NO_WINDOWS)),
        ({"skills": frozenset({"calls", "photos"})}, Reason(Code.NO_SKILLS, {"skills": ("photos",)})),
        ({"languages": frozenset({"ru"})}, Reason(Code.NO_LANGUAGES, {"languages": ("ru",)})),
        ({"gender": "woman"}, Reason(Code.NO_GENDER, {"gender": "woman"})),
        ({"incompatible": frozenset({"Leyla", "Rəna"})}, Reason(Code.INCOMPATIBLE)),
        (
            {"skills": frozenset({"calls"}), "incompatible": frozenset({"Leyla"})},
            Reason(Code.NO_FIT, {"rules": ("incompatible", "skills")}),
        ),
        (
            {"pinned_trainer": "Rəna", "skills": frozenset({"calls"})},
            Reason(Code.PINNED_UNABLE, {"trainer": "Rəna", "rules": ("skills",)}),
        ),
        ({"start": FIVE, "end": FIVE + 90}, Reason(Code.NO_SHIFT, {"trainers": ("Leyla", "Rəna")})),
        ({"place": 9, "end": NINE + 70}, Reason(Code.TOO_FAR, {"trainers": ("Leyla", "Rəna")})),
        ({"place": 9, "prize": 100}, Reason(Code.COSTLY, {**LEYLA, "extra": 180})),
    ],
)
def test_why_nowhere(asks, reason):
    trainers = [trainer(skills=frozenset({"calls"})), trainer("Rəna")]
    assert reasons(problem(trainers, [visit("v1", **asks)]))["v1"] == reason


def test_full_days_full_hours_and_days_of_the_course():
    crowd = [visit(f"v{n}", 1, end=NINE + 200, prize=10_000 - n) for n in range(4)]
    assert reasons(problem([trainer(most_visits=2)], crowd))["v3"] == Reason(Code.FULL, {"trainers": ("Leyla",)})
    assert reasons(problem([trainer()], crowd))["v3"] == Reason(Code.NO_ROOM, {"trainers": ("Leyla",)})
    course = [visit(f"v{n}", 1, course="c", prize=10_000 - n) for n in range(2)]
    assert reasons(problem([trainer()], course))["v1"] == Reason(Code.SAME_DAY)


def test_a_plan_moved_against_the_rules_is_still_explained():
    asked = problem([trainer(), trainer("Rəna")], [visit("v1", gender="woman"), visit("v2", end=NINE + 70)])
    stops = tuple(Stop(key, NINE + 10, NINE + 10, NINE + 70) for key in ("v1", "v2"))
    found = explain(asked, Plan((Route("Leyla", 0, NINE, stops, NINE + 80), Route("Rəna", 0, NINE, (), NINE))))
    assert found["v2"].code in {Code.NEAREST, Code.FITS}
    assert found["v1"].code in {Code.NEAREST, Code.FITS}
