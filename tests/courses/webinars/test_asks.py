"""Questions a webinar did not reach: to the teacher, answered in writing, never between two people unread."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from courses import api
from courses.domain.webinars import asks, talk
from courses.errors import AskClosed, QuestionGone, WebinarOver
from courses.models import Ask, AskState, LiveQuestion
from elearn.notices.models import Notice
from elearn.people.models import Role
from elearn.safety import api as safety
from elearn.safety.errors import ContactsInWords, WordsMissing
from elearn.safety.models import Hidden, Submission
from tests import factories
from tests.courses.webinars import held

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    cache.clear()
    safety.prepare()


@pytest.fixture
def leyla():
    return factories.person(
        "Leyla Əliyeva", birth_year=1955, email="leyla@asks.example", roles=[Role.ELDER], language="en"
    )


@pytest.fixture
def webinar(leyla):
    return held.on_air(60, speaker=leyla)


@pytest.fixture
def gunay(webinar):
    return held.registered(webinar, email="gunay@asks.example")


@pytest.fixture
def rena():
    return factories.staff("Rəna", "coordinator", language="en").account


def asked(webinar, person, text="Bu ip haradan alınır?", state="shown", **facts):
    return LiveQuestion.objects.create(webinar=webinar, person=person, text=text, state=state, **facts)


def collected(webinar, person, **facts) -> Ask:
    asked(webinar, person, **facts)
    asks.collect(webinar)
    return Ask.objects.get()


def signed_in(client, person):
    client.cookies["language"] = "en"
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


# From the webinar --------------------------------------------------------------------------------------
@pytest.mark.database
def test_what_was_not_reached_goes_to_the_teacher_once(webinar, gunay, leyla):
    asked(webinar, gunay)
    asked(webinar, gunay, "Cavab alındı", state="done", taken_ms=5000)
    asked(webinar, gunay, "Hazırda danışılır", state="taken", taken_ms=9000)
    asked(webinar, gunay, "Göstərilmir", state="hidden")
    assert asks.collect(webinar) == 1
    assert asks.collect(webinar) == 0
    ask = Ask.objects.get()
    assert (ask.text, ask.person, ask.teacher, ask.state) == ("Bu ip haradan alınır?", gunay, leyla, AskState.OPEN)
    assert sorted(LiveQuestion.objects.values_list("state", flat=True)) == ["done", "done", "hidden", "left_over"]
    assert asks.waiting_for(leyla) == 1
    [notice] = Notice.objects.filter(kind="asks_waiting")
    assert (notice.person, notice.facts["number"]) == (leyla, 1)


def test_what_no_host_has_looked_at_passes_a_moderator_first(webinar, gunay, leyla, rena):
    ask = collected(webinar, gunay, state="new")
    assert (ask.state, asks.waiting_for(leyla)) == (AskState.BEING_READ, 0)
    assert not Notice.objects.filter(kind="asks_waiting").exists()
    safety.decide(Submission.objects.get(kind="ask"), by=rena, approve=True)
    assert asks.waiting_for(leyla) == 1
    assert Notice.objects.filter(kind="asks_waiting", person=leyla).count() == 1


def test_what_a_moderator_declines_never_reaches_the_teacher(webinar, gunay, leyla, rena):
    ask = collected(webinar, gunay, state="new", text="Söyüş")
    safety.decide(Submission.objects.get(kind="ask"), by=rena, approve=False, words="Belə yazmırıq.")
    ask.refresh_from_db()
    assert (ask.state, list(asks.asked_of(leyla))) == (AskState.BEING_READ, [])


def test_a_telephone_number_goes_to_nobody(webinar, gunay):
    asked(webinar, gunay, "Mənə yazın: 050 123 45 67", state="new")
    assert asks.collect(webinar) == 0
    assert not Ask.objects.exists()


def test_a_question_that_a_concern_hides_goes_nowhere(webinar, gunay):
    question = asked(webinar, gunay)
    Hidden.objects.create(subject=f"webinar_question:{question.pk}")
    assert asks.collect(webinar) == 0


# The answer --------------------------------------------------------------------------------------------
def test_an_answer_is_read_by_somebody_first_and_then_told(webinar, gunay, leyla, rena):
    ask = asks.answer(collected(webinar, gunay), text="Bazarda, Gəncədə.")
    assert (ask.state, asks.waiting_for(leyla)) == (AskState.SENT, 0)
    assert not Notice.objects.filter(kind="ask_answered").exists()
    safety.decide(ask.answer_words, by=rena, approve=True)
    ask.refresh_from_db()
    assert ask.state == AskState.ANSWERED and ask.answered_at
    [notice] = Notice.objects.filter(kind="ask_answered")
    assert (notice.person, notice.facts["answer"]) == (gunay, "Bazarda, Gəncədə.")
    assert "leyla@asks.example" not in str(notice.facts)


def test_an_answer_to_a_minor_is_read_by_two(webinar, leyla, rena):
    year = timezone.localdate().year - 14
    aysel = held.registered(webinar, "Aysel Quliyeva", birth_year=year)
    ask = asks.answer(collected(webinar, aysel), text="Sağ ol, bala.")
    assert ask.answer_words.handling == "two"
    safety.decide(ask.answer_words, by=rena, approve=True)
    ask.refresh_from_db()
    assert ask.state == AskState.SENT
    safety.decide(ask.answer_words, by=factories.staff("Nigar", "coordinator").account, approve=True)
    ask.refresh_from_db()
    assert ask.state == AskState.ANSWERED


def test_a_declined_answer_may_be_written_anew(webinar, gunay, leyla, rena):
    ask = asks.answer(collected(webinar, gunay), text="Bilmirəm.")
    with pytest.raises(AskClosed):
        asks.answer(ask, text="Yenə.")
    safety.decide(ask.answer_words, by=rena, approve=False, words="Bir az ətraflı, zəhmət olmasa.")
    assert asks.waiting_for(leyla) == 1
    again = asks.answer(ask, text="Gəncədə, yun bazarında.")
    safety.decide(again.answer_words, by=rena, approve=True)
    assert asks.waiting_for(leyla) == 0
    assert Notice.objects.filter(kind="ask_answered").count() == 1
    with pytest.raises(AskClosed):
        asks.answer(again, text="Üçüncü dəfə.")


def test_an_answer_taken_back_by_a_moderator_is_no_longer_shown(client, webinar, gunay, leyla, rena):
    ask = asks.answer(collected(webinar, gunay), text="Gəncədə.")
    safety.decide(ask.answer_words, by=rena, approve=True)
    assert "Gəncədə." in signed_in(client, gunay).get(reverse("courses:my_asked")).text
    safety.decide(ask.answer_words, by=rena, approve=False, words="Düz deyil.")
    assert "Gəncədə." not in client.get(reverse("courses:my_asked")).text


def test_what_waits_on_the_teachers_desk_is_not_answered_in_two_places(webinar, gunay, rena):
    """Whichever comes first holds: an answer beside the recording, or the teacher's own."""
    written, waiting, hidden = (
        asked(webinar, gunay),
        asked(webinar, gunay, "Neçəyə?"),
        asked(webinar, gunay, "?", "hidden"),
    )
    held.end(webinar)
    talk.answer(written, by=rena.person, text="Bazardan\x00")
    assert asks.collect(webinar) == 1
    for late in (
        lambda: talk.answer(waiting, by=rena.person, text="On manata"),
        lambda: talk.move(hidden, "show", by=rena.person),
        lambda: talk.move(waiting, "take", by=rena.person),
    ):
        with pytest.raises((QuestionGone, WebinarOver)):
            late()
    ask = Ask.objects.get()
    assert (ask.text, ask.state) == ("Neçəyə?", AskState.OPEN)
    states = dict(LiveQuestion.objects.values_list("text", "state"))
    assert states == {"Bu ip haradan alınır?": "done", "Neçəyə?": "left_over", "?": "hidden"}


