"""Who is in the middle of a video that is made anew is told, with what of it counts, and does not lose their place."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from courses import api
from courses.domain.films import review, succession
from courses.domain.watching import watch
from courses.domain.watching.anew import Anew, anew_words
from courses.models import LessonProgress, PlaybackSession
from elearn.people.models import Role
from tests import factories
from tests.courses.test_succession import given, made, published
from tests.factories import person

pytestmark = pytest.mark.django_db
PART, OTHER = "əvvəlindən və ya sonundan bir hissə kəsilib", "Bu video yenidən çəkilib."


@pytest.fixture(autouse=True)
def pages():
    factories.first_pages()


@pytest.fixture
def rena():
    return person("Rəna Həsənova", email="rena@anew.example", roles=[Role.COORDINATOR]).account


@pytest.fixture
def leyla():
    return person("Leyla Əliyeva", email="leyla@anew.example", birth_year=1955, roles=[Role.ELDER])


@pytest.fixture
def gunay():
    return person("Günay Məmmədova", email="gunay@anew.example", birth_year=2000, roles=[Role.LEARNER])


@pytest.fixture
def watching(leyla, gunay, client):
    """She stopped ten seconds into the video of a lesson: the contribution, the lesson, her session."""
    contribution, course, lesson = published(leyla)
    api.enrol(gunay, course)
    long_ago = timezone.now() - timedelta(days=3)
    opened = api.open_playback(gunay, lesson, now=long_ago)
    api.begin(opened.session, now=long_ago)
    watch.apply_report(opened.session, number=1, spans=[[0, 10_000]], position_ms=10_000)
    client.force_login(gunay.account, backend="django.contrib.auth.backends.ModelBackend")
    return contribution, lesson, opened.session


def shorten(contribution, rena) -> None:
    by = contribution.person.account
    review.take_place(made(succession.shorten(contribution, start_ms=2000, end_ms=20_000, by=by)), by=rena)


def record_anew(contribution, rena) -> None:
    new = given(contribution.person, instead_of=contribution)
    review.take_place(new, by=rena)


def mine(client, lesson) -> str:
    return client.get(f"/learn/lesson/{lesson.pk}/mine/").content.decode()


def opened(client, lesson) -> dict:
    return client.post(f"/learn/lesson/{lesson.pk}/open/").json()


def test_nothing_is_said_of_a_video_that_is_as_it_was(watching, client):
    _contribution, lesson, session = watching
    assert PART not in mine(client, lesson) and OTHER not in mine(client, lesson)
    assert watch.apply_report(session, number=2, spans=[], position_ms=11_000).anew == ""


def test_a_shortened_one_counts_on_at_the_same_place(watching, client, rena):
    contribution, lesson, session = watching
    shorten(contribution, rena)
    assert PART in mine(client, lesson) and "Baxdıqlarınız sayılır" in mine(client, lesson)
    assert watch.apply_report(session, number=2, spans=[], position_ms=12_000).anew == "part"
    said = opened(client, lesson)
    lesson.refresh_from_db()
    assert (said["film"], said["watched_ms"], said["resume_ms"]) == (lesson.film_id.hex, 8000, 10_000)
    assert PART in said["anew"]


def test_of_another_recording_it_is_said_that_nothing_counts(watching, client, rena):
    contribution, lesson, session = watching
    record_anew(contribution, rena)
    text = mine(client, lesson)
    assert OTHER in text and "yenisinə sayılmır" in text and "tamamlanmış qalır" in text
    assert watch.apply_report(session, number=2, spans=[], position_ms=12_000).anew == "other"
    said = opened(client, lesson)
    assert (said["watched_ms"], said["resume_ms"], OTHER in said["anew"]) == (0, 0, True)


def test_who_watches_the_earlier_one_to_its_end_has_done_the_lesson_as_it_is_said(watching, rena, gunay):
    contribution, lesson, session = watching
    record_anew(contribution, rena)
    with translation.override("en"):
        words = anew_words(Anew.OTHER, is_playing=True)
    assert "to its end, and the lesson is done" in words and "does not count" not in words
    start = timezone.now()
    for number, end in enumerate((20_000, 30_000), 2):
        outcome = watch.apply_report(
            session, number=number, spans=[[end - 10_000, end]], position_ms=end,
            now=start + timedelta(milliseconds=end),
        )  # fmt: skip
    assert outcome.watched and outcome.anew == "other"
    assert LessonProgress.objects.get(lesson=lesson, enrolment__person=gunay).completed_at


def test_it_stands_there_for_a_day_after_the_new_one_is_opened(watching, client, rena, gunay):
    contribution, lesson, _session = watching
    shorten(contribution, rena)
    opened(client, lesson)
    assert PART in mine(client, lesson)
    new = PlaybackSession.objects.order_by("-created_at").first()
    PlaybackSession.objects.filter(pk=new.pk).update(created_at=timezone.now() - timedelta(days=1, minutes=1))
    assert PART not in mine(client, lesson)


def test_who_never_watched_the_earlier_one_reads_nothing(watching, client, rena):
    contribution, lesson, _session = watching
    shorten(contribution, rena)
    for who in (person("Murad Quliyev", email="murad@anew.example", birth_year=1990), None):
        client.logout()
        if who:
            client.force_login(who.account, backend="django.contrib.auth.backends.ModelBackend")
        assert PART not in mine(client, lesson)
        assert opened(client, lesson)["anew"] == "Bu video yenidən hazırlanıb."  # for a page from before it was


def test_the_player_has_the_words_for_who_is_watching(watching, client):
    _contribution, lesson, _session = watching
    text = client.get(lesson.url).content.decode()
    said = json.dumps("Burada əvvəlkinə baxmağa davam edə və ya yenisinə keçə bilərsiniz.")[1:-1]
    assert said in text  # among the player's words
    assert "data-player-anew" in text
