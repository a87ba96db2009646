"""A draft changed by hand: warned, not refused, undone step by step, and never by two in each other's way."""

from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from elearn.visits.domain import by_hand
from elearn.visits.domain.doubts import Level
from elearn.visits.enums import PlanState
from elearn.visits.errors import ChangedMeanwhile, NotLikeThis
from elearn.visits.models import PlanRun, Unit
from tests import factories
from tests.visits.plans import at, coordinator, elder, monday, planned, visit
from tests.visits.test_race import shared_database  # noqa: F401 - a fixture
from tests.visits.test_release import run_all

pytestmark = pytest.mark.django_db
TUESDAY = timedelta(days=1)


@pytest.fixture
def rena(db):
    return coordinator()


def draft_of_one(rena, **more):
    murad = factories.trainer("Murad Quliyev")
    elder("Sona Kərimova", **{"windows": [(0, 10, 12)], **more})
    run = planned(rena)
    return run, run.planned.get(), murad


def codes(doubts, level=None):
    return [doubt.code for doubt in doubts if level in (None, doubt.level)]


def test_a_time_they_did_not_give_is_a_warning(rena):
    run, row, murad = draft_of_one(rena)
    moved, doubts = by_hand.move(run, row.pk, trainer=murad, starts_at=at(monday() + TUESDAY, 14))
    assert (moved.starts_at, moved.ends_at) == (at(monday() + TUESDAY, 14), at(monday() + TUESDAY, 15))
    assert codes(doubts) == ["not_glad"] and doubts[0].level == Level.KNOW


def test_who_lacks_a_skill_or_cannot_be_there_in_time_would_not_be_released(rena):
    run, row, murad = draft_of_one(rena)
    row.request.units.add(Unit.objects.create(code="calls"))
    _row, doubts = by_hand.move(run, row.pk, trainer=murad, starts_at=at(monday(), 16, 55))
    assert codes(doubts, Level.BLOCK) == ["does_not_fit", "not_reachable"]


def test_another_day_of_the_same_course_would_not_be_released(rena):
    murad = factories.trainer()
    sona = elder("Sona Kərimova")
    visit(sona, murad, at(monday() + TUESDAY, 14), state="confirmed")
    run = planned(rena, days=14)
    new = run.planned.get(visit=None)
    _row, doubts = by_hand.move(run, new.pk, trainer=murad, starts_at=at(monday() + TUESDAY, 10))
    assert "same_day" in codes(doubts, Level.BLOCK)


def test_what_was_booked_since_takes_its_time_in_the_draft_too(rena):
    run, row, murad = draft_of_one(rena)
    visit(elder("Tofiq Həsənov"), murad, at(monday(), 14))
    _row, doubts = by_hand.move(run, row.pk, trainer=murad, starts_at=at(monday(), 14, 30))
    assert codes(doubts, Level.BLOCK) == ["at_once"]
    assert doubts[0].facts == {"who": "Tofiq Həsənov"}


@pytest.mark.parametrize(
    ("starts_at", "code"),
    [
        (lambda: at(monday() - timedelta(days=7), 10), "too_soon"),
        (lambda: at(monday() + timedelta(days=9), 10), "outside"),
    ],
)
def test_nobody_is_put_into_the_past_or_outside_of_the_plan(rena, starts_at, code):
    run, row, murad = draft_of_one(rena)
    with pytest.raises(NotLikeThis) as refused:
        by_hand.move(run, row.pk, trainer=murad, starts_at=starts_at())
    assert code in codes(refused.value.doubts)
    before = row.starts_at
    row.refresh_from_db()
    assert row.starts_at == before


def test_a_trainer_does_not_visit_themself(rena):
    run, row, _murad = draft_of_one(rena)
    sona = factories.trainer("Nigar Əhmədova")
    row.request.person = sona.person
    row.request.save()
    with pytest.raises(NotLikeThis) as refused:
        by_hand.move(run, row.pk, trainer=sona, starts_at=at(monday(), 10))
    assert "not_sent" in codes(refused.value.doubts)


def test_each_step_is_undone_in_turn_the_last_first(rena):
    run, row, murad = draft_of_one(rena)
    began = row.starts_at
    by_hand.move(run, row.pk, trainer=murad, starts_at=at(monday(), 14))
    by_hand.pin(run, row.pk, is_pinned=True)
    by_hand.take_out(run, row.pk)
    seen = []
    for _step in range(3):
        undone = by_hand.undo(run)
        seen.append((undone.starts_at, undone.is_pinned, undone.is_moved))
    assert seen == [(at(monday(), 14), True, True), (at(monday(), 14), False, True), (began, False, False)]
    assert by_hand.undo(run) is None


def test_putting_back_is_the_planners_own_place_whatever_was_done(rena):
    run, row, murad = draft_of_one(rena)
    began = row.starts_at
    by_hand.move(run, row.pk, trainer=murad, starts_at=at(monday(), 14))
    by_hand.take_out(run, row.pk)
    back = by_hand.put_back(run, row.pk)
    assert (back.starts_at, back.trainer, back.is_moved) == (began, murad, False)


def test_a_plan_that_is_no_draft_is_not_touched(rena):
    run, row, murad = draft_of_one(rena)
    PlanRun.objects.update(state=PlanState.RELEASING)
    deeds = [
        lambda: by_hand.move(run, row.pk, trainer=murad, starts_at=at(monday(), 14)),
        lambda: by_hand.pin(run, row.pk, is_pinned=True),
        lambda: by_hand.take_out(run, row.pk),
        lambda: by_hand.undo(run),
    ]
    for deed in deeds:
        with pytest.raises(ChangedMeanwhile):
            deed()


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_at_once_neither_loses_the_way_back(shared_database):  # noqa: F811
    rena = coordinator()
    run, row, murad = draft_of_one(rena)
    began, barrier = row.starts_at, Barrier(2)

    def move(hour):
        try:
            barrier.wait()
            by_hand.move(PlanRun.objects.get(pk=run.pk), row.pk, trainer=murad, starts_at=at(monday(), hour))
        finally:
            connection.close()

    run_all([lambda: move(14), lambda: move(15)])
    by_hand.undo(run)
    assert by_hand.undo(run).starts_at == began
    assert by_hand.undo(run) is None


def test_starts_are_quarters_of_an_hour_where_the_day_holds(rena):
    factories.trainer("Murad Quliyev")
    for name in ("Sona Kərimova", "Tofiq Həsənov", "Aygün Əliyeva"):
        elder(name, windows=[(0, 9, 17)])
    starts = [row.starts_at for row in planned(rena).planned.all()]
    assert len(starts) == 3
    assert {start.minute % 15 for start in starts} == {0}