@pytest.mark.parametrize(("text", "error"), [("  ", WordsMissing), ("Zəng edin: 050 123 45 67", ContactsInWords)])
def test_an_answer_with_nothing_or_with_a_number_is_not_sent(webinar, gunay, text, error):
    ask = collected(webinar, gunay)
    with pytest.raises(error):
        asks.answer(ask, text=text)
    ask.refresh_from_db()
    assert (ask.state, ask.answer) == (AskState.OPEN, "")


# The pages ---------------------------------------------------------------------------------------------
def test_the_teacher_answers_on_a_page(client, webinar, gunay, leyla):
    ask = collected(webinar, gunay)
    signed_in(client, leyla)
    desk = client.get(reverse("desk:home")).text
    assert "1 question waits for your answer." in desk
    assert "Bu ip haradan alınır?" in client.get(reverse("courses:my_questions")).text
    address = reverse("courses:my_question", args=[ask.pk])
    assert client.post(address, {"text": ""}).status_code == 422
    kept = client.post(address, {"text": "Zəng edin: 050 123 45 67"})
    assert (kept.status_code, "050 123 45 67" in kept.text) == (422, True)
    assert client.post(address, {"text": "Gəncədə."}).url == reverse("courses:my_questions")
    ask.refresh_from_db()
    assert (ask.state, ask.answer) == (AskState.SENT, "Gəncədə.")
    assert "Somebody of ours reads it first" in client.get(reverse("courses:my_questions")).text


