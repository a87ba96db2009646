"""Questions under a lesson: who may ask, what a moderator decides, what stands there and what never does."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.domain.talk import asks
from courses.errors import NobodyToAsk, NotBegunYet, TooManyQuestions
from courses.models import Ask, AskState
from elearn.history.models import Entry, Kind
from elearn.notices.models import Notice
from elearn.people.api import merge
from elearn.people.models import PersonStanding, Role
from elearn.safety import api as safety
from elearn.safety.errors import ContactsInWords, WordsMissing
from elearn.safety.models import Hidden
from tests import factories

from .samples import ANSWER, QUESTION, answered, asked, decided, learner, signed_in

pytestmark = pytest.mark.django_db


# Asking ------------------------------------------------------------------------------------------------
def test_from_the_form_to_the_answer_under_the_lesson(client, lesson, leyla, rena):
    gunay = learner(lesson)
    address = reverse("courses:ask", args=[lesson.pk])
    browser = signed_in(client, gunay)
    assert address in browser.get(lesson.url).text
    assert browser.post(address, {"text": QUESTION, "is_public": "on"}).url == reverse("courses:my_asked")
    ask = Ask.objects.get()
    assert (ask.person, ask.teacher, ask.state, ask.may_be_shown) == (gunay, leyla, "being_read", True)
    assert asks.waiting_for(leyla) == 0 and not Notice.objects.filter(kind="ask_arrived").exists()

    safety.decide(ask.question_words, by=rena, approve=True)
    [told] = Notice.objects.filter(kind="ask_arrived")
    assert (told.person, told.facts["name"], told.facts["text"]) == (leyla, "Günay Məmmədova", QUESTION)
    assert QUESTION not in browser.get(lesson.url).text
    browser = signed_in(client, leyla)
    assert QUESTION in browser.get(reverse("courses:my_questions")).text
    page = reverse("courses:my_question", args=[ask.pk])
    assert browser.post(page, {"deed": "write", "text": ANSWER}).url == reverse("courses:my_questions")
    decided(ask, rena)
    shown = browser.get(lesson.url).text
    assert QUESTION in shown and ANSWER in shown and "Günay Məmmədova" in shown
    [news] = Notice.objects.filter(kind="ask_answered")
    assert (news.person, news.facts["answer"], news.facts["title"]) == (gunay, ANSWER, lesson.title)
    assert [entry.facts["lesson"] for entry in Entry.objects.filter(kind=Kind.ASKED_TEACHER)] == [lesson.pk]


def test_a_visitor_signs_in_and_keeps_what_was_typed(client, lesson):
    answer = client.post(reverse("courses:ask", args=[lesson.pk]), {"text": QUESTION})
    assert answer.status_code == 302 and not Ask.objects.exists()


def test_who_may_not_ask(client, lesson, leyla):
    murad = learner(lesson, "Murad Quliyev", begun=False)
    unguarded = learner(lesson, "Aysel Quliyeva", timezone.localdate().year - 14)
    for person in (murad, leyla, unguarded):
        with pytest.raises(NotBegunYet):
            asks.ask_teacher(person, lesson, text=QUESTION)
    address = reverse("courses:ask", args=[lesson.pk])
    assert "Please watch a little" in signed_in(client, murad).get(address).text
    assert client.post(address, {"text": QUESTION}).status_code == 422
    assert not Ask.objects.exists()


def test_a_teacher_who_cannot_be_asked_is_not(client, lesson, leyla):
    leyla.standing = PersonStanding.DECEASED
    leyla.save()
    gunay = learner(lesson)
    with pytest.raises(NobodyToAsk):
        asks.ask_teacher(gunay, lesson, text=QUESTION)
    assert reverse("courses:ask", args=[lesson.pk]) not in signed_in(client, gunay).get(lesson.url).text


@pytest.mark.parametrize(("text", "error"), [("  ", WordsMissing), ("Yazın: 050 123 45 67", ContactsInWords)])
def test_nothing_and_a_number_are_no_question(lesson, text, error):
    with pytest.raises(error):
        asks.ask_teacher(learner(lesson), lesson, text=text)
    assert not Ask.objects.exists()


def test_three_questions_wait_at_most_and_declined_ones_do_not(lesson, rena):
    gunay = learner(lesson)
    first, _second, _third = [asks.ask_teacher(gunay, lesson, text=f"{QUESTION} {number}") for number in range(3)]
    with pytest.raises(TooManyQuestions):
        asks.ask_teacher(gunay, lesson, text="Dördüncü?")
    safety.decide(first.question_words, by=rena, approve=False, words="Aydın deyil.")
    assert asks.ask_teacher(gunay, lesson, text="Dördüncü?").pk
    with pytest.raises(TooManyQuestions):
        asks.ask_teacher(gunay, lesson, text="Beşinci?")


# What stands under the lesson --------------------------------------------------------------------------
def test_only_what_the_asker_wants_and_is_of_age(client, lesson, rena, aygun):
    quiet = answered(asked(lesson, rena, learner(lesson, "Bəsti Quliyeva"), text="Gizli sual?", is_public=False), rena)
    aysel = learner(lesson, "Aysel Quliyeva")
    young = answered(asked(lesson, rena, aysel, text="Kiçiyin sualı?"), rena)
    aysel.birth_year = timezone.localdate().year - 14
    aysel.save()
    Ask.objects.filter(pk=young.pk).update(may_be_shown=True)
    assert asks.under(lesson) == []
    assert "Gizli" not in client.get(lesson.url).text and "Kiçiyin" not in client.get(lesson.url).text
    asks.let_be_shown(quiet, by=quiet.person, is_shown=True)
    assert asks.under(lesson) == [quiet]


def test_asker_and_teacher_may_each_take_it_away(client, lesson, leyla, rena):
    ask = answered(asked(lesson, rena), rena)
    browser = signed_in(client, leyla)
    browser.post(reverse("courses:my_question_shown", args=[ask.pk]), {"deed": "hide"})
    assert asks.under(lesson) == []
    signed_in(client, ask.person).post(reverse("courses:my_asked_shown", args=[ask.pk]), {"deed": "show"})
    assert asks.under(lesson) == []  # the asker’s yes is not the teacher’s
    signed_in(client, leyla).post(reverse("courses:my_question_shown", args=[ask.pk]), {"deed": "show"})
    assert asks.under(lesson) == [ask]
    signed_in(client, ask.person).post(reverse("courses:my_asked_shown", args=[ask.pk]), {"deed": "hide"})
    assert asks.under(lesson) == []


def test_others_change_and_find_nothing(client, lesson, rena):
    ask = asked(lesson, rena)
    murad = factories.person("Murad Quliyev", email="murad@ask.example", birth_year=1950, roles=[Role.ELDER])
    signed_in(client, murad)
    for name in ("my_question", "my_question_listen"):
        assert client.get(reverse(f"courses:{name}", args=[ask.pk])).status_code == 404
    for name in ("my_question", "my_question_shown", "my_asked_shown"):
        assert client.post(reverse(f"courses:{name}", args=[ask.pk]), {"deed": "show"}).status_code == 404
    for name in ("my_questions", "my_asked", "my_people"):
        assert QUESTION not in client.get(reverse(f"courses:{name}")).text
    signed_in(client, ask.person)
    assert client.get(reverse("courses:my_question", args=[ask.pk])).status_code == 404
    assert client.get(reverse("courses:my_people")).status_code == 403
    client.logout()
    for name in ("my_questions", "my_asked", "my_people", "my_people_listen"):
        assert client.get(reverse(f"courses:{name}")).status_code == 302


@pytest.mark.parametrize("deed", ["withdraw", "decline"])
def test_a_question_taken_back_is_nowhere(client, lesson, leyla, rena, deed):
    ask = answered(asked(lesson, rena), rena)
    if deed == "withdraw":
        safety.withdraw(ask.question_words, by=ask.person)
    else:
        safety.decide(ask.question_words, by=rena, approve=False, words="Düz deyil.")
    assert asks.under(lesson) == [] and list(asks.asked_of(leyla)) == []
    assert QUESTION not in client.get(lesson.url).text


def test_an_answer_taken_back_is_no_longer_there(lesson, rena, leyla):
    ask = answered(asked(lesson, rena), rena)
    safety.withdraw(ask.answer_words, by=leyla)
    ask.refresh_from_db()
    assert (asks.under(lesson), ask.state) == ([], AskState.SENT)
    assert asks.waiting_for(leyla) == 1


def test_what_a_concern_hides_is_shown_to_nobody(client, lesson, leyla, rena):
    ask = answered(asked(lesson, rena), rena)
    found = safety.find_subject(f"ask:{ask.pk}")
    assert found.hides == (f"ask:{ask.pk}",) and QUESTION in found.text and QUESTION not in found.words
    Hidden.objects.create(subject=f"ask:{ask.pk}")
    for person, address in (
        (leyla, reverse("courses:my_questions")),
        (leyla, reverse("courses:my_people")),
        (ask.person, reverse("courses:my_asked")),
        (ask.person, lesson.url),
    ):
        assert QUESTION not in signed_in(client, person).get(address).text
    assert signed_in(client, leyla).get(reverse("courses:my_question", args=[ask.pk])).status_code == 404


def test_a_concern_about_a_question_nobody_has_read_tells_nothing(lesson):
    ask = asks.ask_teacher(learner(lesson), lesson, text=QUESTION)
    assert safety.find_subject(f"ask:{ask.pk}") is None


def test_a_minors_question_is_answered_before_two(lesson, rena, aygun, leyla):
    gunay = learner(lesson)
    ask = asked(lesson, rena, gunay)
    gunay.birth_year = timezone.localdate().year - 15
    gunay.save()
    ask = answered(ask, rena)
    assert ask.state == AskState.SENT
    assert decided(ask, aygun).state == AskState.ANSWERED


# Counting ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_what_is_under_a_lesson_costs_two_queries(lesson, rena, django_assert_num_queries, count):
    for number in range(count):
        answered(asked(lesson, rena, learner(lesson, f"{'ABC'[number]}li Quliyev")), rena)
    with django_assert_num_queries(2):
        assert len(asks.under(lesson)) == count


@pytest.mark.database
def test_questions_move_with_both_when_records_are_joined(lesson, rena, leyla):
    ask = answered(asked(lesson, rena), rena)
    keep, teacher = factories.person("Günay M"), factories.person("Leyla Ə", birth_year=1955)
    merge(keep, ask.person, by=None)
    merge(teacher, leyla, by=None)
    ask.refresh_from_db()
    assert (ask.person, ask.teacher) == (keep, teacher)
