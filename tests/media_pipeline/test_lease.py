"""Who does a piece of work is decided in the database; what is let fall is taken up once."""

import errno
import threading
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from media_pipeline import api, limits, storage
from media_pipeline.domain import encode, intake, lease, work
from media_pipeline.domain.kinds import kind_of
from media_pipeline.errors import LeaseLost
from media_pipeline.ffmpeg import run as running
from media_pipeline.models import Film, FilmState, Work, WorkKind, WorkState

from .conftest import stored_folders

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=10)


def waiting(kind: WorkKind = WorkKind.WATCHABLE, state: FilmState | None = None) -> Work:
    """Work that waits, on a film in the state that it begins in or another."""
    film = Film.objects.create(state=state or kind_of(kind).waits, source="nowhere")
    return work.ask(film.pk, kind)


def work_of(film: Film, kind: WorkKind = WorkKind.LADDER) -> Work:
    return Work.objects.get(film=film, kind=kind)


@pytest.mark.database
def test_only_one_takes_work():
    asked = waiting()
    first, second = lease.take(asked.pk), lease.take(asked.pk)
    assert first is not None
    assert second is None
    asked.refresh_from_db()
    assert (asked.state, asked.attempts, asked.lease_holder) == ("running", 1, first.holder)
    assert asked.film.state == FilmState.CHECKING


@pytest.mark.parametrize("state", [s for s in WorkState if s != WorkState.WAITING])
def test_only_what_waits_is_taken(state):
    asked = waiting()
    Work.objects.update(state=state)
    assert lease.take(asked.pk) is None


@pytest.mark.parametrize("state", [s for s in FilmState if s not in (FilmState.RECEIVED, FilmState.CHECKING)])
def test_work_on_a_film_that_has_gone_on_is_cancelled(state):
    asked = waiting(state=state)
    assert lease.take(asked.pk) is None
    asked.refresh_from_db()
    assert (asked.state, asked.film.state) == (WorkState.CANCELLED, state)


@pytest.mark.database
def test_a_lease_that_was_taken_over_changes_nothing():
    asked = waiting()
    mine = lease.take(asked.pk)
    Work.objects.filter(pk=asked.pk).update(lease_holder="somebody else")
    with pytest.raises(LeaseLost):
        mine.report(50)
    with pytest.raises(LeaseLost):
        mine.done(FilmState.QUEUED, percent=5)
    assert mine.lost.is_set()
    asked.refresh_from_db()
    assert (asked.state, asked.percent, asked.film.state, asked.film.percent) == ("running", 0, "checking", 0)


@pytest.mark.database
def test_a_film_that_was_taken_back_meanwhile_takes_nothing_of_the_work():
    asked = waiting()
    mine = lease.take(asked.pk)
    Film.objects.update(state=FilmState.BLOCKED)
    with pytest.raises(LeaseLost):
        mine.done(FilmState.QUEUED, percent=5)
    asked.refresh_from_db()
    assert (asked.state, asked.film.state) == (WorkState.RUNNING, FilmState.BLOCKED)  # rolled back together


def test_progress_is_told_at_most_once_a_second(django_assert_num_queries):
    mine = lease.take(waiting(WorkKind.LADDER).pk)
    with django_assert_num_queries(2):
        for percent in range(50):
            mine.report(percent)
    assert Film.objects.get().percent == kind_of(WorkKind.LADDER).shows[0]


@pytest.mark.database
def test_a_fault_is_tried_again_three_times_and_then_said():
    asked = waiting()
    for faults in (1, 2):
        assert not work.run(asked.pk)
        asked.refresh_from_db()
        assert (asked.state, asked.attempts, asked.faults) == (WorkState.WAITING, faults, faults)
        assert asked.film.state == FilmState.RECEIVED
        assert min(asked.due_at, asked.wake_at) > timezone.now() + timedelta(seconds=20)
        assert work.to_wake() == []
    assert not work.run(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.film.state) == (WorkState.PARKED, FilmState.FAILED)
    assert "FileNotFoundError" in asked.fault
    assert "FileNotFoundError" in asked.film.fault
    with translation.override("en"):
        assert "our side" in api.status(asked.film).words
    assert work.to_wake(now=timezone.now() + LATER) == []


def test_a_machine_that_fails_is_no_fault_of_the_film(monkeypatch):
    """A full disk for an hour parks nothing; a film that meets one all the time is parked in the end."""
    asked = waiting()

    def full(key, into):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(intake.storage, "fetch", full)
    waits = []
    for _ in range(limits.MOST_ATTEMPTS - 1):
        assert not work.run(asked.pk)
        asked.refresh_from_db()
        assert (asked.state, asked.faults) == (WorkState.WAITING, 0)
        waits.append(round((asked.due_at - timezone.now()).total_seconds()))
    assert waits == [30, 60, 120, 240, 480, 960, 1920]
    assert not work.run(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.film.state) == (WorkState.PARKED, FilmState.FAILED)


@pytest.mark.database
def test_staff_may_let_a_failed_film_try_again():
    asked = waiting(state=FilmState.FAILED)
    Work.objects.update(state=WorkState.PARKED, attempts=3, faults=3)
    assert api.try_again(asked.film)
    assert not api.try_again(asked.film)
    asked.refresh_from_db()
    assert (asked.state, asked.attempts, asked.faults) == (WorkState.WAITING, 0, 0)
    assert asked.film.state == FilmState.RECEIVED


