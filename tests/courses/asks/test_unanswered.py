"""A question that the teacher would rather not answer: put away, taken out again, and told to who asked by day."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.domain.talk import asks, unanswered
from courses.models import AskState
from courses.own_data.asks import forget_asks
from elearn.history.models import Entry, Kind
from elearn.notices.models import Notice
from elearn.people.models import Role
from elearn.safety import api as safety
from elearn.safety.models import Hidden
from tests import factories

from .samples import ANSWER, QUESTION, answered, asked, decided, learner, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def tomorrow():
    """The afternoon two days from now: a day after whatever is put away in this moment."""
    day = timezone.localdate() + timedelta(days=2)
    return datetime(day.year, day.month, day.day, 14, tzinfo=timezone.get_current_timezone())


def told(ask) -> int:
    return Notice.objects.filter(person=ask.person, kind="ask_unanswered").count()


def test_what_is_put_away_is_listed_last_and_can_be_taken_out_again(client, lesson, leyla, rena, tomorrow):
    ask = asked(lesson, rena)
    other = asked(lesson, rena, learner(lesson, "Murad Quliyev"), text="Neçəyə?")
    address, home = reverse("courses:my_question", args=[ask.pk]), reverse("courses:my_questions")
    browser = signed_in(client, leyla)
    assert browser.post(address, {"deed": "put_away"}).url == home
    page = browser.get(home)
    assert page.context["rows"] == [other, ask] and page.context["waiting"] == {other.pk}
    assert 'value="take_out"' in page.text and 'value="take_out"' in browser.get(address).text
    assert asks.waiting_for(leyla) == 1
    assert browser.post(address, {"deed": "write", "text": ANSWER}).status_code == 422  # it is answered when taken out

    assert browser.post(address, {"deed": "take_out"}).url == home
    ask.refresh_from_db()
    assert (ask.state, ask.tell_after) == (AskState.OPEN, None)
    assert unanswered.tell_askers(now=tomorrow) == 0 and told(ask) == 0
    assert answered(ask, rena).state == AskState.ANSWERED
    kinds = Entry.objects.filter(subject=f"ask:{ask.pk}").values_list("kind", flat=True)
    assert {Kind.ASK_PUT_AWAY, Kind.ASK_TAKEN_OUT} <= set(kinds)


def test_who_asked_is_told_once_when_it_stays_so(client, lesson, leyla, rena, tomorrow):
    ask = asked(lesson, rena)
    page = signed_in(client, ask.person).get(reverse("courses:my_asked"))
    assert "We write to you when it comes." in page.text
    unanswered.put_away(ask)
    assert unanswered.tell_askers(now=tomorrow - timedelta(days=2)) == 0  # the teacher may think again
    assert "There is no answer to this question." not in client.get(reverse("courses:my_asked")).text
    assert unanswered.tell_askers(now=tomorrow.replace(hour=22)) == 0  # nor at night
    assert [unanswered.tell_askers(now=tomorrow) for _ in range(2)] == [1, 0] and told(ask) == 1
    assert Notice.objects.get(kind="ask_unanswered").facts["question"] == QUESTION
    assert "There is no answer to this question." in client.get(reverse("courses:my_asked")).text


def test_an_answer_that_was_not_passed_on_waits_again_as_it_did(lesson, leyla, rena):
    ask = asked(lesson, rena)
    asks.answer(ask, text=ANSWER)
    decided(ask, rena, approve=False)
    assert unanswered.put_away(ask) and asks.waiting_for(leyla) == 0
    assert unanswered.take_out(ask) and asks.waiting_for(leyla) == 1
    assert unanswered.put_away(ask)
    safety.decide(ask.answer_words, by=rena, approve=True)  # a moderator thinks again meanwhile
    unanswered.take_out(ask)
    ask.refresh_from_db()
    assert (ask.state, ask.tell_after) == (AskState.ANSWERED, None)


@pytest.mark.parametrize("how", ["hidden", "taken back"])
def test_nobody_is_told_of_what_nobody_may_read(lesson, rena, tomorrow, how):
    ask = asked(lesson, rena)
    unanswered.put_away(ask)
    if how == "hidden":
        Hidden.objects.create(subject=f"ask:{ask.pk}")
    else:
        safety.withdraw(ask.question_words, by=ask.person)
    assert unanswered.tell_askers(now=tomorrow) == 0
    assert not unanswered.take_out(ask)


def test_who_asked_a_teacher_whose_data_goes_is_told_too(lesson, leyla, rena, tomorrow):
    ask = asked(lesson, rena)
    old = asked(lesson, rena, ask.person, text="Neçəyə?")
    unanswered.put_away(old)
    assert unanswered.tell_askers(now=tomorrow) == 1
    forget_asks(leyla)
    assert [unanswered.tell_askers(now=tomorrow) for _ in range(2)] == [1, 0] and told(ask) == 2


def test_only_the_teacher_takes_it_out_again(client, lesson, leyla, rena):
    ask = asked(lesson, rena)
    unanswered.put_away(ask)
    murad = factories.person("Murad Quliyev", email="murad@ask.example", birth_year=1950, roles=[Role.ELDER])
    operator = factories.staff("Sevda", "operator", language="en")
    address = reverse("courses:my_question", args=[ask.pk])
    for person in (murad, ask.person, operator):
        assert signed_in(client, person).post(address, {"deed": "take_out"}).status_code == 404
    helping = reverse("courses:question_for", args=[leyla.key, ask.pk])
    assert signed_in(client, operator).post(helping, {"deed": "take_out"}).status_code == 404
    client.logout()
    assert client.post(address, {"deed": "take_out"}).status_code == 302
    ask.refresh_from_db()
    assert ask.state == AskState.PUT_AWAY


def test_what_is_answered_is_neither_put_away_nor_taken_out(lesson, rena):
    ask = answered(asked(lesson, rena), rena)
    assert not unanswered.put_away(ask) and not unanswered.take_out(ask)
    ask.refresh_from_db()
    assert ask.state == AskState.ANSWERED


@pytest.mark.database
def test_telling_and_taking_out_at_once_is_one_of_both(lesson, rena, tomorrow):
    ask = asked(lesson, rena)
    unanswered.put_away(ask)
    ask.refresh_from_db()
    unanswered.take_out(ask)
    assert not unanswered._tell(ask) and told(ask) == 0  # read before it was taken out
