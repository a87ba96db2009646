"""Lists of questions and thanks: in which order, without what a concern hides, and in the same queries for any number."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.domain.talk import asks, thanks, unanswered
from courses.models import Ask, AskState, FilmProgress
from elearn.safety import api as safety
from elearn.safety.models import Hidden, Submission
from tests import factories

from .samples import answered, asked, learner, signed_in

pytestmark = pytest.mark.django_db
NAMES = ("Ali Quliyev", "Bali Quliyev", "Cali Quliyev")


@pytest.mark.database
def test_what_waits_comes_first_and_the_newest_answers_before_the_older(lesson, leyla, rena):
    away, early, late, sent, waits = [
        asked(lesson, rena, learner(lesson, f"{letter}li Quliyev"), text=f"{letter}?") for letter in "ABCDE"
    ]
    unanswered.put_away(away)
    for ask, hours in ((early, 2), (late, 1)):
        answered(ask, rena)
        Ask.objects.filter(pk=ask.pk).update(answered_at=timezone.now() - timedelta(hours=hours))
    asks.answer(sent, text="Bəli.")
    assert [ask.text for ask in asks.asked_of(leyla)] == ["E?", "D?", "C?", "B?", "A?"]
    assert [ask.text for ask in asks.to_answer(leyla)] == ["E?"] and waits.state == AskState.OPEN


@pytest.mark.database
def test_thanks_that_were_shown_before_anybody_decided_keep_their_place(lesson, leyla, rena):
    notes = []
    for number, name in enumerate(NAMES):
        note = thanks.thank(learner(lesson, name), lesson, text=f"Sağ olun {number}")
        at = timezone.now() - timedelta(days=number)
        decided_at = None if number == 1 else at
        Submission.objects.filter(pk=note.submission_id).update(state="approved", created_at=at, decided_at=decided_at)
        notes.append(note)
    assert list(thanks.received_by(leyla)) == notes


def test_a_hidden_question_waits_for_nobody(client, lesson, leyla, rena):
    ask = asked(lesson, rena)
    Hidden.objects.create(subject=f"ask:{ask.pk}")
    assert (asks.waiting_for(leyla), list(asks.asked_of(leyla))) == (0, [])
    assert reverse("courses:my_questions") not in signed_in(client, leyla).get(reverse("desk:home")).text


def watched_and_wrote(lesson, rena, name):
    """Somebody who watched, thanked, asked and was answered, and asked once more."""
    person = learner(lesson, name)
    facts = {"watched_ms": 5000, "spans": [[0, 5000]], "changed_at": timezone.now()}
    FilmProgress.objects.create(person=person, film=lesson.film, **facts)
    note = thanks.thank(person, lesson, text="Sağ olun!")
    safety.decide(note.submission, by=rena, approve=True)
    asked(lesson, rena, person)
    answered(asked(lesson, rena, person, text="Neçəyə?"), rena)
    return person


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("my_questions", 6), ("my_thanks", 8), ("my_people", 17)])
def test_a_teachers_lists(client, lesson, leyla, rena, django_assert_num_queries, name, queries, count):
    for one in NAMES[:count]:
        watched_and_wrote(lesson, rena, one)
    address = reverse(f"courses:{name}")
    signed_in(client, leyla).get(address)
    with django_assert_num_queries(queries):
        assert client.get(address).text.count("li Quliyev") >= count


@pytest.mark.parametrize("count", [1, 3])
def test_what_somebody_asked(client, lesson, rena, django_assert_num_queries, count):
    gunay = learner(lesson)
    for number in range(count):
        answered(asked(lesson, rena, gunay, text=f"Sual {number}?"), rena)
    address = reverse("courses:my_asked")
    signed_in(client, gunay).get(address)
    with django_assert_num_queries(7):
        assert client.get(address).text.count("Sual ") >= count


@pytest.mark.parametrize("count", [1, 3])
def test_what_a_helper_reads_out(client, lesson, leyla, rena, django_assert_num_queries, count):
    for one in NAMES[:count]:
        asked(lesson, rena, learner(lesson, one))
    operator = factories.staff("Sevda", "operator", language="en")
    address = reverse("courses:questions_for", args=[leyla.key])
    signed_in(client, operator).get(address)
    with django_assert_num_queries(11):
        assert client.get(address).text.count("li Quliyev") == count
