"""Leyla teaches a lesson, Rəna moderates."""

import pytest
from django.core.cache import cache

import media_pipeline.api as films
from elearn.people.models import Role
from elearn.safety import api as safety
from media_pipeline.domain.voice import Voice
from tests import factories


@pytest.fixture(autouse=True)
def fresh_limits(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    cache.clear()


@pytest.fixture
def leyla(db):
    return factories.person(
        "Leyla Əliyeva", birth_year=1955, email="leyla@ask.example", roles=[Role.ELDER], language="en"
    )


@pytest.fixture
def lesson(leyla):
    _course, [lesson] = factories.course_with({"film": factories.ready_film(30)}, teacher=leyla)
    return lesson


@pytest.fixture
def rena(db):
    person = factories.staff("Rəna", "coordinator", language="en")
    safety.prepare()
    return person.account


@pytest.fixture
def aygun(db):
    return factories.staff("Aygün", "coordinator", language="en", email="aygun@ask.example").account


@pytest.fixture
def made_at_once(monkeypatch):
    """Recordings are made playable without ffmpeg, which has tests of its own."""
    monkeypatch.setattr(films, "make_voice", lambda data, *, longest: Voice(b"\0\0\0\x18ftypM4A " + data, 4200))
