"""Who works on a film is decided in the database; what is let fall is taken up once."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from media_pipeline import api, limits, storage
from media_pipeline.domain import encode, intake, lease, sweep
from media_pipeline.errors import LeaseLost
from media_pipeline.ffmpeg import run as running
from media_pipeline.models import Film, FilmState

from .conftest import stored_folders

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=10)


def waiting(state: FilmState = FilmState.RECEIVED, **changes) -> Film:
    return Film.objects.create(state=state, source="nowhere", **changes)


@pytest.mark.database
def test_only_one_takes_a_film():
    film = waiting()
    first, second = lease.take(film.pk, FilmState.CHECKING), lease.take(film.pk, FilmState.CHECKING)
    assert first is not None
    assert second is None
    film.refresh_from_db()
    assert (film.state, film.attempts, film.lease_holder) == ("checking", 1, first.holder)


@pytest.mark.parametrize("state", [s for s in FilmState if s != FilmState.RECEIVED])
def test_only_what_waits_is_taken(state):
    assert lease.take(waiting(state).pk, FilmState.CHECKING) is None


@pytest.mark.database
def test_a_lease_that_was_taken_over_changes_nothing():
    film = waiting()
    mine = lease.take(film.pk, FilmState.CHECKING)
    Film.objects.filter(pk=film.pk).update(lease_holder="somebody else")
    with pytest.raises(LeaseLost):
        mine.report(50)
    with pytest.raises(LeaseLost):
        mine.move(FilmState.QUEUED)
    assert mine.lost.is_set()
    film.refresh_from_db()
    assert (film.state, film.percent) == ("checking", 0)


def test_progress_is_told_at_most_once_a_second(django_assert_num_queries):
    mine = lease.take(waiting().pk, FilmState.CHECKING)
    with django_assert_num_queries(1):
        for percent in range(50):
            mine.report(percent)


@pytest.mark.database
def test_a_fault_is_tried_again_three_times_and_then_said():
    film = waiting()
    for attempt in (1, 2):
        assert not intake.check(film.pk)
        film.refresh_from_db()
        assert (film.state, film.attempts) == (FilmState.RECEIVED, attempt)
        assert film.lease_until > timezone.now() + timedelta(seconds=20)
    assert not intake.check(film.pk)
    film.refresh_from_db()
    assert film.state == FilmState.FAILED
    assert "FileNotFoundError" in film.fault
    with translation.override("en"):
        assert "our side" in api.status(film).words
    assert sweep.take_up(timezone.now() + LATER) == []


@pytest.mark.database
def test_staff_may_let_a_failed_film_try_again():
    film = waiting(FilmState.FAILED, attempts=3)
    assert api.try_again(film)
    assert not api.try_again(film)
    film.refresh_from_db()
    assert (film.state, film.attempts) == (FilmState.RECEIVED, 0)


@pytest.mark.database
def test_a_stopped_worker_hands_the_film_back(clips):
    film = api.receive_file(api.open_film(), clips("plain.mp4"))
    intake.check(film.pk)
    running.stop_requested.set()
    try:
        assert not encode.encode(film.pk)
    finally:
        running.stop_requested.clear()
    film.refresh_from_db()
    assert (film.state, film.attempts, film.lease_holder) == (FilmState.QUEUED, 0, "")
    assert [pk for pk, _ in sweep.take_up()] == [film.pk]
    assert encode.encode(film.pk)


@pytest.mark.database
def test_a_film_removed_while_it_is_worked_on_leaves_nothing(clips, django_capture_on_commit_callbacks):
    """The first sign of life after the removal ends the work."""
    film = api.receive_file(api.open_film(), clips("plain.mp4"))
    intake.check(film.pk)

    def remove_then_encode(film: Film, held: lease.Lease) -> None:
        source = storage.fetch(film.source, storage.local_path("x"))
        kept = source.read_bytes()
        with django_capture_on_commit_callbacks(execute=True):
            api.remove_film(film)
        source.parent.mkdir(parents=True)
        source.write_bytes(kept)  # as if ffmpeg had it open
        encode._encode(film, held)

    assert not lease.work(film.pk, FilmState.ENCODING, remove_then_encode)
    assert not Film.objects.filter(pk=film.pk).exists()
    assert stored_folders(film) == set()


@pytest.mark.database
def test_the_sweep_takes_up_a_film_whose_worker_went_silent():
    film = waiting()
    lease.take(film.pk, FilmState.CHECKING)
    assert sweep.take_up() == []
    soon = timezone.now() + limits.lease() + timedelta(seconds=1)
    assert sweep.take_up(soon) == [(film.pk, FilmState.RECEIVED)]
    assert sweep.take_up(soon) == []


@pytest.mark.database
def test_a_film_that_silences_its_workers_fails_in_the_end():
    film = waiting(FilmState.ENCODING, attempts=3, lease_holder="x", lease_until=timezone.now())
    assert sweep.take_up(timezone.now() + LATER) == []
    film.refresh_from_db()
    assert film.state == FilmState.FAILED
    assert film.fault


def test_a_lost_task_is_enqueued_again_after_a_while():
    film = waiting(FilmState.QUEUED, lease_until=timezone.now() + limits.PATIENCE)
    assert sweep.take_up() == []
    assert sweep.take_up(timezone.now() + LATER) == [(film.pk, FilmState.QUEUED)]


@pytest.mark.parametrize("state", [FilmState.RECEIVING, FilmState.READY, FilmState.REFUSED, FilmState.FAILED])
def test_the_sweep_leaves_all_else_alone(state):
    waiting(state)
    assert sweep.take_up(timezone.now() + LATER) == []


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_signs_of_life_come_from_beside_the_work(settings):
    settings.MEDIA_PIPELINE = settings.MEDIA_PIPELINE | {"LEASE_SECONDS": 1}
    film = waiting()
    seen = []

    def deed(film: Film, held: lease.Lease) -> None:
        before = Film.objects.get(pk=film.pk).lease_until
        for _ in range(50):
            if Film.objects.get(pk=film.pk).lease_until > before:
                seen.append("renewed")
                break
            threading.Event().wait(0.05)
        held.move(FilmState.QUEUED)

    assert lease.work(film.pk, FilmState.CHECKING, deed)
    assert seen == ["renewed"]
