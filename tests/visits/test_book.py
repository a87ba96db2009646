"""Offering a visit and moving it: what may be, who may, and what nobody gets round."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from elearn.notices.models import Notice
from elearn.visits.domain.answer import cancel
from elearn.visits.domain.book import move, propose
from elearn.visits.domain.reachable import reachable
from elearn.visits.enums import PairKind, VisitState
from elearn.visits.errors import (
    AddressMissing,
    ChangedMeanwhile,
    DoesNotFit,
    NotBookable,
    NotReachable,
    NotYours,
    TimeTaken,
)
from elearn.visits.models import Absence, Check, ExtraHours, Pair, Unit, Visit
from tests.factories import district, person, staff, trainer, visit_request
from tests.visits.made import moment, monday, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def murad():
    return trainer("Murad Quliyev")


@pytest.fixture
def rena():
    return staff("Rəna Həsənova", "coordinator").account


def offered(request, whom, hour=11, minute=0, *, by=None, day=None, **more):
    return propose(request, whom, starts_at=moment(day or monday(), hour, minute), by=by or whom.person.account, **more)


def refused(error, *args, **more) -> bool:
    before = Visit.objects.count()
    with pytest.raises(error):
        offered(*args, **more)
    return Visit.objects.count() == before


def test_a_trainer_offers_a_time_and_the_elder_is_asked(murad):
    sona = waiting("Sona Kərimova")
    visit = offered(sona, murad)
    assert (visit.state, visit.number, visit.version, visit.made_by) == ("proposed", 1, 1, murad.person.account)
    assert visit.ends_at - visit.starts_at == timedelta(minutes=60)
    assert len(visit.code) == 6 and visit.code.isdigit()
    assert timezone.now() < visit.answer_by < visit.starts_at
    told = Notice.objects.get(kind="visit_proposed")
    assert told.person == sona.person and visit.code not in str(told.facts) and "Nizami" not in str(told.facts)
    assert "Quliyev" not in str(told.facts)


def test_only_the_trainer_or_the_office_offers_a_trainers_time(murad, rena):
    sona = waiting()
    nigar = trainer("Nigar Əhmədova")
    assert refused(NotYours, sona, murad, by=nigar.person.account)
    assert refused(NotYours, sona, murad, by=person("Günay Məmmədova", email="g@korpu.example").account)
    assert offered(sona, murad, by=rena).made_by == rena


def test_a_trainer_never_says_yes_for_the_elder_but_the_operator_writes_it_down(murad):
    sona = waiting()
    assert refused(NotYours, sona, murad, agreed_way="operator")
    operator = staff("Nigar Səfərova", "operator").account
    visit = offered(sona, murad, by=operator, agreed_way="operator")
    assert (visit.state, visit.agreed_way, visit.agreed_by) == ("confirmed", "operator", operator)
    assert not Notice.objects.filter(kind="visit_proposed").exists()


def test_without_an_address_nobody_comes(murad):
    assert refused(AddressMissing, visit_request(), murad)


@pytest.mark.parametrize("why", ["expired", "expires_before", "suspended", "photo", "role", "sign_in"])
def test_nobody_is_sent_without_every_check_on_the_day(murad, rena, why):
    if why in ("expired", "expires_before"):
        day = monday() - timedelta(days=1) if why == "expires_before" else timezone.localdate() - timedelta(days=1)
        Check.objects.filter(trainer=murad, kind="conduct").update(expires_on=day)
    elif why == "suspended":
        murad.suspended_at = timezone.now()
    elif why == "photo":
        murad.photo = ""
    elif why == "role":
        murad.person.account.groups.clear()
    else:
        type(murad.person.account).objects.filter(pk=murad.person.account.pk).update(is_active=False)
    murad.save()
    assert refused(NotBookable, waiting(), type(murad).objects.get(), by=rena)


def test_a_newer_check_counts_and_an_older_one_does_not_come_back(murad, rena):
    Check.objects.create(
        trainer=murad, kind="conduct", seen_on=timezone.localdate(), expires_on=timezone.localdate() + timedelta(days=1)
    )
    assert refused(NotBookable, waiting(), murad, by=rena)


@pytest.mark.parametrize("why", ["woman", "language", "skill", "signs", "pair", "self"])
def test_who_does_not_fit_is_not_offered_by_the_office_either(murad, rena, why):
    sona = waiting(
        "Sona Kərimova" if why != "self" else murad.person,
        wants_woman=why == "woman", language="en" if why == "language" else "az",
    )  # fmt: skip
    if why == "skill":
        sona.units.add(Unit.objects.create(code="photos"))
    if why == "signs":
        sona.set_needs(signs=True)
        sona.save()
    if why == "pair":
        Pair.objects.create(person=sona.person, trainer=murad, kind=PairKind.INCOMPATIBLE)
    assert refused(DoesNotFit, sona, murad, by=rena)


def test_a_trainer_keeps_to_the_times_the_elder_gave_and_does_not_book_for_two(murad, rena):
    sona = waiting(windows=((0, 10, 12),))
    assert refused(DoesNotFit, sona, murad, 14)
    assert refused(DoesNotFit, sona, murad, 11, 30)
    assert refused(DoesNotFit, waiting("Tofiq Həsənov", is_two_person=True), murad)
    assert offered(sona, murad, 14, by=rena)


def test_who_did_not_say_yes_twice_is_not_asked_again_by_the_same_trainer(murad, rena):
    sona = waiting()
    for _time in range(2):
        assert [offer.key for offer in reachable(murad)] == [sona.key]
        cancel(offered(sona, murad), by=rena, is_elder=True)
    assert reachable(murad) == []
    assert refused(DoesNotFit, sona, murad)
    assert offered(sona, trainer("Elçin Səfərov"))
    Visit.objects.filter(state="proposed").delete()
    assert offered(sona, murad, by=rena)


def test_ways_hours_days_away_and_notice_hold_for_everybody(murad, rena):
    sona = waiting(windows=((0, 0, 23), (5, 0, 23)))
    assert refused(NotReachable, sona, murad, 9, by=rena)  # has to come from home first
    assert refused(NotReachable, sona, murad, 16, by=rena)  # and be back
    assert refused(NotReachable, sona, murad, day=monday() + timedelta(days=5), by=rena)
    assert refused(NotReachable, sona, murad, day=timezone.localdate(), by=rena)
    Absence.objects.create(trainer=murad, first_day=monday(), last_day=monday())
    assert refused(NotReachable, sona, murad, by=rena)
    Absence.objects.all().delete()
    ExtraHours.objects.create(trainer=murad, day=monday(), starts=time(14), ends=time(17))
    assert refused(NotReachable, sona, murad, by=rena)
    assert offered(sona, murad, 15)


def test_the_way_from_the_visit_before_and_to_the_next_counts(murad):
    far = district("Xəzər")
    far.latitude, far.longitude = 40.45, 50.19
    far.save()
    offered(waiting("Tofiq Həsənov", district=far), murad, 11)
    assert refused(NotReachable, waiting("Sona Kərimova"), murad, 12)
    assert offered(waiting("Səlimə Nəbiyeva"), murad, 14).travel_minutes >= 0


def test_the_same_time_twice_is_taken_also_for_the_elder(murad):
    sona, tofiq = waiting("Sona Kərimova"), waiting("Tofiq Həsənov")
    offered(sona, murad)
    assert refused(TimeTaken, tofiq, murad)
    assert refused(TimeTaken, sona, murad)
    assert refused(TimeTaken, sona, trainer("Nigar Əhmədova"))


def test_a_course_has_one_visit_a_day_and_no_more_than_were_asked_for(murad, rena):
    sona = waiting(visits_wanted=2)
    offered(sona, murad, 10)
    assert refused(DoesNotFit, sona, murad, 14)
    assert offered(sona, murad, 10, day=monday() + timedelta(days=2)).number == 2
    assert refused(DoesNotFit, sona, murad, 10, day=monday() + timedelta(days=4))


@pytest.mark.parametrize("state", ["paused", "done", "withdrawn"])
def test_who_does_not_wait_is_not_offered_anything(murad, state):
    assert refused(ChangedMeanwhile, waiting(state=state), murad)


def test_a_moved_visit_is_asked_for_anew(murad, rena):
    visit = offered(waiting(), murad, by=rena, agreed_way="operator")
    moved = move(visit, starts_at=moment(monday(), 13), by=murad.person.account)
    assert (moved.state, moved.agreed_way, moved.version) == ("proposed", "", visit.version + 1)
    assert moved.code and moved.answer_by and moved.word == ""
    assert Notice.objects.filter(kind="visit_moved").count() == 1
    assert not Notice.objects.filter(kind="trainer_visit_moved").exists()
    with pytest.raises(ChangedMeanwhile):
        move(visit, starts_at=moment(monday(), 14), by=rena)


def test_a_visit_may_be_moved_over_itself_but_not_over_another(murad, rena):
    visit = offered(waiting("Sona Kərimova"), murad, 10)
    offered(waiting("Tofiq Həsənov"), murad, 13)
    visit = move(visit, starts_at=moment(monday(), 10, 30), by=rena)
    with pytest.raises(TimeTaken):
        move(visit, starts_at=moment(monday(), 12, 30), by=rena)


def test_a_trainer_moves_only_their_own_and_sends_nobody_else(murad, rena):
    nigar = trainer("Nigar Əhmədova")
    visit = offered(waiting(), murad, 10)
    for by, to in ((nigar.person.account, None), (murad.person.account, nigar), (nigar.person.account, nigar)):
        with pytest.raises(NotYours):
            move(visit, starts_at=moment(monday(), 13), trainer=to, by=by)
    Visit.objects.update(is_pinned=True)
    visit.refresh_from_db()
    with pytest.raises(NotYours):
        move(visit, starts_at=moment(monday(), 13), by=murad.person.account)
    moved = move(visit, starts_at=moment(monday(), 13), trainer=nigar, by=rena)
    assert moved.trainer == nigar
    assert {(one.kind, one.person) for one in Notice.objects.exclude(kind="visit_proposed")} == {
        ("visit_moved", moved.person), ("trainer_visit_cancelled", murad.person),
    }  # fmt: skip


@pytest.mark.parametrize("state", [VisitState.CANCELLED, VisitState.DONE, VisitState.NO_SHOW])
def test_what_is_over_is_not_moved(murad, rena, state):
    visit = offered(waiting(), murad, 10)
    Visit.objects.update(state=state)
    with pytest.raises(ChangedMeanwhile):
        move(visit, starts_at=moment(monday(), 13), by=rena)
