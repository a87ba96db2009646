"""A teacher’s people: what was said first, then how many; nobody counted twice, and nobody who is not there."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses import api
from courses.domain.talk import asks, thanks
from courses.domain.talk.warm import in_words, warm_page
from courses.models import FilmProgress
from elearn.safety import api as safety
from tests import factories

from .samples import QUESTION, answered, asked, learner, signed_in

pytestmark = pytest.mark.django_db
WORDS = "Çox sağ olun, nənəm üçün toxudum!"


def watched(lesson, person, ms=5000):
    facts = {"watched_ms": ms, "spans": [[0, ms]], "changed_at": timezone.now()}
    FilmProgress.objects.create(person=person, film=lesson.film, **facts)


def wrote(lesson, rena, person, text=WORDS):
    row = thanks.thank(person, lesson, text=text)
    safety.decide(row.submission, by=rena, approve=True)
    return row


def test_the_page_of_somebody_nobody_has_written_to_yet(client, leyla):
    page = signed_in(client, leyla).get(reverse("courses:my_people")).text
    assert "Here you will see who learnt from you" in page and "Record a lesson" in page
    assert client.get(reverse("courses:my_people_listen")).headers["content-type"] == "audio/wav"


def test_what_was_said_comes_first_and_people_are_counted_once(client, lesson, leyla, rena):
    gunay, murad = learner(lesson), learner(lesson, "Murad Quliyev")
    for person in (gunay, murad, leyla):
        watched(lesson, person)
    watched(lesson, factories.person("Yoxlama", is_check=True))
    wrote(lesson, rena, gunay)
    asked(lesson, rena, gunay)
    reach = api.reached_by(leyla)
    assert (reach.watchers, reach.wrote) == (2, 1)
    page = signed_in(client, leyla).get(reverse("courses:my_people")).text
    assert "people watched your lessons" in page and "person wrote to you" in page
    assert page.index(WORDS) < page.index("people watched your lessons") < page.index(QUESTION)
    assert "2 people watched in the last thirty days." in page and "We count each person once" in page
    said = in_words(warm_page(leyla))
    assert said[0].endswith(WORDS) and any(line.endswith(QUESTION) for line in said)


def test_who_only_sent_words_that_were_not_passed_on_has_not_written(lesson, leyla, rena):
    gunay = learner(lesson)
    thanks.thank(gunay, lesson, text=WORDS)
    asks.ask_teacher(gunay, lesson, text=QUESTION)
    assert api.reached_by(leyla).wrote == 0


def test_the_desk_says_it_once(client, lesson, leyla, rena):
    gunay = learner(lesson)
    watched(lesson, gunay)
    wrote(lesson, rena, gunay)
    desk = signed_in(client, leyla).get(reverse("desk:home")).text
    assert desk.count("1 person has watched your lessons.") == 1 and "Whom you reached" not in desk
    assert "1 person wrote to you." in desk and reverse("courses:my_people") in desk


def test_it_takes_the_same_queries_for_one_and_for_three(client, lesson, leyla, rena, django_assert_num_queries):
    def one_more(name):
        person = learner(lesson, name)
        watched(lesson, person)
        wrote(lesson, rena, person)
        asked(lesson, rena, person)
        answered(asked(lesson, rena, person, text="Neçəyə?"), rena)

    one_more("Ali Quliyev")
    with django_assert_num_queries(QUERIES):
        warm_page(leyla)
    one_more("Bali Quliyev"), one_more("Cali Quliyev")
    with django_assert_num_queries(QUERIES):
        assert len(warm_page(leyla).words) == 3


QUERIES = 12
