"""A learner, a lesson of a minute, and a clock that only moves when told."""

import pytest

from courses import api
from tests import factories
from tests.courses.test_watch import START, Clock


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def learner():
    return factories.person("Günay Məmmədova", birth_year=2000)


@pytest.fixture
def lesson():
    _, [lesson] = factories.course_with({"film": factories.ready_film(60)})
    return lesson


@pytest.fixture
def enrolment(learner, lesson):
    return api.enrol(learner, lesson.get_parent().specific, now=START)


@pytest.fixture
def rena():
    return factories.staff("Rəna Həsənova", "coordinator", language="en")
