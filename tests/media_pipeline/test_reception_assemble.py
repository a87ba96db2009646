"""Pieces in a row are the film again, byte for byte; several runs become one."""

import pytest

from media_pipeline import api, storage
from media_pipeline.domain import assemble, tidy
from media_pipeline.domain import work as works
from media_pipeline.ffmpeg.probe import inspect
from media_pipeline.limits import bounds
from media_pipeline.models import Film, FilmState, Take, WorkKind, WorkState
from tests.factories import in_pieces, keep_pieces, recording

from .conftest import taken_in, taking_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def webm(tmp_path_factory) -> bytes:
    return recording(tmp_path_factory.mktemp("rec") / "a.webm")


@pytest.fixture(scope="module")
def mp4(tmp_path_factory) -> bytes:
    return recording(tmp_path_factory.mktemp("rec") / "a.mp4", codec="mp4")


@pytest.fixture
def take() -> Take:
    return api.open_take(api.open_film(), mime="video/webm")


def source_of(take) -> bytes:
    return storage.films().open(Film.objects.get(pk=take.film_id).source).read()


@pytest.mark.parametrize("kind", ["webm", "mp4"])
def test_one_run_is_the_recording_byte_for_byte(take, kind, request):
    data = request.getfixturevalue(kind)
    keep_pieces(take, 1, in_pieces(data, 5))
    api.send_take(take, {1: 5})
    assert taken_in(take) is True
    film = Film.objects.get(pk=take.film_id)
    assert (film.state, film.source_bytes) == (FilmState.RECEIVED, len(data))
    assert source_of(take) == data


def test_joining_twice_arrives_once(take, webm):
    keep_pieces(take, 1, [webm])
    api.send_take(take, {1: 1})
    assert [taken_in(take), taken_in(take)] == [True, False]


def test_two_runs_follow_one_another(take, webm):
    for run in (1, 2):
        keep_pieces(take, run, in_pieces(webm, 3))
    api.send_take(take, {1: 3, 2: 3})
    assert taken_in(take) is True
    facts = inspect(storage.local_path(Film.objects.get(pk=take.film_id).source), bounds())
    assert facts.seconds == pytest.approx(8, abs=0.3)


def test_runs_of_a_tablet_and_a_telephone_are_fitted_together(take, webm, mp4):
    keep_pieces(take, 1, [webm])
    keep_pieces(take, 2, [mp4])
    api.send_take(take, {1: 1, 2: 1})
    assert taken_in(take) is True
    facts = inspect(storage.local_path(Film.objects.get(pk=take.film_id).source), bounds())
    assert facts.seconds == pytest.approx(8, abs=0.3)


def test_a_run_that_died_at_once_is_left_out(take, webm):
    keep_pieces(take, 1, [webm])
    keep_pieces(take, 2, [webm[:200]])
    api.send_take(take, {1: 1, 2: 1})
    assert taken_in(take) is True
    assert source_of(take) == webm


def test_the_rest_of_a_dead_tablet_is_a_film(take, webm):
    keep_pieces(take, 1, in_pieces(webm, 8)[:5])
    api.send_take(take, {})
    taken_in(take)
    facts = inspect(storage.local_path(Film.objects.get(pk=take.film_id).source), bounds())
    assert 1 < facts.seconds < 4


def test_a_spoilt_piece_is_set_aside_after_three_tries_and_tried_again_when_staff_say_so(take, webm):
    keep_pieces(take, 1, in_pieces(webm, 2))
    api.send_take(take, {1: 2})
    path = storage.local_path(take.pieces.first().key)
    whole = path.read_bytes()
    path.write_bytes(b"rot")
    assert [taken_in(take) for _ in range(3)] == [False] * 3
    film, work = Film.objects.get(pk=take.film_id), taking_in(take)
    assert (film.state, film.fault[:12]) == (FilmState.FAILED, "PieceSpoilt:")
    assert (work.state, work.faults, work.fault[:12]) == (WorkState.PARKED, 3, "PieceSpoilt:")
    path.write_bytes(whole)
    assert api.try_work_again(work)
    film.refresh_from_db()
    assert film.state == FilmState.RECEIVING
    assert taken_in(take) is True
    assert source_of(take) == webm


def test_a_film_that_failed_there_is_tried_again_by_its_own_door(take, webm):
    keep_pieces(take, 1, [webm])
    api.send_take(take, {1: 1})
    assert api.cancel_work(taking_in(take))
    film = Film.objects.get(pk=take.film_id)
    assert (film.state, api.try_again(film)) == (FilmState.FAILED, True)
    assert taken_in(take) is True


def test_runs_are_joined_once_however_long_it_lasts(take, webm, monkeypatch):
    """The sweep comes by while a worker joins them, and so does another worker."""
    for run in (1, 2):
        keep_pieces(take, run, [webm])
    api.send_take(take, {1: 1, 2: 1})
    assert (taking_in(take).kind, taking_in(take).size) == (WorkKind.JOIN, 4)
    begun = []

    def slow(runs, folder, take, held):
        begun.append(held.holder)
        Take.objects.update(look_again_at="2026-01-01T00:00:00Z")
        assert tidy.ask_for_fallen() == {take.film_id}
        assert not taken_in(take)
        return runs[0]

    monkeypatch.setattr(assemble, "_joined", slow)
    assert taken_in(take) is True
    assert len(begun) == 1
    assert take.film.works.filter(kind=WorkKind.JOIN).count() == 1


def test_joining_ends_when_it_is_cancelled(take, webm, mp4, monkeypatch):
    keep_pieces(take, 1, [webm])
    keep_pieces(take, 2, [mp4])
    api.send_take(take, {1: 1, 2: 1})
    work = taking_in(take)
    asked = []

    def join(runs, folder, *, should_stop, **more):
        works.cancel(work.pk)
        monkeypatch.undo()
        asked.append(should_stop)
        return runs[0]

    monkeypatch.setattr(assemble, "join", join)
    assert works.run(work.pk) is False
    film = Film.objects.get(pk=take.film_id)
    assert (film.state, film.source, asked[0]()) == (FilmState.FAILED, "", True)
    work.refresh_from_db()
    assert (work.state, work.wall_seconds > 0) == (WorkState.CANCELLED, True)


def test_what_was_sent_and_never_asked_for_is_taken_up_by_the_sweep(take, webm):
    keep_pieces(take, 1, [webm])
    api.send_take(take, {1: 1})
    take.film.works.all().delete()
    Take.objects.update(look_again_at="2026-01-01T00:00:00Z")
    assert api.sweep_reception() == 1
    assert taken_in(take) is True


def test_a_recording_that_reached_the_limit_is_taken(take, webm, settings):
    """Its recorder stopped at the limit by its own clock; a file that long is refused."""
    settings.MEDIA_PIPELINE = {**settings.MEDIA_PIPELINE, "LONGEST_SECONDS": 7}
    for run in (1, 2):
        keep_pieces(take, run, in_pieces(webm, 3))
    api.send_take(take, {1: 3, 2: 3})
    assert taken_in(take) is True
    film = api.check_now(Film.objects.get(pk=take.film_id))
    assert (film.state, film.duration_ms > 7000) == (FilmState.QUEUED, True)
    with storage.films().open(film.source) as source:
        same = api.open_film()
        storage.films().save(same.source_key, source)
    same = api.check_now(api.arrived(same, same.source_key, film.source_bytes))
    assert (same.state, same.refusal) == (FilmState.REFUSED, "too_long")
