"""What is asked in a webinar: who reads it when, votes, being taken, answers; polls; concerns and the stop button."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.domain.webinars import alarm, polls, studio, talk
from courses.errors import (
    PollClosed,
    PollNotComplete,
    QuestionGone,
    QuestionLookedAt,
    TooManyQuestions,
    WaitsForGuardian,
    WebinarHeld,
    WebinarOver,
    WordsWanting,
)
from courses.models import LiveEvent, LiveQuestion, Poll, PollAnswer, PollOption, QuestionVote, Webinar
from elearn.history.models import Entry
from elearn.notices.models import Notice
from elearn.people.api import merge
from elearn.people.domain.guardians import agree, ask_guardian
from elearn.people.models import ContactPoint, Relation, Way
from elearn.people.own_data import forgettings, holdings
from elearn.safety import api as safety
from elearn.safety.models import Concern, Hidden
from media_pipeline.models import Broadcast, Film
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def gunay():
    return factories.person(birth_year=2000)


@pytest.fixture
def murad():
    return factories.person("Murad Həsənov", birth_year=1999)


@pytest.fixture
def rena():
    return factories.person("Rəna Quliyeva", birth_year=1980)


@pytest.fixture
def webinar(gunay, murad, rena):
    return factories.webinar(registered=[gunay, murad], hosts=[rena], state="on_air")


def told(webinar, **where):
    return [(event.name, event.audience) for event in LiveEvent.objects.filter(webinar=webinar, **where)]


def words_in_log(webinar) -> str:
    return str(list(LiveEvent.objects.filter(webinar=webinar).values_list("data", flat=True)))


def shown(gunay, webinar, rena, text="Bu ip haradan alınır?"):
    return talk.move(talk.ask(gunay, webinar, text=text), "show", by=rena)


# Asking ------------------------------------------------------------------------------------------------
def test_nobody_but_the_hosts_and_the_asker_reads_a_new_question(webinar, gunay, murad, rena):
    question = talk.ask(gunay, webinar, text="  Bu ip   haradan alınır? ")
    assert question.text == "Bu ip haradan alınır?"
    assert talk.public_questions(webinar) == []
    assert talk.questions_of(gunay, webinar) == [question]
    assert talk.questions_of(murad, webinar) == []
    assert talk.all_questions(webinar) == [question]
    assert told(webinar) == [("question", "hosts"), ("question", "person")]
    assert LiveEvent.objects.get(audience="person").person == gunay


def test_shown_everybody_reads_it(webinar, gunay, rena):
    question = shown(gunay, webinar, rena)
    event = LiveEvent.objects.get(audience="everyone")
    assert event.data == {
        "id": question.pk, "name": "Günay Məmmədova", "text": "Bu ip haradan alınır?", "state": "shown", "votes": 0,
        "answer": "",
    }  # fmt: skip
    assert Entry.objects.filter(kind="live_question_decided", facts__deed="show").count() == 1


def test_a_minor_is_told_of_by_first_name_alone(webinar, gunay, rena):
    aysel = factories.person("Aysel Rzayeva", birth_year=timezone.localdate().year - 15)
    question = LiveQuestion.objects.create(webinar=webinar, person=gunay, text="?", state="shown")
    poll = Poll.objects.create(webinar=webinar, text="?", state="open")
    with pytest.raises(WaitsForGuardian):
        talk.vote(aysel, question, is_wanted=True)
    with pytest.raises(WaitsForGuardian):
        polls.choose(aysel, poll, option=PollOption.objects.create(poll=poll, text="A").pk)
    with pytest.raises(WaitsForGuardian):
        talk.ask(aysel, webinar, text="Mən də toxuya bilərəm?")
    agree(
        ask_guardian(
            aysel, name="Sevinc", relation=Relation.MOTHER, kind=ContactPoint.Kind.PHONE, value="+994501112233",
            language="az",
        ),
        way=Way.CODE, language="az",
    )  # fmt: skip
    question = talk.ask(aysel, webinar, text="Mən də toxuya bilərəm?")
    talk.move(question, "show", by=rena)
    talk.move(question, "take", by=rena)
    talk.answer(question, by=rena, text="Əlbəttə.")
    assert "Rzayeva" not in words_in_log(webinar)
    assert {row["name"] for row in LiveEvent.objects.filter(name="question").values_list("data", flat=True)} == {
        "Aysel"
    }


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_words_are_wanted(webinar, gunay, text):
    with pytest.raises(WordsWanting):
        talk.ask(gunay, webinar, text=text)


@pytest.mark.parametrize("text", ["Zəng edin: 050 123 45 67", "yazın gunay@mail.example", "www.ipler.az"])
def test_no_way_to_reach_somebody_is_passed_on(webinar, gunay, text):
    with pytest.raises(safety.ContactsInWords):
        talk.ask(gunay, webinar, text=text)
    assert LiveEvent.objects.count() == 0


def test_sent_twice_is_one_question(webinar, gunay, murad):
    first = talk.ask(gunay, webinar, text="Nə vaxt?")
    assert talk.ask(gunay, webinar, text="Nə  vaxt?") == first
    assert talk.ask(murad, webinar, text="Nə vaxt?") != first


def test_nobody_floods_the_hosts(webinar, gunay, rena):
    for number in range(talk.MOST_WAITING):
        talk.ask(gunay, webinar, text=f"Sual {number}")
    with pytest.raises(TooManyQuestions):
        talk.ask(gunay, webinar, text="Daha bir sual")
    talk.move(LiveQuestion.objects.first(), "show", by=rena)
    talk.ask(gunay, webinar, text="Daha bir sual")
    assert len(LiveQuestion.objects.order_by("-pk").first().text) == 13


@pytest.mark.parametrize("state", ["draft", "asked", "ended", "cancelled"])
def test_only_before_and_during_the_webinar(webinar, gunay, state):
    Webinar.objects.update(state=state)
    with pytest.raises(WebinarOver):
        talk.ask(gunay, webinar, text="Nə vaxt?")


def test_a_long_question_is_cut(webinar, gunay):
    assert len(talk.ask(gunay, webinar, text="a" * 5000).text) == talk.LONGEST


def test_ones_own_question_can_be_changed_until_somebody_has_read_it(webinar, gunay, murad, rena):
    question = talk.ask(gunay, webinar, text="Nə vaxt?")
    talk.reword(question, by=gunay, text="Nə vaxt başlayır?")
    assert "Nə vaxt?" not in words_in_log(webinar)
    with pytest.raises(QuestionLookedAt):
        talk.reword(question, by=murad, text="Pis söz")
    with pytest.raises(QuestionLookedAt):
        talk.take_back(question, by=murad)
    talk.move(question, "show", by=rena)
    with pytest.raises(QuestionLookedAt):
        talk.reword(question, by=gunay, text="Başqa söz")
    with pytest.raises(QuestionLookedAt):
        talk.take_back(question, by=gunay)
    question.refresh_from_db()
    assert question.text == "Nə vaxt başlayır?"


def test_taken_back_nothing_of_it_stays(webinar, gunay):
    question = talk.ask(gunay, webinar, text="Nə vaxt?")
    talk.take_back(question, by=gunay)
    assert not LiveQuestion.objects.exists()
    assert "vaxt" not in words_in_log(webinar)
    assert set(LiveEvent.objects.values_list("name", flat=True)) == {"question_gone"}


# Votes -------------------------------------------------------------------------------------------------
def test_each_wants_a_question_once(webinar, gunay, murad, rena):
    question = shown(gunay, webinar, rena)
    before = LiveEvent.objects.count()
    assert [talk.vote(murad, question, is_wanted=True) for _ in range(2)] == [1, 1]
    assert talk.vote(rena, question, is_wanted=True) == 2
    assert [talk.vote(murad, question, is_wanted=False) for _ in range(2)] == [1, 1]
    assert talk.voted_by(rena, webinar) == {question.pk}
    assert LiveEvent.objects.count() == before  # a count, no event


def test_not_ones_own_and_none_that_is_not_shown(webinar, gunay, murad, rena):
    question = talk.ask(gunay, webinar, text="Nə vaxt?")
    for state in ("new", "hidden", "taken", "done", "left_over"):
        LiveQuestion.objects.update(state=state)
        with pytest.raises(QuestionGone):
            talk.vote(murad, question, is_wanted=True)
    LiveQuestion.objects.update(state="shown")
    with pytest.raises(QuestionGone):
        talk.vote(gunay, question, is_wanted=True)
    Webinar.objects.update(state="ended")
    with pytest.raises(WebinarOver):
        talk.vote(murad, question, is_wanted=True)


def test_the_most_wanted_is_first(webinar, gunay, murad, rena):
    first, second = shown(gunay, webinar, rena, "Birinci?"), shown(gunay, webinar, rena, "İkinci?")
    talk.vote(murad, second, is_wanted=True)
    assert [row.pk for row in talk.public_questions(webinar)] == [second.pk, first.pk]
    talk.move(first, "take", by=rena)
    assert [row.pk for row in talk.public_questions(webinar)] == [first.pk, second.pk]


# Hosting -----------------------------------------------------------------------------------------------
def test_one_is_answered_at_a_time(webinar, gunay, rena, monkeypatch):
    monkeypatch.setattr("courses.domain.webinars.talk.films.on_air_ms", lambda broadcast: 61_000)
    webinar.broadcast = Broadcast.objects.create(film=Film.objects.create(title="Film"))
    webinar.save()
    first, second = shown(gunay, webinar, rena, "Birinci?"), talk.ask(gunay, webinar, text="İkinci?")
    talk.move(first, "take", by=rena)
    talk.move(second, "take", by=rena)
    first.refresh_from_db()
    assert (first.state, first.taken_ms, second.state, second.taken_ms) == ("done", 61_000, "taken", 61_000)
    assert [event.data for event in LiveEvent.objects.filter(name="taken")] == [{"id": first.pk}, {"id": second.pk}]
    talk.move(second, "back", by=rena)
    assert (second.state, second.taken_ms) == ("shown", None)
    assert LiveEvent.objects.filter(name="taken").last().data == {"id": None}


def test_before_it_is_on_air_there_is_no_chapter(webinar, gunay, rena):
    Webinar.objects.update(state="announced")
    webinar.refresh_from_db()
    assert talk.move(talk.ask(gunay, webinar, text="Nə vaxt?"), "take", by=rena).taken_ms is None


def test_two_hosts_do_not_undo_each_other(webinar, gunay, rena):
    question = shown(gunay, webinar, rena)
    stale = LiveQuestion.objects.get(pk=question.pk)
    talk.move(question, "hide", by=rena)
    with pytest.raises(QuestionGone):
        talk.move(stale, "take", by=webinar.speaker)
    with pytest.raises(QuestionGone):
        talk.answer(stale, by=webinar.speaker, text="Bəli.")


def test_hidden_its_words_leave_everybodys_sight_and_the_log(webinar, gunay, rena):
    question = shown(gunay, webinar, rena, "Yaxşı olmayan sual")
    talk.move(question, "hide", by=rena)
    assert talk.public_questions(webinar) == []
    everyone = LiveEvent.objects.filter(audience="everyone")
    assert {event.name for event in everyone} == {"question_gone"}
    assert "Yaxşı olmayan" not in str([event.data for event in everyone])
    assert [row.state for row in talk.questions_of(gunay, webinar)] == ["hidden"]
    talk.move(question, "show", by=rena)
    assert [row.pk for row in talk.public_questions(webinar)] == [question.pk]


def test_answered_in_writing(webinar, gunay, rena):
    question = shown(gunay, webinar, rena)
    talk.answer(question, by=rena, text=" Bazardan. ")
    assert (question.state, question.answer) == ("done", "Bazardan.")
    assert LiveEvent.objects.get(name="answer").data == {
        "id": question.pk, "answer": "Bazardan.", "name": "Rəna Quliyeva",
    }  # fmt: skip
    with pytest.raises(WordsWanting):
        talk.answer(question, by=rena, text="  ")


def test_what_was_not_reached_is_left_over(webinar, gunay, rena):
    new, open_one = talk.ask(gunay, webinar, text="Bir?"), shown(gunay, webinar, rena, "İki?")
    done = talk.answer(shown(gunay, webinar, rena, "Üç?"), by=rena, text="Bəli.")
    talk.move(shown(gunay, webinar, rena, "Dörd?"), "hide", by=rena)
    assert done not in talk.left_over(webinar)
    assert {row.pk for row in talk.left_over(webinar)} == {new.pk, open_one.pk}


# Polls -------------------------------------------------------------------------------------------------
def poll_of(webinar, rena, *options, is_open=True):
    poll = polls.prepare_poll(webinar, text="Nə toxuyuruq?", options=options or ["Şərf", "Corab"], by=rena)
    return polls.open_poll(poll, by=rena) if is_open else poll


def test_nobody_sees_a_poll_before_it_is_open(webinar, rena, gunay):
    poll = poll_of(webinar, rena, is_open=False)
    assert polls.shown(webinar) == []
    assert told(webinar) == [("polls", "hosts")]
    with pytest.raises(PollClosed):
        polls.choose(gunay, poll, option=poll.options.first().pk)
    polls.open_poll(poll, by=rena)
    assert LiveEvent.objects.get(name="poll").data["options"] == [
        {"id": option.pk, "text": option.text} for option in poll.options.all()
    ]


@pytest.mark.parametrize("options", [[], ["Bir"], ["Bir", " Bir "], list("abcdefg")])
def test_a_poll_has_two_to_six_different_answers(webinar, rena, options):
    with pytest.raises(PollNotComplete):
        polls.prepare_poll(webinar, text="Nə?", options=options, by=rena)


def test_one_person_one_answer_and_the_sum_is_told_at_the_end(webinar, rena, gunay, murad):
    poll = poll_of(webinar, rena)
    scarf, socks = poll.options.all()
    polls.choose(gunay, poll, option=scarf.pk)
    polls.choose(gunay, poll, option=socks.pk)
    polls.choose(murad, poll, option=socks.pk)
    assert PollAnswer.objects.count() == 2
    assert not LiveEvent.objects.filter(name="poll_result").exists()
    polls.close_poll(poll, by=rena)
    result = LiveEvent.objects.get(name="poll_result").data
    assert result["total"] == 2
    assert [(one["count"], one["percent"]) for one in result["options"]] == [(0, 0), (2, 100)]
    assert "person" not in str(result)
    for late in (lambda: polls.choose(gunay, poll, option=scarf.pk), lambda: polls.close_poll(poll, by=rena)):
        with pytest.raises(PollClosed):
            late()


def test_an_answer_belongs_to_its_poll_and_its_time(webinar, rena, gunay):
    first, second = poll_of(webinar, rena), poll_of(webinar, rena, "A", "B")
    first.refresh_from_db()
    assert (first.state, second.state) == ("closed", "open")  # one is open at a time
    for option in (first.options.first().pk, 0, 10**14):
        with pytest.raises(PollClosed):
            polls.choose(gunay, second, option=option)
    Webinar.objects.update(state="ended")
    with pytest.raises(PollClosed):
        polls.choose(gunay, second, option=second.options.first().pk)


def test_only_a_poll_that_nobody_saw_is_removed(webinar, rena):
    draft, opened = poll_of(webinar, rena, is_open=False), poll_of(webinar, rena)
    polls.remove_poll(draft, by=rena)
    with pytest.raises(PollClosed):
        polls.remove_poll(opened, by=rena)
    assert [poll.pk for poll in polls.shown(webinar, with_drafts=True)] == [opened.pk]


# Concerns ----------------------------------------------------------------------------------------------
def test_a_concern_reaches_the_hosts_at_once_and_without_its_words(webinar, gunay, rena):
    safety.report("Kimsə qorxudur", about="", person=gunay, subject=f"webinar:{webinar.pk}", states_risk=True)
    event = LiveEvent.objects.get(name="concern")
    assert (event.audience, event.data["about"], event.data["question"]) == ("hosts", "webinar", None)
    assert "qorxudur" not in words_in_log(webinar)
    assert [notice.person for notice in Notice.objects.filter(kind="webinar_concern")] == [rena]
    webinar.refresh_from_db()
    assert webinar.state == "on_air"  # a worry alone stops nobody
    assert [one.pk for one in alarm.concerns_of(webinar, rena)] == [event.pk]


def test_nobody_is_told_of_a_concern_that_may_be_about_them(webinar, gunay, murad, rena):
    """Neither the speaker, who may host as well, nor a host who asked what somebody is worried about."""
    webinar.hosts.add(webinar.speaker, murad)
    safety.report("Müəllim", about="", person=gunay, subject=f"webinar:{webinar.pk}", states_risk=False)
    assert {row.person for row in Notice.objects.filter(kind="webinar_concern")} == {rena, murad}
    assert alarm.concerns_of(webinar, webinar.speaker) == []
    Notice.objects.all().delete()
    question = shown(murad, webinar, rena, "Yaxşı olmayan sual")
    safety.report("Sual", about="", person=gunay, subject=f"webinar_question:{question.pk}", states_risk=False)
    assert {row.person for row in Notice.objects.filter(kind="webinar_concern")} == {rena}
    assert [len(alarm.concerns_of(webinar, who)) for who in (rena, murad, webinar.speaker)] == [2, 1, 0]


def test_a_concern_takes_a_question_out_of_sight_until_it_is_decided(webinar, gunay, murad, rena):
    question = shown(gunay, webinar, rena, "Yaxşı olmayan sual")
    account = factories.staff("Nigar Səfərova", "safeguarding").account
    safety.report("Pis", about="", person=murad, subject=f"webinar_question:{question.pk}", states_risk=True)
    assert talk.public_questions(webinar) == talk.all_questions(webinar) == talk.left_over(webinar) == []
    assert "olmayan" not in words_in_log(webinar)
    for deed in (
        lambda: talk.move(question, "take", by=rena), lambda: talk.answer(question, by=rena, text="Bəli"),
        lambda: talk.vote(murad, question, is_wanted=True),
    ):  # fmt: skip
        with pytest.raises(QuestionGone):
            deed()
    safety.restore(Hidden.objects.get(), by=account, words="Olar.")
    assert [row.pk for row in talk.public_questions(webinar)] == [question.pk]
    assert LiveEvent.objects.filter(audience="everyone").last().name == "question"


def test_a_visitor_hides_no_question_and_none_that_is_not_shown_is_found(webinar, gunay, rena):
    question = talk.ask(gunay, webinar, text="Nə vaxt?")
    assert safety.find_subject(f"webinar_question:{question.pk}") is None
    talk.move(question, "show", by=rena)
    found = safety.find_subject(f"webinar_question:{question.pk}")
    assert (found.text, found.hides_anonymous) == ("Nə vaxt?", ())
    assert [safety.find_subject(f"webinar_question:{odd}") for odd in ("x", "-1", "9" * 30, "²")] == [None] * 4


def test_one_button_stops_and_hides_the_broadcast(webinar, rena):
    film = Film.objects.create(title="Film")
    webinar.broadcast = Broadcast.objects.create(film=film, state="on_air", on_air_at=timezone.now())
    webinar.save()
    factories.staff("Nigar Səfərova", "safeguarding")
    alarm.stop(webinar, by=rena)
    webinar.broadcast.refresh_from_db()
    film.refresh_from_db()
    assert (webinar.broadcast.state, webinar.broadcast.stopped_because) == ("ended", "concern")
    assert film.blocked_at is not None
    assert Hidden.objects.get().subject == f"film:{film.pk}"
    assert Concern.objects.get().states_risk
    assert Notice.objects.filter(kind="concern_urgent").count() == 1
    assert not Notice.objects.filter(kind="webinar_concern").exists()
    with pytest.raises(WebinarOver):
        alarm.stop(webinar, by=rena)


def on_air(webinar) -> Film:
    """Let pictures of it go out; the webinar is on air by its own row already."""
    film = Film.objects.create(title="Film")
    Webinar.objects.filter(pk=webinar.pk).update(
        broadcast=Broadcast.objects.create(film=film, state="on_air", on_air_at=timezone.now())
    )
    webinar.refresh_from_db()
    return film


def test_an_officer_stops_it_as_a_host_does(webinar):
    officer = factories.staff("Nigar Səfərova", "safeguarding")
    on_air(webinar)
    alarm.stop(webinar, by=officer, is_host=False)
    webinar.broadcast.refresh_from_db()
    assert (webinar.broadcast.state, Concern.objects.get().person) == ("ended", officer)


@pytest.mark.parametrize("subject", ["webinar", "webinar_question"])
def test_the_concerns_page_leads_officers_to_the_button(webinar, gunay, rena, subject):
    question = shown(gunay, webinar, rena, "Nə vaxt?")
    name = f"{subject}:{webinar.pk if subject == 'webinar' else question.pk}"
    assert safety.find_subject(name).stop == ""  # nothing is on air yet
    on_air(webinar)
    assert safety.find_subject(name).stop == f"/webinars/{webinar.pk}/host/stop/"


def test_hiding_a_webinar_stops_it_and_showing_it_again_does_not_begin_it(webinar, gunay):
    """No report hides one that is running, or it would be a way to stop anybody's; an officer does."""
    officer = factories.staff("Nigar Səfərova", "safeguarding").account
    film, name = on_air(webinar), f"webinar:{webinar.pk}"
    concern = safety.report("Qorxulu", about="", person=gunay, subject=name, states_risk=True)
    found = safety.find_subject(name)
    assert (found.hides, found.may_hide, Hidden.objects.count()) == ((), (name,), 0)
    row = safety.hide(name, concern=concern, by=officer)
    webinar.broadcast.refresh_from_db()
    film.refresh_from_db()
    assert (webinar.broadcast.state, webinar.broadcast.stopped_because) == ("ended", "concern")
    assert film.blocked_at is not None
    held = Hidden.objects.get(subject=f"film:{film.pk}")
    assert (held.concern, held.decided_by) == (concern, officer)  # decided about on the same page
    safety.restore(row, by=officer, words="Baxdıq.")
    film.refresh_from_db()
    webinar.broadcast.refresh_from_db()
    assert (webinar.broadcast.state, film.blocked_at is not None) == ("ended", True)


