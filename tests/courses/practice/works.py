"""Works to test with: a lesson in which one is asked for, learners, and a work that a moderator has passed on."""

from courses import api
from courses.domain.works import practice
from elearn.people.api import Role
from elearn.safety import api as safety
from tests import factories
from tests.courses.practice.photos import photo

TASK = ("practice", {"task": "Şərfinizi göstərin.", "is_needed": True})


def teacher(name="Leyla Əliyeva", email="leyla@works.example"):
    return factories.person(name, birth_year=1955, email=email, roles=[Role.ELDER])


def lesson_of(teacher, **facts):
    _, [lesson] = factories.course_with({"text": "<p>Toxuyun.</p>", "making": [TASK]}, teacher=teacher, **facts)
    return lesson


def learner(lesson, name="Günay Məmmədova", year=2000):
    key = name.split()[0].lower().encode("ascii", "ignore").decode()
    person = factories.person(name, birth_year=year, email=f"{key}@works.example", language="en")
    api.enrol(person, api.course_of(lesson))
    return person


def passed_on(person, lesson, moderator):
    work = practice.send_practice(person, lesson, shown=photo(), words="İlk şərfim!")
    safety.decide(work.submission, by=moderator, approve=True)
    work.refresh_from_db()
    return work
