"""What the planner promises on any problem: every rule holds, nobody is lost, and little moves when little happened.

Small problems are made at random; what comes out is judged by the benchmark's own code, which shares nothing with the
solver.
"""

from dataclasses import replace

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from elearn.visits.bench.check_plan import broken_rules
from elearn.visits.planning.explain import explain
from elearn.visits.planning.problem import (
    DAY,
    HARD,
    OPTIONAL,
    ORDINARY,
    Lunch,
    Problem,
    Shift,
    Trainer,
    Visit,
    Weights,
    Window,
)  # fmt: skip
from elearn.visits.planning.replan import Away, Disruption, disrupted, replan
from elearn.visits.planning.solver import solve

# So many rounds rather than so many seconds: the same plan on a busy machine.
BRIEFLY = {"seconds": 5, "most_rounds": 150}
PLACES = 5
TOPICS = ("calls", "messages")
LANGUAGES = ("az", "ru")
# An example takes two plans: few of them, the same every time, and a failing one is not made smaller for minutes.
quickly = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def some(names):
    return st.frozensets(st.sampled_from(names), max_size=len(names))


@st.composite
def shifts(draw, day):
    start = day * DAY + draw(st.sampled_from((540, 600)))
    end = start + draw(st.sampled_from((180, 300, 480)))
    opens, minutes = draw(st.sampled_from((660, 720))) + day * DAY, draw(st.sampled_from((20, 45)))
    lunch = Lunch(opens, opens + draw(st.sampled_from((0, 60, 120))), minutes) if draw(st.booleans()) else None
    home = draw(st.integers(0, PLACES - 1))
    return Shift(start, end, home, draw(st.sampled_from((home, 0))), lunch)


@st.composite
def trainers(draw, number):
    days = draw(st.sets(st.integers(0, 1), min_size=1))
    return Trainer(
        key=f"t{number}",
        shifts=tuple(draw(shifts(day)) for day in sorted(days)),
        skills=draw(some(TOPICS)),
        languages=draw(some(LANGUAGES)),
        gender=draw(st.sampled_from(("woman", "man"))),
        most_visits=draw(st.sampled_from((None, 1, 3))),
        mode=draw(st.sampled_from(("car", "walk"))),
    )


@st.composite
def visits(draw, number):
    opens = sorted(draw(st.sets(st.integers(9, 15), min_size=1, max_size=3)))
    windows = tuple(
        Window(draw(st.integers(0, 1)) * DAY + hour * 60, 0) for hour in opens
    )  # fmt: skip
    length = draw(st.sampled_from((0, 30, 59)))
    windows = tuple(sorted({Window(one.earliest, one.earliest + length) for one in windows}, key=lambda w: w.earliest))
    pinned = draw(st.sampled_from((None, None, None, windows[0].earliest + 15)))
    return Visit(
        key=f"v{number}",
        place=draw(st.integers(0, PLACES - 1)),
        duration=draw(st.sampled_from((20, 45, 90))),
        windows=windows,
        skills=draw(some(TOPICS[:1])),
        languages=draw(some(LANGUAGES)),
        gender=draw(st.sampled_from(("", "", "woman"))),
        incompatible=frozenset({"t0"}) if draw(st.integers(0, 4)) == 0 else frozenset(),
        preferred=frozenset({"t1"}) if draw(st.integers(0, 4)) == 0 else frozenset(),
        course=draw(st.sampled_from(("", "c0", "c1"))),
        prize=draw(st.sampled_from((OPTIONAL, ORDINARY))),
        pinned_trainer=draw(st.sampled_from(("", "", "", "", "t0", "t1"))),
        pinned_start=pinned,
    )


@st.composite
def problems(draw):
    minutes = st.integers(1, 60)
    travel = {
        mode: [[0 if a == b else draw(minutes) for b in range(PLACES)] for a in range(PLACES)]
        for mode in ("car", "walk")
    }
    price = st.sampled_from((HARD, 3))
    return Problem(
        trainers=tuple(draw(trainers(number)) for number in range(draw(st.integers(1, 3)))),
        visits=tuple(draw(visits(number)) for number in range(draw(st.integers(1, 9)))),
        travel=travel,
        weights=Weights(
            tardiness=draw(price), extra_time=draw(price), missed_lunch=draw(price),
            waiting=draw(st.sampled_from((0, 1))), max_idle=draw(st.sampled_from((0, 2))),
            continuity=30, preference=10, workload_balance=draw(st.sampled_from((0, 1))), share_by_shift=True,
        ),
    )  # fmt: skip


@given(problems())
@quickly
def test_every_rule_holds_and_every_visit_is_placed_or_has_a_reason(problem):
    plan = solve(problem, **BRIEFLY)
    why = explain(problem, plan)

    assert broken_rules(problem, plan) == []
    assert set(why) == {visit.key for visit in problem.visits}
    assert all(why.values())


@given(problems())
@quickly
def test_after_an_illness_the_rules_still_hold_and_what_changed_is_said(problem):
    before = solve(problem, **BRIEFLY)
    ill = problem.trainers[0].key
    away = Disruption(away=(Away(ill, 0, DAY),))
    after, said = replan(problem, before, away, **BRIEFLY)

    old, new = before.placements(), after.placements()
    assert not any(at.trainer == ill and at.start < DAY for at in new.values())
    assert {one.visit for one in said} == {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    assert broken_rules(disrupted(problem, before, away), after) == []


@given(problems())
@quickly
def test_where_nothing_happened_nothing_moves(problem):
    """Without a saving beyond the price of a change, today's plan is the best plan."""
    steady = replace(
        problem, weights=replace(problem.weights, changed_trainer=9999, changed_day=9999, changed_time=9999)
    )
    before = solve(steady, **BRIEFLY)
    after, said = replan(steady, before, Disruption(), **BRIEFLY)

    assert [one for one in said if one.before is not None] == []
    assert set(after.placements()) >= set(before.placements())