def test_hiding_one_that_is_to_come_keeps_it_off_the_air(webinar):
    officer = factories.staff("Nigar Səfərova", "safeguarding").account
    Webinar.objects.update(state="announced", starts_at=timezone.now())
    row = safety.hide(f"webinar:{webinar.pk}", by=officer)
    with pytest.raises(WebinarHeld):
        studio.go_on_air(webinar, by=officer, from_studio=True)
    safety.restore(row, by=officer, words="Baxdıq.")
    assert studio.go_on_air(webinar, by=officer, from_studio=True)


def test_of_a_webinar_that_nobody_hosts_the_coordinators_are_told(webinar, gunay):
    """Somebody has to have the button; but not who speaks, though they coordinate, and of one to come there is time."""
    tural, speaker = factories.staff("Tural Əhmədov", "coordinator"), factories.staff("Elçin Rzayev", "coordinator")
    webinar.hosts.clear()
    Webinar.objects.update(speaker=speaker, state="announced")
    safety.report("Qorxulu", about="", person=gunay, subject=f"webinar:{webinar.pk}", states_risk=True)
    assert not Notice.objects.filter(kind="webinar_concern").exists()
    Webinar.objects.update(state="on_air")
    safety.report("Qorxulu", about="", person=gunay, subject=f"webinar:{webinar.pk}", states_risk=True)
    notice = Notice.objects.get(kind="webinar_concern")
    assert (notice.person, notice.facts["hosts"]) == (tural, False)


