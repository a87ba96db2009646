"""How a webinar stands on its page, and who may watch it while it is on air."""

from datetime import timedelta

import pytest
from django.utils import timezone

import media_pipeline.api as films
from courses.domain.webinars import states, watching
from courses.domain.webinars.watching import Stage
from courses.errors import TakenBack
from courses.models import RegistrationState, Webinar, WebinarSlide, WebinarState
from elearn.people.api import Role
from media_pipeline.models import Broadcast, BroadcastState, FilmState, LiveCue
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def gunay():
    return factories.person(email="gunay@korpu.example")


@pytest.fixture
def webinar(gunay):
    return factories.webinar("Şərf toxuyuruq", starts_in=timedelta(minutes=10), registered=[gunay])


def on_air(webinar: Webinar, state: str = BroadcastState.ON_AIR) -> Webinar:
    """Put a webinar where its broadcast would be, without a studio."""
    broadcast = states.broadcast_of(webinar)
    Broadcast.objects.filter(pk=broadcast.pk).update(state=state, on_air_at=timezone.now())
    states.follow(broadcast.pk, BroadcastState.ON_AIR)
    if state == BroadcastState.ENDED:
        states.follow(broadcast.pk, state)
    return Webinar.objects.select_related("broadcast__film", "lesson").get(pk=webinar.pk)


@pytest.mark.parametrize(
    ("starts_in", "stage"),
    [
        (timedelta(days=2), Stage.ANNOUNCED),
        (timedelta(minutes=31), Stage.ANNOUNCED),
        (timedelta(minutes=29), Stage.SOON),
        (timedelta(minutes=-20), Stage.SOON),  # it begins late
        (timedelta(hours=-4), Stage.MISSED),
    ],
)
def test_before_it_is_on_air_the_clock_says_what_the_page_shows(starts_in, stage):
    assert watching.stage_of(factories.webinar(starts_in=starts_in)) == stage


def test_on_air_interrupted_and_over_come_from_the_broadcast(webinar):
    assert watching.stage_of(on_air(webinar)) == Stage.ON_AIR
    assert watching.stage_of(on_air(webinar, BroadcastState.PAUSED)) == Stage.INTERRUPTED
    assert watching.stage_of(on_air(webinar, BroadcastState.ENDED)) == Stage.OVER


@pytest.mark.parametrize("state", [WebinarState.OFFERED, WebinarState.DRAFT, WebinarState.ASKED])
def test_what_is_not_announced_is_only_prepared(state):
    assert watching.stage_of(factories.webinar(state=state)) == Stage.PREPARED


def test_a_cancelled_one_stays_cancelled_whatever_the_clock_says():
    row = factories.webinar(state=WebinarState.CANCELLED, starts_in=timedelta(minutes=5))
    assert watching.stage_of(row) == Stage.CANCELLED


def test_the_recording_is_shown_once_its_lesson_can_be_seen(webinar):
    _, [lesson] = factories.course_with({"film": factories.ready_film()})
    row = on_air(webinar, BroadcastState.ENDED)
    row.lesson = lesson
    assert watching.stage_of(row) == Stage.RECORDING
    lesson.unpublish()
    assert watching.stage_of(row) == Stage.OVER


def test_who_may_watch(webinar, gunay):
    host = factories.person("Tural Nəbiyev", email="tural@korpu.example")
    captioner = factories.person("Aysel Quliyeva", email="aysel@korpu.example")
    rena = factories.staff("Rəna Həsənova", Role.COORDINATOR)
    murad = factories.person("Murad Quliyev", email="murad@korpu.example")
    webinar.hosts.add(host)
    webinar.captioners.add(captioner)

    def seen(person) -> tuple[bool, str]:
        found = watching.admission(webinar, person.account)
        return found.may_watch, found.role

    assert seen(gunay) == (True, "viewer")
    assert seen(captioner) == (True, "viewer")
    assert seen(host) == (True, "host")
    assert seen(rena) == (True, "host")
    assert seen(murad) == (False, "viewer")


@pytest.mark.parametrize("state", [RegistrationState.WAITING, RegistrationState.LEFT])
def test_a_place_on_the_waiting_list_is_no_seat(webinar, gunay, state):
    webinar.registrations.update(state=state)
    assert not watching.admission(webinar, gunay.account).may_watch


def test_nothing_is_opened_before_it_is_on_air(webinar):
    opened = watching.open_live(webinar)
    assert (opened.stage, opened.playlist, opened.sound, opened.cues, opened.slides) == (Stage.SOON, "", "", {}, [])


def test_the_player_gets_the_addresses_and_what_was_said_so_far(webinar):
    row = on_air(webinar)
    LiveCue.objects.create(broadcast=row.broadcast, language="az", start_ms=1000, end_ms=3000, text="Salam")
    opened = watching.open_live(row)
    assert opened.playlist == films.live_address(row.broadcast)
    assert opened.sound == films.live_sound_address(row.broadcast)
    [[language, [cue]]] = opened.cues.items()
    assert (language, cue[:4]) == ("az", [1000, 3000, "Salam", False])


@pytest.mark.parametrize("stage", [BroadcastState.ON_AIR, BroadcastState.PAUSED])
def test_what_was_stopped_is_not_opened(webinar, stage):
    row = on_air(webinar, stage)
    row.broadcast.film.state = FilmState.BLOCKED
    with pytest.raises(TakenBack):
        watching.open_live(row)


def slide(webinar: Webinar, number: int, shown_ms: list[int]) -> WebinarSlide:
    return WebinarSlide.objects.create(
        webinar=webinar, number=number, file=f"s{number}.webp", width=960, height=540, text="", shown_ms=shown_ms
    )


def order(webinar: Webinar) -> list[tuple[int, int]]:
    return [(one["number"], one["at_ms"]) for one in watching.slides_shown(webinar)]


def test_slides_are_told_as_they_were_shown_and_no_further(webinar):
    row = on_air(webinar)
    for number, shown_ms in ((1, [0, 9000]), (2, [5000]), (3, [])):
        slide(row, number, shown_ms)
    row.slide = 1
    assert order(row) == [(1, 0), (2, 5000), (1, 9000)]
    row.slide = 0  # taken away since
    assert order(row) == [(1, 0), (2, 5000), (1, 9000), (0, 9001)]


def test_a_slide_that_was_shown_before_it_was_on_air_is_there_from_the_start(webinar):
    row = on_air(webinar)
    slide(row, 1, [])
    row.slide = 1
    assert order(row) == [(1, 0)]


def test_the_next_webinar_of_a_person(webinar, gunay, django_assert_num_queries):
    factories.webinar("Sonra", starts_in=timedelta(days=3), registered=[gunay])
    with django_assert_num_queries(1):
        coming = watching.coming_webinar(gunay)
    assert coming is not None
    assert (coming.webinar, coming.stage, coming.is_now) == (webinar, Stage.SOON, True)
    assert watching.coming_webinar(factories.person("Murad Quliyev")) is None
