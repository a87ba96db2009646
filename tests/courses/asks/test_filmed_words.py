"""The words beside an answer by film: written before, with and after it is sent; none are lost, none pass unread."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from courses.domain.talk import asks, filmed, filmed_words
from courses.errors import WordsChanged
from courses.models import FilmedAnswer
from elearn.people.models import CompanionAct, Role
from elearn.safety import api as safety
from elearn.safety.errors import ContactsInWords, DecidedMeanwhile
from elearn.safety.rules import Handling
from media_pipeline.models import Film, FilmState, Refusal, Take
from tests import factories

from .samples import asked, decided, learner, signed_in
from .test_filmed import MP4, made, piece, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "answer.mp4"
    path.write_bytes(MP4)
    return path


def test_they_are_kept_while_nothing_is_recorded_and_go_with_the_recording(client, lesson, leyla, rena):
    ask = asked(lesson, rena)
    page = signed_in(client, leyla).get(reverse("courses:my_question_film", args=[ask.pk]))
    keep, begin = page.context["keep"], page.context["settings"]["begin"]
    assert client.post(keep, {"said": "Zəng edin 050 123 45 67"}).status_code == 422
    assert not FilmedAnswer.objects.exists()
    assert client.post(keep, {"said": "Bazardan"}).status_code == 200
    again = client.get(reverse("courses:my_question_film", args=[ask.pk])).context["said"]
    assert again["said"].value() == "Bazardan"

    key = uuid4()
    row, take = filmed.begin_take(ask, key=key, mime="video/webm")
    piece(take)
    filmed.discard_take(row, take)  # recorded once more: the words stay
    assert filmed_words.kept_words(ask) == "Bazardan"
    key = uuid4()
    _row, take = filmed.begin_take(ask, key=key, mime="video/webm")
    piece(take)
    wrong = json.dumps({"expected": {"1": 1}, "said": "Zəng edin 050 123 45 67"})
    refused = client.post(f"{begin}{key}/send/", wrong, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "words")
    assert Take.objects.get(pk=key).state == "open"
    done = client.post(f"{begin}{key}/send/", json.dumps({"expected": {"1": 1}}), content_type="application/json")
    assert done.status_code == 200
    ask.refresh_from_db()
    assert (ask.answer, ask.film.filmed.text, ask.film.takes.get(state="sent").pk) == ("Bazardan", "Bazardan", key)


def test_what_is_written_at_last_is_what_goes_with_a_recording(client, lesson, leyla, rena):
    ask, key = asked(lesson, rena), uuid4()
    filmed_words.keep_words(ask, text="Bazardan")
    _row, take = filmed.begin_take(ask, key=key, mime="video/webm")
    piece(take)
    begin = reverse("courses:my_question_take", args=[ask.pk])
    said = json.dumps({"expected": {"1": 1}, "said": "Gəncədən"})
    assert (
        signed_in(client, leyla).post(f"{begin}{key}/send/", said, content_type="application/json").status_code == 200
    )
    ask.refresh_from_db()
    assert ask.answer == "Gəncədən"


def test_they_outlive_a_film_that_cannot_be_used_and_one_that_was_declined(client, lesson, leyla, rena, file):
    ask = asked(lesson, rena)
    row = sent(ask, file, text="Bazardan")
    Film.objects.filter(pk=row.film_id).update(state=FilmState.REFUSED, refusal=Refusal.BROKEN)
    from courses.domain.talk.filmed_made import settle

    assert settle(row.film_id) is True
    page = signed_in(client, leyla).get(reverse("courses:my_question", args=[ask.pk]))
    assert page.context["film"]["said"].value() == "Bazardan"
    ask.refresh_from_db()
    made(ask, file, text="Bazardan alıram")
    decided(ask, rena, approve=False)
    recorder = client.get(reverse("courses:my_question_film", args=[ask.pk]))
    assert recorder.context["said"]["said"].value() == "Bazardan alıram"


def test_who_reads_them_does_not_decide_about_others(lesson, leyla, rena, file):
    ask = asked(lesson, rena)
    made(ask, file, text="Bazardan")
    ask.refresh_from_db()
    seen = ask.answer_words.decisions.count()
    assert filmed_words.say(ask, text="Zəng gözləyirəm", by=leyla) is True
    with pytest.raises(DecidedMeanwhile):
        safety.decide(ask.answer_words, by=rena, approve=True, seen=seen)
    assert filmed_words.say(ask, text="Gəncədən", by=leyla) is True  # nobody has decided yet
    with pytest.raises(ContactsInWords):
        filmed_words.say(ask, text="050 123 45 67", by=leyla)
    safety.decide(ask.answer_words, by=rena, approve=True, seen=seen + 2)
    assert filmed_words.say(ask, text="Başqa", by=leyla) is False
    ask.refresh_from_db()
    assert (ask.state, ask.answer, ask.answer_words.text) == ("answered", "Gəncədən", "Gəncədən")


def test_after_the_first_of_two_moderators_they_are_not_changed(lesson, leyla, rena, file):
    ask = asked(lesson, rena)
    made(ask, file, text="Bazardan")
    ask.refresh_from_db()
    ask.answer_words.handling = Handling.TWO  # as of an answer to somebody young
    ask.answer_words.save()
    safety.decide(ask.answer_words, by=rena, approve=True)
    assert (filmed_words.may_say(ask), filmed_words.say(ask, text="Başqa", by=leyla)) == (False, False)


def test_what_a_moderator_wrote_meanwhile_is_not_written_over(client, lesson, leyla, rena, file):
    ask = asked(lesson, rena)
    made(ask, file, text="Bazardan")
    ask.refresh_from_db()
    address = reverse("courses:my_question", args=[ask.pk])
    was = signed_in(client, leyla).get(address).context["said"]["was"].value()
    from courses.domain.talk.filmed_made import write_down

    write_down(ask.answer_words, text="Gəncənin bazarından alıram", by=rena)
    with pytest.raises(WordsChanged):
        filmed_words.say(ask, text="Mənim sözüm", by=leyla, was=was)
    told = client.post(address, {"deed": "say", "said": "Mənim sözüm", "was": was})
    assert told.status_code == 422 and "Gəncənin bazarından alıram" in told.text and "Mənim sözüm" in told.text
    once_more = told.context["said"]["was"].value()
    assert client.post(address, {"deed": "say", "said": "Bir də mən", "was": once_more}).status_code == 302
    ask.refresh_from_db()
    assert ask.answer == "Bir də mən"


def test_who_recorded_it_for_an_elder_changes_them_and_nobody_else_does(client, lesson, leyla, rena, file):
    kamran = factories.person("Kamran Əliyev", birth_year=1998, email="kamran@ask.example", roles=[Role.COMPANION])
    factories.helps(leyla, kamran, may_answer=True)
    ask = asked(lesson, rena)
    made(ask, file, text="Bazardan", by=kamran.account)
    address = reverse("courses:question_for", args=[leyla.key, ask.pk])
    listed = signed_in(client, kamran).get(reverse("courses:questions_for", args=[leyla.key]))
    assert address in listed.text
    assert 'value="say"' in client.get(address).text
    acts = CompanionAct.objects.count()
    assert client.post(address, {"deed": "say", "said": "Gəncədən"}).status_code == 302
    ask.refresh_from_db()
    assert (ask.answer, CompanionAct.objects.count()) == ("Gəncədən", acts + 1)
    assert filmed_words.say(ask, text="Olmaz", by=leyla, helper=rena) is False
    operator = factories.staff("Sevda", "operator", language="en")
    assert signed_in(client, operator).get(address).status_code == 404
    assert signed_in(client, leyla).post(reverse("courses:my_question", args=[ask.pk]), {
        "deed": "say", "said": "Özüm yazdım",
    }).status_code == 302  # fmt: skip
    decided(ask, rena)
    assert signed_in(client, kamran).get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_what_a_helper_sent(client, lesson, leyla, rena, file, django_assert_num_queries, count):
    operator = factories.staff("Sevda", "operator", language="en")
    for name in ("Ayan Quliyev", "Bəhram Quliyev", "Cavid Quliyev")[:count]:
        made(asked(lesson, rena, learner(lesson, name)), file, text="Bazardan", by=operator.account)
    address = reverse("courses:questions_for", args=[leyla.key])
    signed_in(client, operator).get(address)
    with django_assert_num_queries(11):
        assert client.get(address).text.count("Bazardan") == count
    assert len(asks.to_answer(leyla)) == 0
