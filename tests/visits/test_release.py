"""Releasing a draft: only then are visits made and people told, each once, whoever else does something meanwhile."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from elearn.history.models import Entry, Kind
from elearn.notices.models import Notice
from elearn.visits.domain import answer, book, by_hand, release
from elearn.visits.enums import Outcome, PlanState, Way
from elearn.visits.errors import ChangedMeanwhile
from elearn.visits.models import Absence, PlannedVisit, PlanRun, Visit
from elearn.visits.tasks_plans import sweep_plans
from tests import factories
from tests.visits.plans import at, coordinator, elder, monday, planned, visit
from tests.visits.test_race import shared_database  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def rena(db):
    return coordinator()


def released(run, by):
    release.release(run, by=by.account)
    assert release.carry_out(run.pk)
    run.refresh_from_db()
    return run


def outcomes(run):
    return sorted(run.planned.values_list("outcome", flat=True))


def test_nobody_is_told_before_release_and_everybody_once_after(rena):
    murad = factories.trainer()
    sona, tofiq = elder("Sona Kərimova"), elder("Tofiq Həsənov")
    there = visit(tofiq, murad, at(monday(), 10), state="confirmed")
    run = planned(rena)
    assert (Visit.objects.count(), Notice.objects.count()) == (1, 0)
    released(run, rena)
    made = Visit.objects.get(request=sona)
    row = run.planned.get(request=sona)
    assert (made.trainer, made.starts_at, made.state, made.made_by) == (
        murad, row.starts_at, "proposed", rena.account,
    )  # fmt: skip
    assert row.visit == made
    assert (run.state, outcomes(run)) == (PlanState.RELEASED, [Outcome.AS_BEFORE, Outcome.PROPOSED])
    assert sorted(Notice.objects.values_list("person__name", "kind")) == [
        ("Murad Quliyev", "plan_released"),
        ("Sona Kərimova", "visit_proposed"),
    ]
    there.refresh_from_db()
    assert there.state == "confirmed"
    assert Entry.objects.filter(kind=Kind.PLAN_RELEASED).count() == 1
    assert not release.carry_out(run.pk)


def test_an_ill_trainers_visit_goes_to_another_and_one_that_nobody_can_make_is_cancelled(rena):
    murad, nigar = factories.trainer("Murad Quliyev"), factories.trainer("Nigar Əhmədova", languages=["az"])
    sona, tofiq = elder("Sona Kərimova"), elder("Tofiq Həsənov", language="ru")
    one = visit(sona, murad, at(monday(), 10), state="confirmed")
    other = visit(tofiq, murad, at(monday(), 13), state="confirmed")
    Absence.objects.create(trainer=murad, first_day=monday(), last_day=monday() + timedelta(days=6), kind="ill")
    run = released(planned(rena, is_replanning=True), rena)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.trainer, one.starts_at, one.state) == (nigar, at(monday(), 10), "proposed")
    assert (other.state, other.end_reason) == ("cancelled", "plan")
    assert outcomes(run) == [Outcome.CANCELLED, Outcome.MOVED]
    told = set(Notice.objects.values_list("person__name", "kind"))
    assert {("Sona Kərimova", "visit_moved"), ("Tofiq Həsənov", "visit_cancelled")} <= told


def test_what_was_agreed_to_meanwhile_stays_and_is_listed(rena):
    murad, nigar = factories.trainer("Murad Quliyev"), factories.trainer("Nigar Əhmədova")
    sona, tofiq = elder("Sona Kərimova"), elder("Tofiq Həsənov")
    there = visit(sona, murad, at(monday(), 10))
    run = planned(rena)
    row = run.planned.get(request=sona)
    by_hand.move(run, row.pk, trainer=nigar, starts_at=at(monday(), 14))
    answer.agree(there, way=Way.OPERATOR, by=rena.account)
    run = released(run, rena)
    row.refresh_from_db()
    there.refresh_from_db()
    assert (row.outcome, row.fault) == (Outcome.FAILED, "ChangedMeanwhile")
    assert (there.trainer, there.state) == (murad, "confirmed")
    assert run.planned.get(request=tofiq).outcome == Outcome.PROPOSED


def test_a_visit_booked_meanwhile_is_not_doubled(rena):
    murad = factories.trainer()
    sona = elder("Sona Kərimova")
    run = planned(rena)
    book.propose(sona, murad, starts_at=at(monday() + timedelta(days=2), 14), by=rena.account)
    run = released(run, rena)
    assert outcomes(run) == [Outcome.FAILED]
    assert Visit.objects.count() == 1


def test_trainers_who_change_places_are_told_of_the_days_that_are_free_again(rena):
    murad, nigar = factories.trainer("Murad Quliyev"), factories.trainer("Nigar Əhmədova")
    sona, tofiq = elder("Sona Kərimova"), elder("Tofiq Həsənov")
    first, second = visit(sona, murad, at(monday(), 10)), visit(tofiq, nigar, at(monday(), 10))
    run = planned(rena)
    rows = {row.request_id: row for row in run.planned.all()}
    by_hand.move(run, rows[sona.pk].pk, trainer=nigar, starts_at=at(monday(), 10))
    by_hand.move(run, rows[tofiq.pk].pk, trainer=murad, starts_at=at(monday(), 10))
    released(run, rena)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.trainer, second.trainer) == (nigar, murad)
    told = Notice.objects.filter(kind="trainer_visit_cancelled").values_list("person__name", "facts__starts_at")
    assert sorted(told) == [
        ("Murad Quliyev", at(monday(), 10).isoformat()), ("Nigar Əhmədova", at(monday(), 10).isoformat()),
    ]  # fmt: skip


def test_two_visits_that_change_places_both_move(rena):
    """One can only move when the other has; the one refused at first is tried again."""
    murad = factories.trainer()
    sona, tofiq = elder("Sona Kərimova"), elder("Tofiq Həsənov")
    first, second = visit(sona, murad, at(monday(), 9)), visit(tofiq, murad, at(monday(), 11))
    run = planned(rena)
    rows = {row.request_id: row for row in run.planned.all()}
    by_hand.move(run, rows[tofiq.pk].pk, trainer=murad, starts_at=at(monday() + timedelta(days=2), 11))
    _row, doubts = by_hand.move(run, rows[sona.pk].pk, trainer=murad, starts_at=at(monday(), 11))
    assert doubts == []
    run = released(run, rena)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.starts_at, second.starts_at) == (at(monday(), 11), at(monday() + timedelta(days=2), 11))
    assert outcomes(run) == [Outcome.MOVED, Outcome.MOVED]


def test_two_visits_that_swap_do_so_together_or_not_at_all(rena):
    murad = factories.trainer()
    sona, tofiq = elder("Sona Kərimova"), elder("Tofiq Həsənov")
    first, second = visit(sona, murad, at(monday(), 9, 30)), visit(tofiq, murad, at(monday(), 11))
    run = planned(rena)
    rows = {row.request_id: row for row in run.planned.all()}
    by_hand.move(run, rows[tofiq.pk].pk, trainer=murad, starts_at=at(monday(), 9, 30))
    _row, doubts = by_hand.move(run, rows[sona.pk].pk, trainer=murad, starts_at=at(monday(), 11))
    assert doubts == []
    # The elder of one says yes to the old time at the last moment: then both stay.
    seen = Visit.objects.get(pk=second.pk).version
    Visit.objects.filter(pk=second.pk).update(version=seen + 1)
    stopped = released(run, rena)
    assert outcomes(stopped) == [Outcome.FAILED, Outcome.FAILED]
    assert [one.starts_at for one in Visit.objects.order_by("pk")] == [at(monday(), 9, 30), at(monday(), 11)]
    assert not Notice.objects.filter(kind="visit_moved").exists()
    Visit.objects.filter(pk=second.pk).update(version=seen)
    PlanRun.objects.update(state=PlanState.DRAFT)
    PlannedVisit.objects.update(outcome="", fault="")
    assert outcomes(released(run, rena)) == [Outcome.MOVED, Outcome.MOVED]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.starts_at, second.starts_at) == (at(monday(), 11), at(monday(), 9, 30))
    assert Notice.objects.filter(kind="visit_moved").count() == 2


def test_a_pin_is_kept_by_the_visit(rena):
    factories.trainer()
    sona = elder("Sona Kərimova")
    run = planned(rena)
    by_hand.pin(run, run.planned.get().pk, is_pinned=True)
    released(run, rena)
    assert Visit.objects.get(request=sona).is_pinned


def test_a_draft_that_was_put_away_is_not_released(rena):
    run = planned(rena)
    PlanRun.objects.update(state=PlanState.DISCARDED)
    with pytest.raises(ChangedMeanwhile):
        release.release(run, by=rena.account)


def test_a_release_that_died_half_way_is_carried_on_with(rena, monkeypatch):
    factories.trainer()
    for name in ("Sona Kərimova", "Tofiq Həsənov"):
        elder(name)
    run = release.release(planned(rena), by=rena.account)
    propose, calls = book.propose, []

    def once(*args, **kwargs):
        calls.append(args)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return propose(*args, **kwargs)

    monkeypatch.setattr(book, "propose", once)
    with pytest.raises(KeyboardInterrupt):
        release.carry_out(run.pk)
    monkeypatch.setattr(book, "propose", propose)
    assert Visit.objects.count() == 1
    PlanRun.objects.update(look_again_at=timezone.now())
    queued = []
    monkeypatch.setattr("elearn.visits.tasks_plans.carry_out_plan", type("T", (), {"enqueue": queued.append}))
    assert (sweep_plans(), sweep_plans(), queued) == (1, 0, [run.pk])
    assert release.carry_out(run.pk)
    assert Visit.objects.count() == 2
    assert Notice.objects.filter(kind="visit_proposed").count() == 2


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_releases_at_once_make_each_visit_once(shared_database):  # noqa: F811
    rena = coordinator()
    tural = coordinator("Tural Nəbiyev")
    factories.trainer()
    for name in ("Sona Kərimova", "Tofiq Həsənov"):
        elder(name)
    run = planned(rena)
    barrier, said = Barrier(2), []

    def go(by):
        try:
            barrier.wait()
            release.release(PlanRun.objects.get(pk=run.pk), by=by)
            said.append("released")
        except ChangedMeanwhile:
            said.append("meanwhile")
        finally:
            connection.close()

    run_all([lambda: go(rena.account), lambda: go(tural.account)])
    assert sorted(said) == ["meanwhile", "released"]

    def carry():
        try:
            release.carry_out(run.pk)
        finally:
            connection.close()

    run_all([carry, carry])
    assert Visit.objects.count() == 2
    assert set(PlannedVisit.objects.values_list("outcome", flat=True)) == {Outcome.PROPOSED}
    assert Notice.objects.filter(kind="visit_proposed").count() == 2


def run_all(deeds):
    threads = [Thread(target=deed) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_release_whose_releaser_is_gone_ends_and_says_what_is_left(rena):
    murad, sona = factories.trainer(), elder("Sona Kərimova")
    run = planned(rena)
    release.release(run, by=rena.account)
    PlanRun.objects.filter(pk=run.pk).update(released_by=None, look_again_at=timezone.now() - timedelta(minutes=1))
    assert sweep_plans() == 1 and release.carry_out(run.pk)
    run.refresh_from_db()
    row = run.planned.get(request=sona)
    assert (run.state, row.outcome, row.fault) == (PlanState.RELEASED, Outcome.FAILED, "NobodyReleases")
    assert not Visit.objects.filter(trainer=murad).exists() and not Notice.objects.exists()
