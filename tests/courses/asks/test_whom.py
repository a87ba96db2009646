"""A question goes to the elder whose film the lesson is; to the course's teacher where there is none to ask."""

import pytest
from django.urls import reverse

from courses.domain.talk import asks
from courses.errors import NobodyToAsk
from courses.models import Contribution, ContributionState, CoursePage
from elearn.notices.models import Notice
from elearn.people.models import PersonStanding, Role
from tests import factories

from .samples import QUESTION, asked, learner, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def solmaz(lesson):
    """Another elder, who gave the film of Leyla's lesson."""
    elder = factories.person("Solmaz Həsənova", birth_year=1950, email="solmaz@ask.example", roles=[Role.ELDER])
    Contribution.objects.create(person=elder, film=lesson.film, state=ContributionState.PLACED, lesson=lesson)
    return elder


def test_who_gave_the_film_is_asked_and_told(client, lesson, leyla, rena, solmaz):
    gunay = learner(lesson)
    address = reverse("courses:ask", args=[lesson.pk])
    page = signed_in(client, gunay).get(address).text
    assert "Solmaz" in page and "Leyla" not in page
    ask = asked(lesson, rena, gunay)
    assert ask.teacher == solmaz
    assert (asks.waiting_for(solmaz), asks.waiting_for(leyla)) == (1, 0)
    assert [told.person for told in Notice.objects.filter(kind="ask_arrived")] == [solmaz]
    assert QUESTION in signed_in(client, solmaz).get(reverse("courses:my_questions")).text
    mine = reverse("courses:my_question", args=[ask.pk])
    assert client.get(mine).status_code == 200 and signed_in(client, leyla).get(mine).status_code == 404


def test_who_can_no_longer_be_asked_leaves_it_to_the_teacher(client, lesson, leyla, rena, solmaz):
    solmaz.standing = PersonStanding.DECEASED
    solmaz.save()
    assert asked(lesson, rena).teacher == leyla


def test_a_film_of_a_course_without_a_teacher_is_asked_about_all_the_same(client, lesson, rena, solmaz):
    CoursePage.objects.update(teacher=None)
    lesson.refresh_from_db()
    gunay = learner(lesson)
    assert reverse("courses:ask", args=[lesson.pk]) in client.get(lesson.url).text
    assert asked(lesson, rena, gunay).teacher == solmaz
    Contribution.objects.all().delete()
    assert reverse("courses:ask", args=[lesson.pk]) not in client.get(lesson.url).text
    with pytest.raises(NobodyToAsk):
        asks.ask_teacher(gunay, lesson, text=QUESTION)
