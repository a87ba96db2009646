"""Answering for an elder: a helper of their choice and our staff; nobody else, and never as the elder’s own yes."""

import pytest
from django.urls import reverse

from courses.domain.talk import asks
from courses.errors import MayNotHelp
from courses.models import AskState
from elearn.people.models import CompanionAct, Did, Role
from elearn.safety import api as safety
from elearn.safety.errors import NotTheirs
from tests import factories

from .samples import ANSWER, QUESTION, asked, decided, learner, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(db):
    return factories.staff("Sevda", "operator", language="en").account


@pytest.fixture
def kamran(leyla):
    """A grandson who passes on Leyla’s answers."""
    facts = {"birth_year": 1998, "email": "kamran@ask.example", "language": "en", "roles": [Role.COMPANION]}
    person = factories.person("Kamran Əliyev", **facts)
    factories.helps(leyla, person, may_answer=True)
    return person


def addresses(elder, ask):
    return [
        reverse("courses:questions_for", args=[elder.key]),
        reverse("courses:question_for", args=[elder.key, ask.pk]),
        reverse("courses:question_for_listen", args=[elder.key, ask.pk]),
    ]


def test_an_operator_takes_the_answer_down_on_the_phone(client, lesson, leyla, rena, operator):
    ask = asked(lesson, rena)
    signed_in(client, operator.person)
    assert addresses(leyla, ask)[0] in client.get(reverse("desk:caller", args=[leyla.key])).text
    pages = [client.get(address) for address in addresses(leyla, ask)[:2]]
    assert all(QUESTION in page.text and "Leyla" in page.text for page in pages)
    done = client.post(addresses(leyla, ask)[1], {"deed": "write", "text": ANSWER})
    assert done.url == addresses(leyla, ask)[0]
    ask.refresh_from_db()
    assert (ask.state, ask.answer_words.person, ask.answer_words.taken_by) == (AskState.SENT, leyla, operator)
    decided(ask, rena)
    assert (ask.state, ask.shown_at, asks.under(lesson)) == (AskState.ANSWERED, None, [])
    assert client.get(addresses(leyla, ask)[1]).status_code == 404  # what is answered is the elder’s own to read


def test_a_coordinator_does_not_decide_about_what_they_took_down(lesson, leyla, rena):
    ask = asks.answer(asked(lesson, rena), text=ANSWER, by=rena)
    with pytest.raises(NotTheirs):
        safety.decide(ask.answer_words, by=rena, approve=True)


def test_others_find_no_questions_and_send_no_answer(client, lesson, leyla, rena):
    ask = asked(lesson, rena)
    murad = learner(lesson, "Murad Quliyev")
    other = factories.staff("Nigar", "counsellor", language="en").account
    for person in (murad, ask.person, leyla, other.person):
        signed_in(client, person)
        for address in addresses(leyla, ask):
            assert client.get(address).status_code == 404
        assert client.post(addresses(leyla, ask)[1], {"deed": "write", "text": ANSWER}).status_code == 404
    with pytest.raises(MayNotHelp):
        asks.answer(ask, text=ANSWER, by=murad.account)
    client.logout()
    assert client.get(addresses(leyla, ask)[0]).status_code == 302


def test_only_the_elder_leaves_a_question_without_an_answer(client, lesson, leyla, rena, operator):
    ask = asked(lesson, rena)
    assert signed_in(client, operator.person).post(addresses(leyla, ask)[1], {"deed": "put_away"}).status_code == 404
    ask.refresh_from_db()
    assert ask.state == AskState.OPEN


def test_a_helper_of_their_choice_may_and_it_is_written_down(client, lesson, leyla, rena, kamran):
    ask = asked(lesson, rena)
    signed_in(client, kamran)
    assert addresses(leyla, ask)[0] in client.get(reverse("desk:home")).text
    assert client.post(addresses(leyla, ask)[1], {"deed": "write", "text": ANSWER}).status_code == 302
    act = CompanionAct.objects.get(did=Did.ANSWERED)
    assert (act.subject, act.title) == (f"ask:{ask.pk}", QUESTION)
    ask.refresh_from_db()
    assert ask.answer_words.taken_by == kamran.account


def test_a_helper_who_was_allowed_other_things_answers_nothing(client, lesson, leyla, rena):
    nadir = factories.person("Nadir Əliyev", birth_year=1990, email="nadir@ask.example", language="en")
    factories.helps(leyla, nadir, may_see=True, may_record=True)
    ask = asked(lesson, rena)
    signed_in(client, nadir)
    assert client.post(addresses(leyla, ask)[1], {"deed": "write", "text": ANSWER}).status_code == 404
    assert addresses(leyla, ask)[0] not in client.get(reverse("desk:home")).text
    assert not CompanionAct.objects.filter(did=Did.ANSWERED).exists()
