"""The check that an operator runs passes with real films, and finds what is wrong."""

from datetime import timedelta

import pytest
from django.core.cache import cache

import courses.api
import elearn.people.api
import elearn.web.api
from courses.models import Certificate, Contribution, CoursePage, TopicPage
from elearn.history.models import Entry
from elearn.operations.selfcheck import Check, CheckFailed, Step
from elearn.people.models import Person
from media_pipeline.models import Film
from tests import factories
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
    (intake,) = [step for step in outcome.steps if step.name == "intake"]
    assert "not a video" in intake.fault
    assert not Film.objects.exists()


@pytest.mark.database
def test_a_certificate_that_cannot_be_signed_stops_the_check(prepared, clip, settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    settings.KEYS_DIR.write_text("a file where the folder should be")
    outcome = Check(clip).run()
    assert [step.name for step in outcome.steps if step.fault] == ["certificate"]
    assert not Person.objects.exists()


def test_with_a_webinar_within_a_day_somebody_has_to_be_there_who_makes_it_watchable(clip):
    check = Check(clip)
    check.count_hands(calm := Step("workers"))
    assert "no worker for broadcasts answers now: start one before the next webinar" in calm.checks
    factories.webinar(starts_in=timedelta(hours=5))
    with pytest.raises(CheckFailed):
        check.count_hands(Step("workers"))
    cache.set("media_pipeline:worker:live", 1.0, 20)
    check.count_hands(well := Step("workers"))
    cache.clear()
    assert "a worker for broadcasts answers" in well.checks
