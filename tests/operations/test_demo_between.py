"""Words and works of the demo world go through the doors that people use."""

import pytest

import courses.api as school
from courses.domain.talk import asks, thanks
from courses.domain.works import gallery
from courses.models import LessonProgress
from elearn.operations.demo import between
from elearn.operations.demo.texts import SCARF
from elearn.people.api import Role
from tests import factories

pytestmark = pytest.mark.django_db


def test_learners_and_their_teacher_speak_with_each_other():
    rena, tural = (factories.staff(name, Role.COORDINATOR).account for name in ("Rəna Həsənova", "Tural Nəbiyev"))
    leyla = factories.person("Leyla", email="leyla@between.example", birth_year=1955, roles=[Role.ELDER])
    course, [lesson] = factories.course_with({"film": factories.ready_film()}, teacher=leyla)
    lesson = school.extend_lesson(lesson, task=SCARF.task, by=rena, approved_by=tural)
    gunay = factories.person("Günay Məmmədova", email="gunay@between.example", birth_year=2007)
    murad = factories.person("Murad Quliyev", email="murad@between.example", birth_year=2004)
    for learner in (gunay, murad):
        LessonProgress.objects.create(enrolment=school.enrol(learner, course), lesson=lesson)
    between.make(lesson, gunay=gunay, murad=murad, rena=rena, tural=tural)
    [shown] = asks.under(lesson)
    assert (shown.text, shown.answer_words.text) == (between.ANSWERED, between.ANSWER)
    assert [ask.text for ask in asks.to_answer(leyla)] == [between.WAITING]
    assert [note.submission.text for note in thanks.under(lesson)] == [between.THANKS]
    [hung] = gallery.gallery_of(course)
    assert (hung.person, hung.state) == (gunay, "accepted")