def test_nothing_on_air_is_nothing_to_stop(webinar, rena):
    with pytest.raises(WebinarOver):
        alarm.stop(webinar, by=rena)


# One person, two records; what is held and what goes -------------------------------------------------------
def test_two_records_of_one_person_vote_once(webinar, gunay, murad, rena):
    question, own = shown(rena, webinar, rena, "Bir?"), shown(gunay, webinar, rena, "İki?")
    poll = poll_of(webinar, rena)
    scarf, socks = poll.options.all()
    for person, option in ((gunay, scarf), (murad, socks)):
        talk.vote(person, question, is_wanted=True)
        polls.choose(person, poll, option=option.pk)
    talk.vote(murad, own, is_wanted=True)
    merge(gunay, murad, by=None)
    question.refresh_from_db()
    own.refresh_from_db()
    assert (question.votes, own.votes) == (1, 0)
    assert [vote.person for vote in QuestionVote.objects.all()] == [gunay]
    assert [answer.option for answer in PollAnswer.objects.all()] == [scarf]


def test_my_data_has_it_and_removal_takes_it_away(webinar, gunay, murad, rena):
    question = shown(gunay, webinar, rena, "Gizli sözüm")
    other = shown(murad, webinar, rena, "Başqa?")
    talk.vote(gunay, other, is_wanted=True)
    poll = poll_of(webinar, rena)
    polls.choose(gunay, poll, option=poll.options.first().pk)
    [holding] = [one for one in holdings() if one.name == "courses.talk"]
    assert [next(iter(set(row) & {"question", "wanted"})) for row in holding.give(gunay)] == [
        "question", "wanted", "question",
    ]  # fmt: skip
    [forgetting] = [one for one in forgettings() if one.name == "courses.talk"]
    for _ in range(2):
        forgetting.forget(gunay)
    other.refresh_from_db()
    assert other.votes == 0
    assert not LiveQuestion.objects.filter(pk=question.pk).exists()
    assert not PollAnswer.objects.exists()
    assert "Gizli" not in words_in_log(webinar)


def test_the_log_is_kept_for_two_days(webinar, gunay):
    from elearn.people.api import tidy

    talk.ask(gunay, webinar, text="Nə vaxt?")
    LiveEvent.objects.filter(audience="hosts").update(at=timezone.now() - timedelta(days=3))
    assert tidy()["courses.live_events"] == 1
    assert LiveEvent.objects.get().audience == "person"
