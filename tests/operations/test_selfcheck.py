"""The check that an operator runs passes with real films, and finds what is wrong."""

import pytest

import courses.api
import elearn.people.api
import elearn.web.api
from courses.models import Certificate, Contribution, CoursePage, TopicPage
from elearn.history.models import Entry
from elearn.operations.selfcheck import Check
from elearn.people.models import Person
from media_pipeline.models import Film
from tests.conftest import footage

pytestmark = pytest.mark.django_db
FILMS = footage()
SMALLEST = min(FILMS, key=lambda path: path.stat().st_size)


@pytest.fixture
def prepared():
    elearn.web.api.prepare()
    elearn.people.api.prepare()
    courses.api.prepare()


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, marks=[pytest.mark.database] if path == SMALLEST else [], id=path.name) for path in FILMS],
)
def test_every_real_film_goes_through_and_leaves_nothing(prepared, path):
    outcome = Check(path).run()
    assert outcome.passed, outcome.as_json()
    assert [step.name for step in outcome.steps][-1] == "removal"
    for model in (Certificate, Contribution, CoursePage, TopicPage, Entry, Film, Person):
        assert not model.objects.exists(), model


@pytest.mark.database
@pytest.mark.usefixtures("in_english")
def test_what_is_no_film_stops_the_check_in_words(prepared, tmp_path):
    path = tmp_path / "letter.mp4"
    path.write_text("Dear all, this is a letter.")
    outcome = Check(path).run()
    assert not outcome.passed
    assert [step.name for step in outcome.steps if step.fault] == ["intake"]
    assert "not a video" in outcome.steps[1].fault
    assert not Film.objects.exists()


@pytest.mark.database
def test_a_certificate_that_cannot_be_signed_stops_the_check(prepared, clip, settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    settings.KEYS_DIR.write_text("a file where the folder should be")
    outcome = Check(clip).run()
    assert [step.name for step in outcome.steps if step.fault] == ["certificate"]
    assert not Person.objects.exists()
