"""Answering a work for an elder: a helper of their choice and our staff; nobody else, and never about their own."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from courses import api
from courses.domain.works.practice_replies import reply
from courses.errors import MayNotHelp, WorkClosed
from courses.models import PracticeReply, PracticeState, Verdict
from elearn.people.models import CompanionAct, Did, Role
from elearn.safety import api as safety
from elearn.safety.errors import NotTheirs
from tests import factories
from tests.courses.practice.works import learner, lesson_of, passed_on, teacher

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def leyla():
    return teacher()


@pytest.fixture
def rena():
    made = factories.staff("Rəna", "coordinator", language="en")
    safety.prepare()
    return made.account


@pytest.fixture
def lesson(leyla):
    return lesson_of(leyla)


@pytest.fixture
def kamran(leyla):
    """A grandson who passes on what Leyla says."""
    person = factories.person("Kamran Əliyev", birth_year=1998, email="kamran@works.example", roles=[Role.COMPANION])
    factories.helps(leyla, person, may_answer=True)
    return person


def addresses(elder, work):
    return [reverse("courses:works_for", args=[elder.key]), reverse("courses:work_for", args=[elder.key, work.pk])]


def test_a_helper_of_their_choice_passes_it_on_and_that_is_written_down(client, lesson, leyla, rena, kamran):
    work = passed_on(learner(lesson), lesson, rena)
    client.force_login(kamran.account)
    listed, one = addresses(leyla, work)
    assert listed in client.get(reverse("desk:home")).text
    assert one in client.get(listed).text
    assert client.get(one).status_code == 200
    assert client.get(reverse("courses:work_picture", args=[work.pk])).status_code == 200
    assert client.post(one, {"verdict": "accept", "text": "Afərin, balam!"}).url == listed
    made, work_now = PracticeReply.objects.get(), type(work).objects.get()
    assert (made.by, made.by_account, made.for_teacher) == (leyla, kamran.account, True)
    assert (made.submission.person, made.submission.taken_by) == (leyla, kamran.account)
    assert work_now.state == PracticeState.ACCEPTED
    act = CompanionAct.objects.get(did=Did.ANSWERED_WORK)
    assert (act.subject, act.title) == (f"practice:{work.pk}", lesson.title)
    # What is answered is the elder's own to read, and so is its picture.
    assert client.get(one).status_code == 404
    assert client.get(reverse("courses:work_picture", args=[work.pk])).status_code == 404


def test_an_operator_takes_it_down_on_the_phone(client, lesson, leyla, rena):
    operator = factories.staff("Sevda", "operator", language="en").account
    work = passed_on(learner(lesson), lesson, rena)
    client.force_login(operator)
    listed, one = addresses(leyla, work)
    assert listed in client.get(reverse("desk:caller", args=[leyla.key])).text
    client.post(one, {"verdict": "again", "text": "Kənarını bir az boş toxuyun."})
    made = PracticeReply.objects.get()
    assert (made.by, made.by_account, made.verdict) == (leyla, operator, Verdict.AGAIN)
    assert not CompanionAct.objects.exists()


def test_a_coordinator_does_not_read_through_what_they_took_down(lesson, leyla, rena):
    work = passed_on(learner(lesson), lesson, rena)
    made = reply(work, by=rena, verdict=Verdict.ENCOURAGE, text="Afərin!", teacher=leyla)
    with pytest.raises(NotTheirs):
        safety.decide(made.submission, by=rena, approve=True)


def test_others_find_nothing_and_answer_nothing(client, lesson, leyla, rena):
    gunay = learner(lesson)
    work = passed_on(gunay, lesson, rena)
    nadir = factories.person("Nadir Əliyev", birth_year=1990, email="nadir@works.example", roles=[Role.COMPANION])
    factories.helps(leyla, nadir, may_see=True, may_record=True)
    counsellor = factories.staff("Nigar", "counsellor", language="en")
    for person in (gunay, nadir, counsellor, learner(lesson, "Murad Quliyev")):
        client.force_login(person.account)
        for address in addresses(leyla, work):
            assert client.get(address).status_code == 404
        assert client.post(addresses(leyla, work)[1], {"verdict": "accept"}).status_code == 404
        with pytest.raises((MayNotHelp, WorkClosed)):
            reply(work, by=person.account, verdict=Verdict.ACCEPT, teacher=leyla)
    client.logout()
    assert client.get(addresses(leyla, work)[0]).status_code == 302
    assert not PracticeReply.objects.exists()


def test_a_helper_who_learns_there_accepts_nothing_of_their_own(client, lesson, leyla, rena, kamran):
    api.enrol(kamran, api.course_of(lesson))
    work = passed_on(kamran, lesson, rena)
    client.force_login(kamran.account)
    listed, one = addresses(leyla, work)
    assert list(client.get(listed).context["rows"]) == []
    assert client.post(one, {"verdict": "accept"}).status_code == 404
    with pytest.raises(WorkClosed):
        reply(work, by=kamran.account, verdict=Verdict.ACCEPT, teacher=leyla)


def test_works_of_another_teacher_are_not_reached_through_ones_elder(client, lesson, leyla, rena, kamran):
    elsewhere = lesson_of(teacher("Sona Kərimova", "sona@works.example"), title="Başqa")
    work = passed_on(learner(elsewhere), elsewhere, rena)
    client.force_login(kamran.account)
    assert client.get(addresses(leyla, work)[1]).status_code == 404
    with pytest.raises(WorkClosed):
        reply(work, by=kamran.account, verdict=Verdict.ACCEPT, teacher=leyla)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(client, lesson, leyla, rena, kamran, count, django_assert_num_queries):
    for number in range(count):
        passed_on(learner(lesson, f"G{number} Quliyeva"), lesson, rena)
    client.force_login(kamran.account)
    address = reverse("courses:works_for", args=[leyla.key])
    client.get(address)
    with django_assert_num_queries(11):
        assert len(client.get(address).context["rows"]) == count
