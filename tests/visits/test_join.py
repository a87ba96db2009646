"""Two records of one elder become one, and nothing that keeps them safe is lost; who has died is visited by nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from elearn.notices.models import Notice
from elearn.people.api import home_mark, merge, write_home
from elearn.people.domain.standing import mark_standing
from elearn.people.models import Person, PrivateDetails
from elearn.people.models.person import PersonStanding
from elearn.visits.domain.answer import agree
from elearn.visits.domain.book import propose
from elearn.visits.enums import Way
from elearn.visits.models import Pair, Visit, VisitRequest
from tests.factories import person, staff, trainer
from tests.visits.made import moment, monday, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def rena():
    return staff("Rəna Həsənova", "coordinator").account


def proposed(request, who, rena, *, later=0):
    return propose(request, trainer(who), starts_at=moment(monday() + timedelta(days=later), 11), by=rena)


def test_what_keeps_an_elder_safe_is_asked_for_by_either_record():
    ours, theirs = waiting("Sona Kərimova"), waiting("Sona Kerimova", is_two_person=True, wants_woman=True)
    ours.set_needs(note="İt var", mobility="Çəliklə gəzir")
    ours.save()
    theirs.set_needs(note="Qapı arxadandır", signs=True)
    theirs.save()
    merge(ours.person, theirs.person, by=None)
    ours.refresh_from_db()
    assert (ours.is_two_person, ours.wants_woman) == (True, True)
    assert ours.needs == {"note": "İt var; Qapı arxadandır", "mobility": "Çəliklə gəzir", "signs": True}


@pytest.mark.parametrize("kinds", [("preferred", "incompatible"), ("incompatible", "preferred")])
def test_who_must_not_meet_by_one_record_does_not_meet(kinds):
    ours, theirs, murad = waiting("Sona Kərimova"), waiting("Sona Kerimova"), trainer()
    for request, kind in zip((ours, theirs), kinds, strict=True):
        Pair.objects.create(person=request.person, trainer=murad, kind=kind)
    merge(ours.person, theirs.person, by=None)
    assert Pair.objects.get(person=ours.person).kind == "incompatible"


def test_the_home_that_is_kept_is_the_one_to_which_visits_go():
    old = waiting("Sona Kərimova", state="done", ended_at=timezone.now())
    new = waiting("Sona Kerimova")
    write_home(new.person, "Bakıxanov 7", by=None)
    merge(old.person, new.person, by=None)
    new.refresh_from_db()
    assert sorted(row.address for row in PrivateDetails.objects.all()) == ["", "Bakıxanov 7"]
    assert PrivateDetails.objects.get(person=old.person).address == "Bakıxanov 7"
    assert new.address_mark == home_mark(old.person) != ""


@pytest.mark.parametrize("has_row", [True, False])
def test_a_home_that_only_one_of_them_has_is_kept(has_row):
    ours, theirs = waiting("Sona Kərimova"), waiting("Sona Kerimova")
    PrivateDetails.objects.filter(person=ours.person).update(address="")
    if not has_row:
        PrivateDetails.objects.filter(person=ours.person).delete()
    merge(Person.objects.get(pk=ours.person_id), theirs.person, by=None)
    ours.refresh_from_db()
    assert PrivateDetails.objects.get(person=ours.person).address == "Nizami küçəsi 10, mənzil 5"
    assert ours.address_mark == home_mark(ours.person) != ""


def test_visits_of_both_are_numbered_on_and_none_is_at_the_time_of_another(rena):
    ours, theirs = waiting("Sona Kərimova"), waiting("Sona Kerimova")
    first = proposed(ours, "Murad Quliyev", rena)
    doubled = proposed(theirs, "Nigar Əhmədova", rena)
    later = proposed(theirs, "Lalə Məlikova", rena, later=2)
    merge(ours.person, theirs.person, by=None)
    coming = Visit.objects.filter(state="proposed").order_by("number").values_list("pk", "person", "request")
    assert list(coming) == [(pk, ours.person_id, ours.pk) for pk in (first.pk, later.pk)]
    assert list(Visit.objects.filter(request=ours).order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    told = Notice.objects.get(kind="trainer_visit_cancelled")
    doubled.refresh_from_db()
    assert (doubled.state, told.person) == ("cancelled", doubled.trainer.person)


def test_what_is_paused_by_one_record_does_not_stop_what_was_asked_for_by_the_other(rena):
    paused, asked = waiting("Sona Kərimova", state="paused"), waiting("Sona Kerimova")
    coming = proposed(asked, "Murad Quliyev", rena)
    merge(paused.person, asked.person, by=None)
    asked.refresh_from_db()
    assert (asked.state, asked.person, list(asked.visits.all())) == ("waiting", paused.person, [coming])


@pytest.mark.parametrize(("wanted", "state"), [(3, "under_way"), (2, "done")])
def test_a_course_is_finished_by_the_visits_of_both(rena, wanted, state):
    ours, theirs = waiting("Sona Kərimova"), waiting("Sona Kerimova")
    for number, request in enumerate((ours, theirs)):
        proposed(request, "Murad Quliyev" if number else "Nigar Əhmədova", rena, later=number)
    Visit.objects.update(state="done")
    VisitRequest.objects.update(state="under_way", visits_wanted=wanted)
    merge(ours.person, theirs.person, by=None)
    ours.refresh_from_db()
    assert (ours.state, ours.ended_at is None) == (state, state != "done")


@pytest.mark.parametrize("is_kept", [True, False])
def test_who_has_died_by_one_of_the_records_is_visited_by_nobody(rena, is_kept):
    visit = proposed(waiting("Sona Kərimova"), "Murad Quliyev", rena)
    agree(visit, way=Way.LINK)
    other = person("Sona Kerimova")
    Person.objects.filter(pk=other.pk).update(standing=PersonStanding.DECEASED)
    merge(*((visit.person, other) if is_kept else (other, visit.person)), by=None)
    visit.refresh_from_db()
    assert (visit.state, VisitRequest.objects.get().state) == ("cancelled", "withdrawn")
    assert Notice.objects.filter(person=visit.trainer.person, kind="trainer_visit_cancelled").count() == 1


def test_a_death_cancels_what_stands_of_a_finished_course_too(rena):
    visit = proposed(waiting("Sona Kərimova"), "Murad Quliyev", rena)
    agree(visit, way=Way.LINK)
    VisitRequest.objects.update(state="done", ended_at=timezone.now())
    mark_standing(visit.person, PersonStanding.DECEASED, since=timezone.localdate(), source="Qonşu zəng edib", by=rena)
    visit.refresh_from_db()
    assert (visit.state, VisitRequest.objects.get().state) == ("cancelled", "done")
    assert Notice.objects.filter(person=visit.trainer.person, kind="trainer_visit_cancelled").count() == 1
