"""Pieces in a row are the film again, byte for byte; several runs become one."""

import pytest

from media_pipeline import api, storage
from media_pipeline.domain import assemble
from media_pipeline.ffmpeg.probe import inspect
from media_pipeline.limits import bounds
from media_pipeline.models import Film, FilmState, Take
from tests.factories import in_pieces, keep_pieces, recording

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
    assert assemble.assemble_take(take.pk) is True
    film = Film.objects.get(pk=take.film_id)
    assert (film.state, film.source_bytes) == (FilmState.RECEIVED, len(data))
    assert source_of(take) == data


def test_joining_twice_arrives_once(take, webm):
    keep_pieces(take, 1, [webm])
    api.send_take(take, {1: 1})
    assert [assemble.assemble_take(take.pk), assemble.assemble_take(take.pk)] == [True, False]


def test_two_runs_follow_one_another(take, webm):
    for run in (1, 2):
        keep_pieces(take, run, in_pieces(webm, 3))
    api.send_take(take, {1: 3, 2: 3})
    assert assemble.assemble_take(take.pk) is True
    facts = inspect(storage.local_path(take.film.source_key), bounds())
    assert facts.seconds == pytest.approx(8, abs=0.3)


def test_runs_of_a_tablet_and_a_telephone_are_fitted_together(take, webm, mp4):
    keep_pieces(take, 1, [webm])
    keep_pieces(take, 2, [mp4])
    api.send_take(take, {1: 1, 2: 1})
    assert assemble.assemble_take(take.pk) is True
    facts = inspect(storage.local_path(take.film.source_key), bounds())
    assert facts.seconds == pytest.approx(8, abs=0.3)


def test_a_run_that_died_at_once_is_left_out(take, webm):
    keep_pieces(take, 1, [webm])
    keep_pieces(take, 2, [webm[:200]])
    api.send_take(take, {1: 1, 2: 1})
    assert assemble.assemble_take(take.pk) is True
    assert source_of(take) == webm


def test_the_rest_of_a_dead_tablet_is_a_film(take, webm):
    keep_pieces(take, 1, in_pieces(webm, 8)[:5])
    api.send_take(take, {})
    assemble.assemble_take(take.pk)
    facts = inspect(storage.local_path(take.film.source_key), bounds())
    assert 1 < facts.seconds < 4


def test_a_spoilt_piece_is_noticed_and_after_three_tries_staff_see_it(take, webm):
    keep_pieces(take, 1, in_pieces(webm, 2))
    api.send_take(take, {1: 2})
    storage.local_path(take.pieces.first().key).write_bytes(b"rot")
    assert [assemble.assemble_take(take.pk) for _ in range(3)] == [False] * 3
    film = Film.objects.get(pk=take.film_id)
    assert (film.state, film.fault[:12]) == (FilmState.FAILED, "PieceSpoilt:")
