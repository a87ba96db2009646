"""The demo's questions: every kind is there, and whoever watched answers them."""

import pytest

import courses.api as school
from courses.models import TopicPage
from elearn.operations.demo import quiz
from elearn.operations.demo.texts import PLOV, SCARF
from elearn.operations.viewing import right_answers
from elearn.people.api import Role
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_first_course_asks_every_kind_and_draws_from_a_bank():
    rena, tural = (factories.staff(name, Role.COORDINATOR).account for name in ("Rəna Həsənova", "Tural Nəbiyev"))
    _course, [lesson] = factories.course_with({"text": "<p>1</p>"})
    topic = TopicPage.objects.filter(locale__language_code="az").first()
    rules = quiz.rules_for(SCARF, topic, by=rena, approved_by=tural)
    questions = [*factories.two_questions(), *quiz.more_questions(SCARF)]
    lesson = school.extend_lesson(lesson, questions=questions, rules=rules, by=rena, approved_by=tural)
    made = school.quiz_of(lesson)
    assert {question.kind for question in made.own} == {"one", "several", "order", "text", "number"}
    assert (len(made.pool), made.draws) == (3, 1)
    gunay = factories.person("Günay Məmmədova", email="gunay@demoquiz.example", birth_year=2004)
    school.enrol(gunay, school.course_of(lesson))
    attempt = school.answer_quiz(gunay, lesson, right_answers(lesson)).attempt
    assert (attempt.right, attempt.asked) == (7, 7)
    assert quiz.more_questions(PLOV) == ()
    assert quiz.rules_for(PLOV, topic, by=rena, approved_by=tural) is None