def test_the_teacher_may_leave_a_question(client, webinar, gunay, leyla):
    ask = collected(webinar, gunay)
    signed_in(client, leyla).post(reverse("courses:my_question", args=[ask.pk]), {"deed": "put_away"})
    ask.refresh_from_db()
    assert (ask.state, asks.waiting_for(leyla)) == (AskState.PUT_AWAY, 0)
    assert "There is no answer yet." in signed_in(client, gunay).get(reverse("courses:my_asked")).text
    Ask.objects.update(tell_after=None)  # as soon as they are told so
    assert "There is no answer to this question." in client.get(reverse("courses:my_asked")).text


def test_others_find_nothing(client, webinar, gunay, leyla):
    ask = collected(webinar, gunay)
    address = reverse("courses:my_question", args=[ask.pk])
    murad = factories.person("Murad Quliyev", email="murad@asks.example", roles=[Role.ELDER])
    for person in (murad, gunay):
        signed_in(client, person)
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": "Mən cavab verirəm"}).status_code == 404
        assert "Bu ip" not in client.get(reverse("courses:my_questions")).text
    assert "Bu ip" not in signed_in(client, murad).get(reverse("courses:my_asked")).text
    client.logout()
    for name in ("my_questions", "my_asked"):
        assert client.get(reverse(f"courses:{name}")).status_code == 302
    assert client.get(address).status_code == 302


def test_a_minor_is_named_by_the_first_name_alone(client, webinar, leyla):
    aysel = held.registered(webinar, "Aysel Quliyeva", birth_year=timezone.localdate().year - 14)
    collected(webinar, aysel)
    page = signed_in(client, leyla).get(reverse("courses:my_questions")).text
    assert "Aysel" in page and "Quliyeva" not in page


def test_the_list_takes_the_same_queries_for_one_and_for_three(
    client, webinar, gunay, leyla, django_assert_num_queries
):
    signed_in(client, leyla)
    collected(webinar, gunay)
    client.get(reverse("courses:my_questions"))
    with django_assert_num_queries(6):
        client.get(reverse("courses:my_questions"))
    asked(webinar, held.registered(webinar, "Murad"), "İkinci?"), asked(webinar, gunay, "Üçüncü?")
    asks.collect(webinar)
    with django_assert_num_queries(6):
        assert "Üçüncü?" in client.get(reverse("courses:my_questions")).text


def test_the_door_counts_what_waits(webinar, gunay, leyla):
    collected(webinar, gunay)
    assert (api.asks_waiting(leyla), api.asks_waiting(gunay)) == (1, 0)
