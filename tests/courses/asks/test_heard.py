"""Everybody has a teacher's voice or film only with the teacher's own yes on the consent's page, while that holds."""

import importlib

import pytest
from django.apps import apps
from django.urls import reverse

from courses.domain.talk import asks, heard, spoken
from courses.errors import NotForAll
from courses.models import AnswerForm, Ask, AskState, FilmedAnswer
from elearn.people.api import consents_of, refuse_consent, withdraw_consent
from elearn.people.models import Consent, ConsentKind, ConsentState
from tests import factories

from .samples import answered, asked, decided, let_all_have_it, said, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_at_once")]


@pytest.fixture
def ask(lesson, rena):
    return asked(lesson, rena)


def spoken_to(ask, *moderators):
    row = said(ask)
    assert spoken.make(str(row.pk))
    return decided(ask, *moderators)


def filmed_to(ask):
    """An answer by film that was passed on."""
    asks.answer(ask, text="Belə.")
    ask.refresh_from_db()
    row = FilmedAnswer.objects.create(film=factories.ready_film(12), ask=ask, person=ask.teacher, state="made", text="")
    ask.film, ask.answer_form = row.film, AnswerForm.FILM
    ask.save()
    return row


def test_a_voice_goes_to_who_asked_and_stands_for_nobody_else_until_its_teacher_agrees(
    client, lesson, leyla, rena, ask
):
    spoken_to(ask, rena)
    assert (ask.state, ask.shown_at, asks.under(lesson)) == (AskState.ANSWERED, None, [])
    with pytest.raises(NotForAll):
        asks.let_be_shown(ask, by=leyla, is_shown=True)
    browser = signed_in(client, leyla)
    assert "Your answer goes to" in browser.get(reverse("courses:my_questions")).text
    went = browser.post(reverse("courses:my_question_shown", args=[ask.pk]), {"deed": "show"})
    consent = Consent.objects.get(subject=f"answer:{ask.voice.key}")
    assert went.url == reverse("consent", args=[consent.key])
    assert (consent.kind, consent.is_own, consent.state) == (ConsentKind.VOICE, True, ConsentState.ASKED)
    page = browser.get(went.url).text
    assert reverse("courses:spoken", args=[ask.voice.key]) in page
    assert asks.under(lesson) == []
    let_all_have_it(ask)
    assert asks.under(lesson) == [ask]


def test_a_yes_given_while_a_moderator_listens_counts_once_it_is_passed_on(lesson, rena, ask):
    spoken_to(ask)
    let_all_have_it(ask)
    assert asks.under(lesson) == []
    decided(ask, rena)
    assert asks.under(lesson) == [ask]


def test_taken_away_and_shown_again_needs_no_new_yes(client, lesson, leyla, rena, ask):
    spoken_to(ask, rena)
    let_all_have_it(ask)
    browser = signed_in(client, leyla)
    browser.post(reverse("courses:my_question_shown", args=[ask.pk]), {"deed": "hide"})
    assert asks.under(lesson) == []
    browser.post(reverse("courses:my_question_shown", args=[ask.pk]), {"deed": "show"})
    assert asks.under(lesson) == [ask]


@pytest.mark.parametrize("end", [withdraw_consent, refuse_consent])
def test_a_no_takes_it_away_and_holds(client, lesson, leyla, rena, ask, end):
    spoken_to(ask, rena)
    let_all_have_it(ask)
    end(ask.consent, by=leyla.account)
    ask.refresh_from_db()
    assert (ask.shown_at, asks.under(lesson)) == (None, [])
    client.logout()
    address = reverse("courses:spoken", args=[ask.voice.key])
    assert client.get(address).status_code == 404
    assert signed_in(client, ask.person).get(address).status_code == 200
    assert "Show it under my lesson" not in signed_in(client, leyla).get(reverse("courses:my_questions")).text
    with pytest.raises(NotForAll):
        heard.ask_for_all(ask, by=leyla)


def test_what_a_row_says_is_not_enough_where_the_consent_is_over(client, lesson, rena, ask):
    spoken_to(ask, rena)
    let_all_have_it(ask)
    Consent.objects.update(state=ConsentState.WITHDRAWN)  # by whatever way, without a word to us
    assert asks.under(lesson) == []
    client.logout()
    assert client.get(reverse("courses:spoken", args=[ask.voice.key])).status_code == 404


def test_another_voice_needs_another_yes(lesson, leyla, rena, ask):
    spoken_to(ask)
    let_all_have_it(ask)
    decided(ask, rena, approve=False)
    spoken_to(ask, rena)
    assert asks.under(lesson) == []
    assert not ask.consent


def test_nobody_agrees_for_the_teacher(leyla, rena, ask):
    spoken_to(ask, rena)
    for other in (ask.person, rena.person):
        with pytest.raises(NotForAll):
            heard.ask_for_all(ask, by=other)
    assert not consents_of(leyla).exists()


def test_what_is_written_needs_none(lesson, leyla, rena, ask):
    answered(ask, rena)
    assert asks.under(lesson) == [ask]
    assert heard.ask_for_all(ask, by=leyla) is None


@pytest.mark.parametrize(("words", "state"), [("Belə.", AskState.ANSWERED), ("", AskState.OPEN)])
def test_taking_back_the_yes_to_a_film_deletes_it_as_the_consent_says(lesson, leyla, rena, ask, words, state):
    row = filmed_to(ask)
    decided(ask, rena)
    assert asks.under(lesson) == []
    let_all_have_it(ask)
    assert asks.under(lesson) == [ask]
    Ask.objects.filter(pk=ask.pk).update(answer=words)
    withdraw_consent(ask.consent, by=leyla.account)
    ask.refresh_from_db()
    assert (ask.film, ask.state, ask.answer, asks.under(lesson)) == (None, state, words, [])
    assert not FilmedAnswer.objects.filter(pk=row.pk).exists()


def test_what_stood_before_anybody_was_asked_stands_no_longer(lesson, rena, ask):
    spoken_to(ask, rena)
    let_all_have_it(ask)
    written = answered(asked(lesson, rena, ask.person, text="Neçə saat?"), rena)
    importlib.import_module("courses.migrations.0011_answers_agreed_to").take_away(apps, None)
    ask.refresh_from_db(), written.refresh_from_db()
    assert ask.shown_at is None and written.shown_at is not None
