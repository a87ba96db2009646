"""Every honest way of watching that other platforms refuse, and what nobody gains by."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from courses import api
from courses.domain.films import review
from courses.domain.watching import playback, watch
from courses.enums import NotCounted
from courses.models import (
    CoursePage,
    EnrolmentState,
    FilmProgress,
    LessonProgress,
    PlaybackSession,
    WatchClock,
    WatchReport,
)
from elearn.people.domain.merge import merge
from media_pipeline.models import Rendition
from tests import factories
from tests.courses.test_succession import given, published
from tests.courses.test_watch import START, Player, watched_ms

pytestmark = pytest.mark.django_db


def send(player, start: int, end: int, **more):
    return player.send([[start * 1000, end * 1000]], **more)


def no_refusals() -> bool:
    return not WatchReport.objects.exclude(refusal="").exists()


# Time and devices ----------------------------------------------------------------------------------
@pytest.mark.parametrize("rate", [0.5, 1.0, 1.25, 2.0])
def test_reports_of_half_a_minute_complete_at_every_speed(learner, lesson, enrolment, clock, rate):
    player = Player(learner, lesson, clock, rate=rate)
    clock.wait(10)
    send(player, 0, round(10 * rate))
    for start in range(round(10 * rate), 60, round(30 * rate)):
        clock.wait(30)
        outcome = send(player, start, min(60, start + round(30 * rate)))
    assert outcome.advance.course_completed and no_refusals()


def test_clocks_of_devices_are_nothing_to_the_server(learner, lesson, enrolment, clock, monkeypatch):
    """A web server whose clock is wrong gives no other opening than the database says."""
    opened = api.open_playback(learner, lesson)
    monkeypatch.setattr(timezone, "now", lambda: START + timedelta(days=9000))
    playback.begin(opened.session)
    monkeypatch.undo()
    at = PlaybackSession.objects.get().opened_at
    assert abs((timezone.now() - at).total_seconds()) < 60


def test_sleep_and_wake(learner, lesson, enrolment, clock):
    """The lid is closed over night; the player goes on where it was, in the same session."""
    player = Player(learner, lesson, clock)
    player.play(25)
    clock.wait(8 * 3600)
    assert player.play(35).watched and no_refusals()


def test_a_tab_in_the_background_reports_seldom_and_all_counts(learner, lesson, enrolment, clock):
    """Timers of hidden tabs run once a minute; the sound goes on."""
    player = Player(learner, lesson, clock)
    clock.wait(60)
    assert send(player, 0, 60).advance.course_completed


def test_offline_while_another_device_goes_on(learner, clock):
    """An hour on the train with a tablet, then half an hour with a phone; the tablet finds a network at last."""
    course, lessons = factories.course_with(*({"film": factories.ready_film(1800)} for _ in range(2)))
    api.enrol(learner, course, now=START)
    tablet = Player(learner, lessons[0], clock)
    clock.wait(1800)  # played without a network
    phone = Player(learner, lessons[1], clock)
    for start in range(0, 1800, 30):
        clock.wait(30)
        assert send(phone, start, start + 30).counted
    late = [send(tablet, start, start + 30) for start in range(0, 1800, 30)]
    assert all(outcome.counted for outcome in late)
    assert [outcome.advance.course_completed for outcome in late].count(True) == 1 and no_refusals()


def test_what_was_never_possible_does_not_count_later_either(learner, clock):
    """Both devices say that they played the same half hour, from its first second to its last."""
    course, lessons = factories.course_with(*({"film": factories.ready_film(1800)} for _ in range(2)))
    api.enrol(learner, course, now=START)
    tablet, phone = (Player(learner, lesson, clock) for lesson in lessons)
    clock.wait(1800)
    assert send(tablet, 0, 1800).counted
    assert send(phone, 0, 1800).refusal == NotCounted.TOO_FAST
    assert watched_ms(learner, lessons[1]) == 0


def test_two_devices_turn_by_turn(learner, lesson, enrolment, clock):
    one, other = Player(learner, lesson, clock), Player(learner, lesson, clock)
    for start, player in enumerate([one, other] * 3):
        clock.wait(10)
        assert send(player, start * 10, start * 10 + 10).counted
    assert watched_ms(learner, lesson) == 60_000 and no_refusals()


def test_sound_alone_counts_as_the_picture_does(learner, lesson, enrolment, clock):
    Rendition.objects.create(
        film=lesson.film, kind=Rendition.Kind.AUDIO, name="audio", folder="sound-00000000", bandwidth=96_000,
        average_bandwidth=96_000, codecs="mp4a.40.2", bytes=700_000,
    )  # fmt: skip
    player = Player(learner, lesson, clock, opened=False)
    assert playback.audio_playlist(player.playback.session, now=clock.now).endswith("/sound-00000000/index.m3u8")
    assert player.play(60).advance.course_completed


@pytest.mark.parametrize("seed", range(6))
def test_an_honest_person_is_never_refused(seed, clock):
    """Two devices turn by turn, any speed, pauses, sleep, offline for a while: nothing that was watched is lost."""
    chance = random.Random(seed)
    learner = factories.person("Murad Quliyev")
    _, [lesson] = factories.course_with({"film": factories.ready_film(7200)})
    api.enrol(learner, lesson.get_parent().specific, now=START)
    players = [Player(learner, lesson, clock) for _ in range(2)]
    place, kept = 0, []
    for _ in range(50):
        clock.wait(chance.choice([0, 0.2, 60, 5000]))
        rate, seconds = chance.choice([0.5, 1.0, 1.5, 2.0]), chance.choice([3, 10, 30])
        clock.wait(seconds)
        length = round(seconds * rate * 1000)
        kept.append((chance.choice(players), [[place, place + length]], rate))
        place += length
        if chance.random() < 0.6:
            chance.shuffle(kept)
            for player, spans, speed in kept:
                assert player.send(spans, rate=speed).counted
            kept = []
    for player, spans, speed in kept:
        assert player.send(spans, rate=speed).counted
    assert watched_ms(learner, lesson) == place


def test_what_was_used_before_a_guardian_agreed_stays_used(learner, lesson, enrolment, clock):
    player = Player(learner, lesson, clock)
    WatchClock.objects.create(person=learner, used_until=clock.now + timedelta(seconds=30))
    clock.wait(30)
    assert send(player, 0, 30).refusal == NotCounted.TOO_FAST
    clock.wait(30)
    assert send(player, 0, 30).counted


def test_two_records_of_one_person_share_their_time(lesson, clock, rena):
    course = lesson.get_parent().specific
    keep, absorb = factories.person("Günay Məmmədova"), factories.person("Günay Məmmədova")
    players = []
    for person in (keep, absorb):
        api.enrol(person, course, now=START)
        players.append(Player(person, lesson, clock))
    clock.wait(30)
    assert [send(player, 0, 20).counted for player in players] == [True, True]
    merge(keep, absorb, by=rena.account)
    used = WatchClock.objects.get(person=keep).used
    assert sum(end - start for start, end in used) == 20_400
    assert send(players[1], 20, 40).refusal == NotCounted.TOO_FAST


# The course ------------------------------------------------------------------------------------------
def test_after_the_course_closed_only_what_was_watched_before_counts(learner, lesson, enrolment, clock):
    player = Player(learner, lesson, clock)
    CoursePage.objects.update(closes_at=clock.now + timedelta(seconds=30))
    clock.wait(45)
    assert send(player, 0, 30).counted
    assert send(player, 30, 40).refusal == NotCounted.CLOSED


def test_a_late_report_completes_what_was_watched_before_the_closing(learner, lesson, enrolment, clock):
    player = Player(learner, lesson, clock)
    CoursePage.objects.update(closes_at=clock.now + timedelta(seconds=61))
    clock.wait(3600)
    assert send(player, 0, 60).advance.course_completed
    assert LessonProgress.objects.get().watched_at < CoursePage.objects.get().closes_at


def test_a_film_that_is_replaced_after_it_was_watched(learner, rena):
    """What was completed stays; another recording begins at nothing, another part of the same keeps its seconds."""
    leyla = factories.person("Leyla Əliyeva", birth_year=1955, email="leyla@case.example")
    contribution, course, lesson = published(leyla)
    api.enrol(learner, course)
    ago = timezone.now() - timedelta(hours=1)
    opened = api.open_playback(learner, lesson, now=ago)
    api.begin(opened.session, now=ago)
    outcome = watch.apply_report(opened.session, number=1, spans=[[0, lesson.film.duration_ms]])
    assert outcome.advance.lesson_completed
    review.take_place(given(contribution.person, instead_of=contribution), by=rena.account)
    lesson.refresh_from_db()
    assert lesson.film_id != contribution.film_id
    assert LessonProgress.objects.get().completed_at is not None
    assert learner.enrolments.get().state == EnrolmentState.COMPLETED
    again = api.open_playback(learner, lesson)
    assert (again.watched_ms, again.resume_ms) == (0, 0)


# Invented ---------------------------------------------------------------------------------------------
def test_invented_sessions_and_numbers_bring_nothing(learner, lesson, enrolment, clock):
    player = Player(learner, lesson, clock)
    assert watch.record([watch.Report(uuid4(), 1, [[0, 1000]])], now=clock.now) == [None]
    clock.wait(10)
    assert send(player, 0, 10, number=2_000_000_000).counted
    assert send(player, 10, 20, number=1_999_999_999).refusal == NotCounted.TOO_FAST
    assert FilmProgress.objects.get().watched_ms == 10_000
