"""How long the talk of a webinar is kept by name: the sums and what everybody saw stay, names go."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.domain.webinars import asks, polls, talk
from courses.models import Ask, LiveQuestion, PollAnswer, QuestionVote, Webinar
from courses.views.webinars._talk import rows_of
from elearn.people.api import tidy
from tests import factories

pytestmark = pytest.mark.django_db


def days(count: int):
    return timezone.now() + timedelta(days=count)


@pytest.fixture
def people():
    return [
        factories.person("Günay Məmmədova", birth_year=2000, email="gunay@webinar.example"),
        factories.person("Murad Həsənov", birth_year=1999, email="murad@webinar.example"),
    ]


@pytest.fixture
def webinar(people):
    """Both have chosen; Günay asked three things, one of which Murad wants to know too."""
    rena = factories.person("Rəna Quliyeva", birth_year=1980)
    made = factories.webinar(registered=people, hosts=[rena], state="on_air")
    gunay, murad = people
    poll = polls.open_poll(polls.prepare_poll(made, text="Yun?", options=["Hə", "Yox"], by=rena), by=rena)
    for person in people:
        polls.choose(person, poll, option=poll.options.first().pk)
    polls.close_poll(poll, by=rena)
    for text, deed in (("Neçə ilmə?", "show"), ("Söyüş", "hide"), ("Hansı ip?", "")):
        question = talk.ask(gunay, made, text=text)
        if deed:
            talk.move(question, deed, by=rena)
    shown = LiveQuestion.objects.get(text="Neçə ilmə?")
    talk.vote(murad, shown, is_wanted=True)
    talk.answer(shown, by=rena, text="On.")
    Webinar.objects.update(state="ended", ended_at=timezone.now())
    made.refresh_from_db()
    return made


@pytest.mark.database
def test_choices_and_votes_stay_as_sums_after_a_month(webinar):
    before = polls.lines(polls.shown(webinar))
    tidy(now=days(29))
    assert (PollAnswer.objects.exclude(person=None).count(), QuestionVote.objects.count()) == (2, 1)
    tidy(now=days(31))
    assert (PollAnswer.objects.exclude(person=None).count(), QuestionVote.objects.count()) == (0, 0)
    assert polls.lines(polls.shown(webinar)) == before
    assert [row.count for row in before[polls.shown(webinar)[0].pk]] == [2, 0]
    assert LiveQuestion.objects.get(text="Neçə ilmə?").votes == 1


@pytest.mark.database
def test_questions_that_everybody_saw_stay_without_a_name_after_a_year(webinar, people):
    asks.collect(webinar)
    tidy(now=days(364))
    assert LiveQuestion.objects.exclude(person=None).count() == 3
    tidy(now=days(366))
    tidy(now=days(366))  # finds nothing more
    row = LiveQuestion.objects.get()
    assert (row.text, row.person, row.votes, row.answer) == ("Neçə ilmə?", None, 1, "On.")
    assert talk.said(row)["name"] == ""
    assert Ask.objects.get().text == "Hansı ip?"  # the teacher still has it
    assert [(one.name, one.is_own) for one in rows_of(talk.all_questions(webinar), people[1])] == [("", False)]


def test_what_was_asked_for_a_webinar_that_nobody_began_goes_too(webinar):
    Webinar.objects.update(state="announced", ended_at=None, starts_at=timezone.now())
    tidy(now=days(366))
    assert not QuestionVote.objects.exists()
    assert not LiveQuestion.objects.exclude(person=None).exists()
