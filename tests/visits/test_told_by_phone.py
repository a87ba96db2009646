"""Who is told of visits by phone: how it stands now, once, and nothing of what is over."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from elearn.notices import api as notices
from elearn.notices.domain.calls import give_up_on_calls
from elearn.notices.domain.deliver import deliver
from elearn.notices.models import Notice
from elearn.people.models import ContactPoint, Person
from elearn.people.models.person import PersonStanding
from elearn.visits.domain.answer import agree, cancel
from elearn.visits.domain.book import move, propose
from elearn.visits.enums import Way
from elearn.visits.models import Visit
from tests.factories import staff, trainer
from tests.visits.made import moment, monday, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def rena():
    return staff("Rəna Həsənova", "coordinator").account


@pytest.fixture
def visit(rena):
    """A visit proposed to somebody who has a telephone on the wall."""
    request = waiting("Zöhrə Məlikova")
    ContactPoint.objects.create(person=request.person, kind="phone", value="+994124981234", is_landline=True)
    made = propose(request, trainer("Murad Quliyev"), starts_at=moment(monday(), 11), by=rena)
    lines()
    return made


def lines() -> list[str]:
    """The kinds on the list of calls, once everything was tried."""
    for notice in Notice.objects.filter(state="waiting"):
        deliver(str(notice.pk))
    return [notice.kind for notice in notices.calls_to_make()]


def test_only_how_it_stands_now_is_said(visit, rena):
    assert lines() == ["visit_proposed"]
    visit = move(visit, starts_at=moment(monday(), 14), by=rena)
    assert lines() == ["visit_moved"]
    agree(visit, way=Way.OPERATOR, by=rena)
    assert lines() == ["visit_confirmed"]
    cancel(Visit.objects.get(pk=visit.pk), by=rena, is_elder=False)
    assert lines() == ["visit_cancelled"]
    assert notices.count_stuck() == 0


def test_another_visit_and_another_persons_are_still_told(visit, rena):
    other = waiting("Tofiq Həsənov")
    ContactPoint.objects.create(person=other.person, kind="phone", value="+994124984321", is_landline=True)
    made = propose(other, trainer("Nigar Əhmədova"), starts_at=moment(monday(), 11), by=rena)
    assert lines() == ["visit_proposed", "visit_proposed"]
    cancel(made, by=rena, is_elder=False)
    assert sorted(lines()) == ["visit_cancelled", "visit_proposed"]


@pytest.mark.parametrize("what", ["a question", "a visit"])
def test_nothing_is_said_of_what_is_over(visit, rena, what):
    until = visit.answer_by
    if what == "a visit":
        agree(visit, way=Way.OPERATOR, by=rena)
        until = visit.ends_at
    assert len(lines()) == 1
    give_up_on_calls(until - timedelta(minutes=1))
    assert len(lines()) == 1
    give_up_on_calls(until + timedelta(minutes=1))
    assert lines() == [] and notices.count_stuck() == 0


def test_nobody_rings_for_who_has_died(visit):
    Person.objects.filter(pk=visit.person_id).update(standing=PersonStanding.DECEASED)
    assert lines() == []


def test_a_message_that_lay_too_long_is_not_sent_after_the_visit(visit, rena):
    agree(visit, way=Way.OPERATOR, by=rena)
    late = Notice.objects.get(kind="visit_confirmed")
    ended = (timezone.now() - timedelta(hours=1)).isoformat()
    assert datetime.fromisoformat(late.facts["not_after"]) == visit.ends_at
    Notice.objects.filter(pk=late.pk).update(facts=late.facts | {"not_after": ended})
    assert deliver(str(late.pk)) == "unreachable"
