"""What becomes public by another way than the list of videos: chosen in the editor, or without a video at all."""

import pytest
from wagtail.models import Locale

from courses import api
from courses.models import ContributionState
from elearn.history.api import pseudonym
from elearn.history.models import Entry, Kind
from elearn.notices.models import Notice
from elearn.web.api import approved_by_the_house
from tests.courses.papers import sent_contribution
from tests.factories import course_with, person

pytestmark = pytest.mark.django_db


def rows(lesson):
    return Entry.objects.filter(kind=Kind.PUBLISHED, subject=f"lesson:{lesson.pk}")


def publish(page):
    with approved_by_the_house("a test"):
        page.save_revision().publish()


@pytest.mark.parametrize("state", [ContributionState.SENT, ContributionState.ANOTHER_TAKE])
def test_the_giver_of_a_video_chosen_by_hand_is_told_once_and_it_waits_no_longer(state):
    contribution = sent_contribution(state=state)
    course, [lesson] = course_with({"film": contribution.film}, teacher=contribution.person)
    contribution.refresh_from_db()
    assert (contribution.state, contribution.lesson) == (ContributionState.PLACED, lesson)
    assert contribution.decided_at
    assert not api.waiting().exists()
    publish(lesson)
    publish(course)
    assert Notice.objects.filter(kind="lesson_published", person=contribution.person).count() == 1
    assert rows(lesson).get().who == pseudonym(contribution.person.key)


def test_a_video_in_a_draft_waits_until_the_lesson_is_public():
    contribution = sent_contribution()
    course, [lesson] = course_with({"film": contribution.film}, teacher=contribution.person)
    other = sent_contribution(person("Sona Kərimova", email="sona@public.example"), title="Corab")
    lesson.body = [("film", {"film": other.film})]
    lesson.save_revision()
    publish(course)
    other.refresh_from_db()
    assert other.state == ContributionState.SENT
    assert list(api.waiting()) == [other]


def test_a_lesson_without_a_video_is_noted_once_for_its_courses_teacher():
    teacher = person("Leyla Əliyeva", email="leyla@public.example")
    _course, [lesson] = course_with({"text": "<p>Salam</p>"}, teacher=teacher)
    assert rows(lesson).get().who == pseudonym(teacher.key)
    publish(lesson)
    assert rows(lesson).get().facts == {"language": "az"}


def test_a_lesson_in_a_course_that_is_not_public_is_noted_with_the_course():
    course, [lesson] = course_with({"text": "<p>Salam</p>"})
    rows(lesson).delete()
    course.unpublish()
    publish(lesson)
    assert not rows(lesson).exists()
    course.refresh_from_db()
    publish(course)
    assert rows(lesson).count() == 1


def test_the_same_lesson_in_another_language_is_not_a_second_one():
    course, [lesson] = course_with({"text": "<p>Salam</p>"})
    twin = course.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    again = lesson.copy_for_translation(Locale.objects.get(language_code="en"))
    publish(twin)
    publish(again)
    assert rows(lesson).count() == 1
    assert not rows(again).exists()
