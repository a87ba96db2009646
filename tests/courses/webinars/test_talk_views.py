"""The talk over HTTP: with a script and without, for those with a seat, for hosts, and for nobody else."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from courses.domain.webinars import polls, talk
from courses.models import LiveQuestion, Poll, PollAnswer, Webinar
from media_pipeline.models import Broadcast, Film
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = "Bu ip haradan alınır?"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def someone(name, key, year=2000):
    return factories.person(name, email=f"{key}@talk.example", birth_year=year)


@pytest.fixture
def leyla():
    return someone("Leyla Əliyeva", "leyla", 1955)


@pytest.fixture
def gunay():
    return someone("Günay Məmmədova", "gunay")


@pytest.fixture
def rena():
    return someone("Rəna Quliyeva", "rena", 1980)


@pytest.fixture
def murad():
    return someone("Murad Həsənov", "murad")


@pytest.fixture
def webinar(leyla, gunay, rena):
    return factories.webinar(speaker=leyla, registered=[gunay], hosts=[rena], state="on_air", starts_in=timedelta(0))


@pytest.fixture
def as_(client):
    client.cookies["language"] = "en"

    def entered(who):
        client.force_login(who.account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return entered


def at(name, webinar, *more):
    return reverse(f"courses:webinar_{name}", args=[webinar.pk, *more])


def pressed(client, address, **fields):
    """Press a button as a script does."""
    return client.post(address, fields, headers={"accept": "application/json"})


# Who may -------------------------------------------------------------------------------------------------
@pytest.fixture
def everything(webinar, gunay, rena):
    question = talk.ask(gunay, webinar, text=WORDS)
    poll = polls.prepare_poll(webinar, text="Nə?", options=["A", "B"], by=rena)
    watching = [
        ("get", at("talk", webinar)), ("get", at("talk_now", webinar)), ("post", at("ask", webinar)),
        ("post", at("applaud", webinar)), ("post", at("vote", webinar, question.pk)),
        ("post", at("choose", webinar, poll.pk)), ("get", at("own_question", webinar, question.pk)),
        ("post", at("own_question", webinar, question.pk)),
    ]  # fmt: skip
    hosting = [
        ("get", at("moderate", webinar)), ("get", at("moderate", webinar) + "?part=host"),
        ("post", at("question", webinar, question.pk)), ("post", at("polls", webinar)),
        ("post", at("poll", webinar, poll.pk)), ("get", at("stop", webinar)), ("post", at("stop", webinar)),
    ]  # fmt: skip
    return watching, hosting


def statuses(client, addresses):
    return [getattr(client, method)(address).status_code for method, address in addresses]


def test_a_visitor_signs_in_first(client, everything):
    watching, hosting = everything
    assert set(statuses(client, watching + hosting)) == {302}


def test_a_stranger_may_nothing(as_, everything, murad):
    watching, hosting = everything
    assert statuses(as_(murad), watching) == [302, *[403] * 7]  # the page leads to where one registers
    assert statuses(as_(murad), hosting) == [403] * 7


def test_who_only_watches_hosts_nothing(as_, everything, gunay):
    assert statuses(as_(gunay), everything[1]) == [403] * 7


def test_of_a_draft_nothing_is_there(as_, everything, webinar, murad):
    Webinar.objects.update(state="draft", announced_at=None)
    assert set(statuses(as_(murad), everything[0] + everything[1])) == {404}


def test_the_waiting_list_is_no_seat(as_, webinar, murad):
    from courses.models import Registration

    Registration.objects.create(webinar=webinar, person=murad, state="waiting", registered_at=timezone.now())
    assert pressed(as_(murad), at("ask", webinar), text=WORDS).status_code == 403


def test_anothers_question_and_another_webinars_are_not_there(as_, webinar, gunay, rena, leyla):
    other = factories.webinar("Başqa", speaker=leyla, registered=[gunay], hosts=[rena], state="on_air")
    question = talk.ask(rena, webinar, text=WORDS)
    poll = polls.open_poll(polls.prepare_poll(webinar, text="Nə?", options=["A", "B"], by=rena), by=rena)
    client = as_(gunay)
    assert client.get(at("own_question", webinar, question.pk)).status_code == 404
    assert client.post(at("own_question", webinar, question.pk), {"text": "Pis"}).status_code == 404
    assert client.post(at("vote", other, question.pk)).status_code == 404
    assert client.post(at("choose", other, poll.pk), {"option": poll.options.first().pk}).status_code == 404
    client = as_(rena)
    assert client.post(at("question", other, question.pk), {"deed": "show"}).status_code == 404
    assert client.post(at("poll", other, poll.pk), {"deed": "close"}).status_code == 404
    question.refresh_from_db()
    assert (question.text, question.state) == (WORDS, "new")


def test_what_everybody_sees_is_for_the_hosts_to_decide(as_, webinar, gunay, rena, leyla):
    question = talk.ask(gunay, webinar, text=WORDS)
    poll = polls.prepare_poll(webinar, text="Nə?", options=["A", "B"], by=rena)
    client = as_(leyla)
    for deed in ("show", "hide", "answer", "nonsense"):
        assert client.post(at("question", webinar, question.pk), {"deed": deed, "text": "Bəli"}).status_code == 403
    assert client.post(at("polls", webinar), {"text": "Nə?", "options": "A\nB"}).status_code == 403
    assert client.post(at("poll", webinar, poll.pk), {"deed": "open"}).status_code == 403
    question.refresh_from_db()
    poll.refresh_from_db()
    assert (question.state, question.answer, poll.state) == ("new", "", "draft")
    assert client.post(at("question", webinar, question.pk), {"deed": "take"}).status_code == 302


# Without a script --------------------------------------------------------------------------------------------
def test_the_plain_page_asks_shows_and_answers(as_, webinar, gunay, rena, murad):
    from courses.models import Registration

    Registration.objects.create(webinar=webinar, person=murad, registered_at=timezone.now())
    client = as_(gunay)
    answer = client.post(at("ask", webinar), {"text": WORDS, "next": "talk"}, follow=True)
    assert answer.redirect_chain == [(at("talk", webinar), 302)]
    assert "Thank you. A host reads your question now." in answer.text
    question = LiveQuestion.objects.get()
    assert WORDS not in as_(murad).get(at("talk", webinar)).text
    shown = as_(rena).post(at("question", webinar, question.pk), {"deed": "show", "next": "moderate"}, follow=True)
    assert shown.redirect_chain == [(at("moderate", webinar), 302)]
    page = as_(murad).get(at("talk", webinar)).text
    assert WORDS in page and "Günay Məmmədova" in page
    client.post(at("vote", webinar, question.pk), {"deed": "on", "next": "talk"})
    question.refresh_from_db()
    assert question.votes == 1
    as_(rena).post(at("question", webinar, question.pk), {"deed": "answer", "text": "Bazardan.", "next": "moderate"})
    assert "Bazardan." in as_(murad).get(at("talk", webinar)).text


@pytest.mark.parametrize(
    ("place", "address"), [("watch", "webinar"), ("studio", "webinar_studio"), ("//evil", "webinar_talk")]
)
def test_a_button_leads_back_to_where_it_was(as_, webinar, gunay, place, address):
    answer = as_(gunay).post(at("applaud", webinar), {"next": place})
    assert answer["Location"].partition("#")[0] == reverse(f"courses:{address}", args=[webinar.pk])


def test_what_is_wrong_is_said_and_what_was_typed_stays(as_, webinar, gunay):
    answer = as_(gunay).post(at("ask", webinar), {"text": "Zəng edin: 050 123 45 67"})
    assert answer.status_code == 422
    assert "Zəng edin: 050 123 45 67" in answer.text
    assert "govuk-error-summary" in answer.text
    assert not LiveQuestion.objects.exists()


def test_who_has_to_sign_in_again_finds_what_they_typed(client, as_, webinar, gunay):
    answer = client.post(at("ask", webinar), {"text": WORDS})
    assert answer["Location"].endswith(at("ask", webinar))
    assert WORDS in as_(gunay).get(at("ask", webinar)).text


def test_applause_without_a_script(as_, webinar, gunay):
    as_(gunay).post(at("applaud", webinar))
    webinar.refresh_from_db()
    assert webinar.applause == 1


def test_ones_own_question_is_changed_and_taken_back(as_, webinar, gunay, rena):
    question = talk.ask(gunay, webinar, text=WORDS)
    client, address = as_(gunay), at("own_question", webinar, question.pk)
    assert WORDS in client.get(address).text
    assert client.post(address, {"text": "Yun ip haradadır?"}).status_code == 302
    assert client.post(address, {"text": ""}).status_code == 422
    assert LiveQuestion.objects.get().text == "Yun ip haradadır?"
    talk.move(question, "show", by=rena)
    assert "It stays as it is." in client.get(address).text
    assert client.post(address, {"text": "Başqa"}).status_code == 422
    talk.move(question, "hide", by=rena)
    other = talk.ask(gunay, webinar, text="İkinci sual")
    client.post(at("own_question", webinar, other.pk), {"deed": "take_back"})
    assert LiveQuestion.objects.get().pk == question.pk


def test_after_the_end_it_is_read_only(as_, webinar, gunay, rena):
    talk.move(talk.ask(gunay, webinar, text=WORDS), "show", by=rena)
    Webinar.objects.update(state="ended")
    page = as_(gunay).get(at("talk", webinar)).text
    assert WORDS in page and "data-ask" not in page and "data-applaud" not in page
    assert as_(rena).get(at("moderate", webinar)).text.count("data-host-deed") == 0


# With a script -----------------------------------------------------------------------------------------------
def test_a_script_gets_what_its_own_question_says(as_, webinar, gunay):
    answer = pressed(as_(gunay), at("ask", webinar), text=WORDS)
    question = LiveQuestion.objects.get()
    assert answer.json()["question"] == {
        "id": question.pk, "name": "Günay Məmmədova", "text": WORDS, "state": "new", "votes": 0, "answer": "",
        "own": True,
    }  # fmt: skip
    for wrong, status in (("", 422), ("www.ipler.az", 422)):
        refused = pressed(as_(gunay), at("ask", webinar), text=wrong)
        assert refused.status_code == status and refused.json()["words"]


def test_how_it_stands_now_for_a_page_that_missed_too_much(as_, webinar, gunay, rena):
    talk.move(talk.ask(gunay, webinar, text=WORDS), "show", by=rena)
    said = as_(gunay).get(at("talk_now", webinar)).json()
    assert WORDS in said["html"]
    assert re.fullmatch(r"/events/[\w.~-]+\?after=4", said["events"])


def test_votes_and_polls(as_, webinar, gunay, rena):
    question = talk.move(talk.ask(rena, webinar, text=WORDS), "show", by=rena)
    client = as_(gunay)
    assert pressed(client, at("vote", webinar, question.pk), deed="on").json()["votes"] == 1
    assert pressed(client, at("vote", webinar, question.pk), deed="off").json()["votes"] == 0
    as_(rena)
    assert pressed(client, at("polls", webinar), text="Nə?", options="A\nA").status_code == 422
    assert pressed(client, at("polls", webinar), text="Nə?", options="A\nB\n").status_code == 200
    poll = Poll.objects.get()
    assert pressed(client, at("poll", webinar, poll.pk), deed="open").status_code == 200
    as_(gunay)
    for odd in ("", "x", "9" * 30, "²"):
        assert pressed(client, at("choose", webinar, poll.pk), option=odd).status_code == 409
    assert pressed(client, at("choose", webinar, poll.pk), option=poll.options.first().pk).status_code == 200
    assert PollAnswer.objects.count() == 1
    page = client.get(at("talk", webinar)).text
    assert "checked" in page and "k-result__count" not in page.partition("<template")[0]
    assert pressed(as_(rena), at("poll", webinar, poll.pk), deed="close").status_code == 200
    assert "k-result__count" in as_(gunay).get(at("talk", webinar)).text.partition("<template")[0]


@pytest.mark.parametrize("deed", ["", "delete", "answer"])
def test_what_is_no_deed_does_nothing(as_, webinar, gunay, rena, deed):
    question = talk.ask(gunay, webinar, text=WORDS)
    assert pressed(as_(rena), at("question", webinar, question.pk), deed=deed).status_code in (400, 409)
    question.refresh_from_db()
    assert question.state == "new"


def test_somebody_who_floods_is_slowed(as_, webinar, gunay, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"talk_live": "2/m/user", "ask_live": "1/h/user"}
    client = as_(gunay)
    assert [pressed(client, at("applaud", webinar)).status_code for _ in range(3)] == [200, 200, 429]
    assert [pressed(client, at("ask", webinar), text=f"Sual {n}?").status_code for n in range(2)] == [200, 429]
    page = client.post(at("ask", webinar), {"text": "Sual 3?"})
    assert page.status_code == 429
    assert ">\nSual 3?</textarea>" in page.text  # nothing that was typed is lost


# The host's panel ----------------------------------------------------------------------------------------------
def test_the_speaker_answers_and_the_hosts_decide(as_, webinar, gunay, leyla, rena):
    talk.ask(gunay, webinar, text=WORDS)
    speaker = as_(leyla).get(at("moderate", webinar) + "?part=studio").text
    host = as_(rena).get(at("moderate", webinar) + "?part=host").text
    assert 'value="take"' in speaker and 'value="hide"' not in speaker and "poll_text" not in speaker
    assert 'value="take"' in host and 'value="hide"' in host and "poll_text" in host
    assert "<html" not in host


def test_a_concern_opens_the_button_that_stops(as_, webinar, gunay, rena):
    from elearn.safety.api import report

    film = Film.objects.create(title="Film")
    webinar.broadcast = Broadcast.objects.create(film=film, state="on_air", on_air_at=timezone.now())
    webinar.save()
    client = as_(rena)
    assert "Somebody is worried" not in client.get(at("moderate", webinar)).text
    report("Qorxuram", about="", person=gunay, subject=f"webinar:{webinar.pk}")
    page = client.get(at("moderate", webinar)).text
    assert "Somebody is worried" in page and "stop the broadcast." in page and "Stop the broadcast now" in page
    assert "Qorxuram" not in page
    assert client.get(at("stop", webinar)).status_code == 200
    answer = client.post(at("stop", webinar), {"next": "moderate"}, follow=True)
    assert "The broadcast is stopped and hidden." in answer.text
    film.refresh_from_db()
    assert film.blocked_at
    assert "stop the broadcast." not in client.get(at("moderate", webinar)).text  # nothing is on air any more
    assert pressed(client, at("stop", webinar)).status_code == 409


def test_an_officer_has_the_stop_button_and_no_other(as_, everything, webinar):
    film = Film.objects.create(title="Film")
    webinar.broadcast = Broadcast.objects.create(film=film, state="on_air", on_air_at=timezone.now())
    webinar.save()
    client = as_(factories.staff("Nigar Səfərova", "safeguarding"))
    *others, page, button = everything[1]
    assert statuses(client, others) == [403] * 5
    assert statuses(client, [("post", f"/webinars/{webinar.pk}/studio/end/"), page]) == [403, 200]
    assert client.get(at("stop", webinar)).context["may_stop"]
    answer = client.post(at("stop", webinar), {"next": "stop"}, follow=True)
    assert (answer.status_code, answer.context["may_stop"]) == (200, False)
    film.refresh_from_db()
    assert film.blocked_at


def test_what_was_hidden_is_not_talked_about_any_more(as_, everything, webinar, gunay, rena):
    """No door of the talk goes on, page or JSON; who makes it still sees what there was."""
    from elearn.safety.api import hide

    hide(f"webinar:{webinar.pk}", by=rena.account)
    client = as_(gunay)
    watching, _hosting = everything
    assert set(statuses(client, watching)) == {404}
    assert {pressed(client, address).status_code for method, address in watching if method == "post"} == {404}
    assert as_(rena).get(at("talk_now", webinar)).status_code == 200


def test_a_concern_is_not_shown_to_the_speaker_not_even_to_one_who_hosts(as_, webinar, gunay, leyla, rena):
    from courses.domain.webinars.events import reader_of
    from elearn.safety.api import report

    report("Qorxuram", about="", person=gunay, subject=f"webinar:{webinar.pk}")
    webinar.hosts.add(leyla)

    def role(client):
        address = client.get(reverse("courses:webinar_now", args=[webinar.pk])).json()["events"]
        return reader_of(address.partition("?")[0].rpartition("/")[2]).role

    for who, is_told in ((leyla, False), (rena, True)):
        client = as_(who)
        pages = [client.get(at("moderate", webinar)), client.get(at("moderate", webinar) + "?part=studio")]
        pages += [client.get(reverse(f"courses:webinar_{page}", args=[webinar.pk])) for page in ("studio", "host")]
        assert ["Somebody is worried" in page.text for page in pages] == [is_told] * 4
        assert role(client) == ("host" if is_told else "speaker")
        captions = client.get(reverse("courses:webinar_captions_now", args=[webinar.pk])).json()["events"]
        assert reader_of(captions.partition("?")[0].rpartition("/")[2]).role == ("host" if is_told else "speaker")


@pytest.mark.parametrize("many", [1, 3])
def test_the_pages_cost_the_same_queries_however_many_ask(as_, webinar, gunay, rena, many, django_assert_num_queries):
    for number in range(many):
        talk.move(talk.ask(gunay, webinar, text=f"Sual {number}?"), "show", by=rena)
        poll = polls.prepare_poll(webinar, text=f"Səs {number}?", options=["A", "B"], by=rena)
        polls.close_poll(polls.open_poll(poll, by=rena), by=rena)
    client = as_(gunay)
    client.get(at("talk", webinar))
    with django_assert_num_queries(QUERIES["talk"]):
        client.get(at("talk", webinar))
    client = as_(rena)
    client.get(at("moderate", webinar))
    with django_assert_num_queries(QUERIES["moderate"]):
        client.get(at("moderate", webinar))


QUERIES = {"talk": 13, "moderate": 14}
