"""A plan of visits: what is asked, what stays, what comes out, and what a worker that died leaves behind."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from elearn.visits.domain import plan
from elearn.visits.domain.gather import gather
from elearn.visits.domain.pose import pose
from elearn.visits.enums import PlanState
from elearn.visits.errors import ChangedMeanwhile
from elearn.visits.models import Absence, Pair, PlanRun, WorkingHours
from elearn.visits.plan_time import day_of
from elearn.visits.plan_weights import Wishes
from tests import factories
from tests.visits.plans import at, coordinator, elder, monday, planned, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def rena(db):
    return coordinator()


def test_each_course_gets_its_visit_of_the_week_in_a_window_with_somebody_who_fits(rena):
    murad = factories.trainer("Murad Quliyev")
    nigar = factories.trainer("Nigar Əhmədova", gender="woman", languages=["az"])
    sona = elder("Sona Kərimova", wants_woman=True, windows=[(1, 10, 12)])
    tofiq = elder("Tofiq Həsənov", language="ru", windows=[(1, 10, 12)])
    run = planned(rena)
    rows = {row.request_id: row for row in run.planned.all()}
    assert run.state == PlanState.DRAFT
    assert {pk: row.trainer_id for pk, row in rows.items()} == {sona.pk: nigar.pk, tofiq.pk: murad.pk}
    for row in rows.values():
        assert at(monday() + timedelta(days=1), 10) <= row.starts_at <= at(monday() + timedelta(days=1), 11)
        assert row.ends_at - row.starts_at == timedelta(hours=1)
        assert row.travel_minutes >= 10
    assert run.progress["placed"] == 2


def test_two_weeks_hold_two_visits_of_a_course_and_never_more_than_are_left(rena):
    factories.trainer()
    sona, tofiq = elder("Sona Kərimova"), elder("Tofiq Həsənov", visits_wanted=1)
    run = planned(rena, days=14)
    assert sorted(row.number for row in run.planned.filter(request=sona)) == [1, 2]
    assert run.planned.filter(request=tofiq).count() == 1
    weeks = {(day_of(row.starts_at) - monday()).days // 7 for row in run.planned.filter(request=sona)}
    assert weeks == {0, 1}


def test_what_an_elder_agreed_to_stays_and_its_week_has_no_other(rena):
    murad = factories.trainer()
    sona = elder("Sona Kərimova")
    there = visit(
        sona, murad, at(monday(), 8), state="confirmed"
    )  # outside of hours and windows: a promise all the same
    run = planned(rena, wishes=Wishes(steady=0))
    [row] = run.planned.all()
    assert (row.visit, row.trainer, row.starts_at, row.reason) == (there, murad, there.starts_at, "agreed")


def test_a_visit_moves_when_its_trainer_is_away_and_the_reason_says_so(rena):
    murad, nigar = factories.trainer("Murad Quliyev"), factories.trainer("Nigar Əhmədova")
    sona = elder("Sona Kərimova")
    there = visit(sona, murad, at(monday(), 10), state="confirmed")
    Absence.objects.create(trainer=murad, first_day=monday(), last_day=monday() + timedelta(days=6), kind="ill")
    run = planned(rena, is_replanning=True)
    [row] = run.planned.all()
    assert (row.visit, row.trainer, row.starts_at) == (there, nigar, there.starts_at)
    assert (row.reason, row.facts) == ("stranded", {"was": murad.pk, "trainer": nigar.pk})


def test_a_man_does_not_go_where_a_woman_is_wished_for_after_he_was_agreed_to(rena):
    murad = factories.trainer("Murad Quliyev")
    nigar = factories.trainer("Nigar Əhmədova", gender="woman")
    sona = elder("Sona Kərimova", wants_woman=True)
    there = visit(sona, murad, at(monday(), 10), state="confirmed")
    run = planned(rena, is_replanning=True)
    [row] = run.planned.all()
    assert (row.visit, row.trainer, row.reason) == (there, nigar, "stranded")


def test_nobody_is_sent_who_must_not_meet_an_elder_or_is_suspended(rena):
    murad, nigar = factories.trainer("Murad Quliyev"), factories.trainer("Nigar Əhmədova")
    sona, tofiq = elder("Sona Kərimova"), elder("Tofiq Həsənov")
    Pair.objects.create(person=sona.person, trainer=murad, kind="incompatible")
    nigar.suspended_at = timezone.now()
    nigar.save()
    run = planned(rena)
    rows = {row.request_id: row for row in run.planned.all()}
    assert (rows[sona.pk].trainer, rows[sona.pk].reason) == (None, "incompatible")
    assert rows[tofiq.pk].trainer == murad


@pytest.mark.parametrize(
    ("asks", "reason"),
    [
        ({"wants_woman": True}, "no_gender"),
        ({"language": "en"}, "no_languages"),
        ({"windows": [(5, 9, 12)]}, "no_shift"),
        ({"windows": []}, "no_times"),
        ({"windows": [(0, 10, 11)], "minutes": 90}, "no_windows"),
    ],
)
def test_what_is_not_placed_says_why(rena, asks, reason):
    factories.trainer()
    elder(**asks)
    run = planned(rena)
    [row] = run.planned.all()
    assert (row.starts_at, row.reason) == (None, reason)


def test_without_an_address_nobody_is_planned(rena):
    factories.trainer()
    factories.visit_request("Sona Kərimova")
    [row] = planned(rena).planned.all()
    assert (row.starts_at, row.reason) == (None, "no_address")


def test_who_goes_along_with_another_is_not_free_then(rena):
    murad, nigar = factories.trainer("Murad Quliyev"), factories.trainer("Nigar Əhmədova")
    sona, tofiq = elder("Sona Kərimova"), elder("Tofiq Həsənov", windows=[(0, 10, 12)], language="az")
    first = visit(sona, murad, at(monday(), 10), ends_at=at(monday(), 12), state="confirmed")
    visit(sona, nigar, at(monday(), 10), ends_at=at(monday(), 12), state="confirmed", along_with=first)
    run = planned(rena)
    row = run.planned.get(request=tofiq)
    assert (row.starts_at, row.reason) == (None, "no_room")


@pytest.mark.parametrize("why", ["most_visits", "hours"])
def test_going_along_pushes_no_promise_out_of_the_plan(rena, why):
    murad, nigar = factories.trainer("Murad Quliyev"), factories.trainer("Nigar Əhmədova")
    sona, tofiq = elder("Sona Kərimova"), elder("Tofiq Həsənov")
    first = visit(sona, murad, at(monday(), 10), state="confirmed")
    along = visit(sona, nigar, at(monday(), 10), state="confirmed", along_with=first)
    promised = visit(tofiq, nigar, at(monday(), 14), state="confirmed")
    if why == "most_visits":  # made smaller since
        nigar.most_visits = 1
        nigar.save()
    else:
        WorkingHours.objects.filter(trainer=nigar).update(starts=time(12))
    run = planned(rena)
    row = run.planned.get(visit=promised)
    assert (row.trainer, row.starts_at) == (nigar, promised.starts_at)
    posed = pose(run, gather(run.first_day, run.last_day))
    [blocked] = [one for one in posed.problem.visits if one.key == f"along.{along.pk}"]
    worker = next(one for one in posed.problem.trainers if one.key == str(nigar.pk))
    assert worker.most_visits >= 2
    assert any(shift.start <= blocked.pinned_start < shift.end for shift in worker.shifts)


def test_a_trainer_keeps_lunch_and_most_visits(rena):
    murad = factories.trainer(most_visits=2)
    WorkingHours.objects.filter(trainer=murad).exclude(weekday=0).delete()
    for name in ("Sona", "Tofiq", "Aygün"):
        elder(f"{name} Kərimova", windows=[(0, 9, 17)])
    run = planned(rena)
    placed = run.planned.exclude(starts_at=None)
    assert placed.count() == 2


def test_planning_asks_the_database_equally_often_for_one_and_three(rena, django_assert_num_queries):

    def ask(expected):
        with django_assert_num_queries(expected):
            facts = gather(monday(), monday() + timedelta(days=6))
            pose(PlanRun(first_day=monday(), last_day=monday() + timedelta(days=6)), facts)

    murad = factories.trainer("Murad Quliyev")
    visit(elder("Sona Kərimova"), murad, at(monday(), 10))
    ask(18)
    factories.trainer("Nigar Əhmədova")
    factories.trainer("Elçin Məmmədov")
    for number, name in enumerate(("Tofiq Həsənov", "Aygün Əliyeva")):
        visit(elder(name), murad, at(monday(), 13 + 2 * number))
    ask(18)


# A run's life --------------------------------------------------------------------------------------
def begun(rena, **more):
    return plan.begin(monday(), monday() + timedelta(days=6), by=rena.account, **{"seconds": 1, **more})


@pytest.mark.parametrize(("days", "seconds"), [(-1, 1), (28, 1), (6, 0), (6, 601)])
def test_days_and_seconds_have_bounds(rena, days, seconds):
    with pytest.raises(ValueError, match="."):
        plan.begin(monday(), monday() + timedelta(days=days), by=rena.account, seconds=seconds)


def test_days_that_are_over_are_not_planned(rena):
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(ValueError, match="days"):
        plan.begin(yesterday, yesterday + timedelta(days=6), by=rena.account)


def test_stopping_keeps_the_best_so_far(rena):
    factories.trainer()
    elder()
    run = begun(rena, seconds=20)
    plan.stop(run)
    assert plan.work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.progress["placed"]) == (PlanState.DRAFT, 1)


@pytest.mark.database
def test_a_plan_is_worked_on_once(rena):
    run = begun(rena)
    assert plan._take(run.pk)
    assert plan._take(run.pk) is None


@pytest.mark.database
def test_a_run_that_died_is_taken_up_once_and_then_has_failed(rena):
    run = begun(rena)
    first = plan._take(run.pk)
    assert plan.take_up() == []
    PlanRun.objects.update(look_again_at=timezone.now())
    assert plan.take_up() == [run.pk]
    assert plan.take_up() == []
    with pytest.raises(plan.Lost):
        first.change(percent=50)  # the worker that was given up on comes back
    assert plan._take(run.pk)
    PlanRun.objects.update(look_again_at=timezone.now())
    assert plan.take_up() == []
    run.refresh_from_db()
    assert (run.state, run.fault) == (PlanState.FAILED, "died")


def test_a_fault_is_a_state_and_not_a_crash(rena, monkeypatch):
    monkeypatch.setattr(plan, "gather", lambda *days: 1 / 0)
    run = begun(rena)
    assert not plan.work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.fault) == (PlanState.FAILED, "ZeroDivisionError")


def test_what_is_discarded_is_not_worked_on_and_a_released_plan_is_not_discarded(rena):
    run = begun(rena)
    plan.discard(run, by=rena.account)
    assert not plan.work(run.pk)
    PlanRun.objects.update(state=PlanState.RELEASED)
    with pytest.raises(ChangedMeanwhile):
        plan.discard(run, by=rena.account)