@pytest.mark.database
@pytest.mark.parametrize("begun", [False, True])
def test_a_film_whose_encode_was_cancelled_has_failed_and_may_try_again(begun):
    asked = waiting(WorkKind.LADDER)
    held = lease.take(asked.pk) if begun else None
    assert api.cancel_work(asked)
    assert not api.cancel_work(asked)
    asked.refresh_from_db()
    assert (asked.state, asked.film.state) == (WorkState.CANCELLED, FilmState.FAILED)
    if held:
        with pytest.raises(LeaseLost):
            held.done(FilmState.READY)
    assert api.try_again(asked.film)
    asked.refresh_from_db()
    assert (asked.state, asked.film.state) == (WorkState.WAITING, FilmState.QUEUED)


@pytest.mark.database
def test_what_a_film_can_do_without_may_be_cancelled_and_the_film_stays_as_it_is():
    film = Film.objects.create(state=FilmState.READY)
    asked = work.ask(film.pk, WorkKind.POSTERS)
    assert api.cancel_work(asked)
    film.refresh_from_db()
    assert film.state == FilmState.READY
    again = work.ask(film.pk, WorkKind.POSTERS)
    assert again != asked
    assert not api.try_work_again(asked)  # the newer one waits already
    assert api.cancel_work(again)
    assert api.try_work_again(asked)
    assert work.cancel_all(film.pk) == 1


def test_work_that_is_done_cannot_be_cancelled_or_tried_again():
    asked = waiting()
    lease.take(asked.pk).done(FilmState.QUEUED)
    assert not api.cancel_work(asked)
    assert not api.try_work_again(asked)


@pytest.mark.database
def test_a_stopped_worker_hands_the_work_back(clips):
    film = api.check_now(api.receive_file(api.open_film(), clips("plain.mp4")))
    asked = work_of(film)
    running.stop_requested.set()
    try:
        assert not work.run(asked.pk)
    finally:
        running.stop_requested.clear()
    asked.refresh_from_db()
    assert (asked.state, asked.attempts, asked.lease_holder) == (WorkState.WAITING, 0, "")
    assert asked.film.state == FilmState.QUEUED
    assert [one.work_id for one in work.to_wake()] == [asked.pk]
    assert work.run(asked.pk)


@pytest.mark.database
def test_a_film_removed_while_it_is_worked_on_leaves_nothing(clips, monkeypatch, django_capture_on_commit_callbacks):
    """The first sign of life after the removal ends the work."""
    film = api.check_now(api.receive_file(api.open_film(), clips("plain.mp4")))

    def fetch_then_remove(key, into):
        source = storage.local_path(key)
        kept = source.read_bytes()
        with django_capture_on_commit_callbacks(execute=True):
            api.remove_film(film)
        source.parent.mkdir(parents=True)
        source.write_bytes(kept)  # as if ffmpeg had it open
        return source

    monkeypatch.setattr(encode.storage, "fetch", fetch_then_remove)
    assert not work.run(work_of(film).pk)
    assert not Film.objects.filter(pk=film.pk).exists()
    assert stored_folders(film) == set()


@pytest.mark.database
def test_the_sweep_takes_up_work_whose_worker_went_silent():
    asked = waiting()
    work.to_wake()
    lease.take(asked.pk)
    work.release_expired()
    assert work.to_wake() == []
    soon = timezone.now() + limits.lease() + timedelta(seconds=1)
    work.release_expired(soon)
    assert Film.objects.get().state == FilmState.RECEIVED
    assert work.to_wake(now=soon) == [(asked.pk, "watchable", -10)]
    assert work.to_wake(now=soon) == []


@pytest.mark.database
def test_work_that_silences_its_workers_is_parked_in_the_end():
    asked = waiting(WorkKind.LADDER, state=FilmState.ENCODING)
    Work.objects.update(
        state=WorkState.RUNNING, attempts=limits.MOST_ATTEMPTS, lease_holder="x", lease_until=timezone.now()
    )
    work.release_expired(timezone.now() + LATER)
    asked.refresh_from_db()
    assert (asked.state, asked.film.state) == (WorkState.PARKED, FilmState.FAILED)
    assert asked.fault and asked.film.fault
    assert work.to_wake(now=timezone.now() + LATER) == []


def test_a_lost_message_is_sent_again_after_a_while():
    asked = waiting(WorkKind.LADDER)
    assert [one.work_id for one in work.to_wake()] == [asked.pk]
    assert work.to_wake() == []
    assert [one.work_id for one in work.to_wake(now=timezone.now() + LATER)] == [asked.pk]


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_signs_of_life_come_from_beside_the_work(settings):
    settings.MEDIA_PIPELINE = settings.MEDIA_PIPELINE | {"LEASE_SECONDS": 1}
    asked = waiting()
    held = lease.take(asked.pk)
    before = Work.objects.get().lease_until
    with lease.signs_of_life(held):
        for _ in range(50):
            if Work.objects.get().lease_until > before:
                break
            threading.Event().wait(0.05)
    assert Work.objects.get().lease_until > before
    held.done(FilmState.QUEUED)
