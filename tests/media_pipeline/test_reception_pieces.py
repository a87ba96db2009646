"""Pieces come in once and whole, as often as the line makes them; nothing is acknowledged that is not kept."""

from hashlib import sha256
from uuid import uuid4

import pytest

from media_pipeline import api, storage
from media_pipeline.domain import receive, tidy
from media_pipeline.models import Film, FilmState, Piece, Take, TakeState
from tests.factories import keep_pieces

pytestmark = pytest.mark.django_db


@pytest.fixture
def take() -> Take:
    return api.open_take(api.open_film(), mime="video/webm")


def put(take, number: int, data: bytes, *, run: int = 1, checksum: str | None = None) -> bool:
    checksum = checksum or sha256(data).hexdigest()
    return receive.receive_piece(take.pk, run=run, number=number, checksum=checksum, data=data)


def test_a_piece_is_on_the_disk_under_a_name_of_its_own(take):
    assert put(take, 1, b"one") is True
    piece = take.pieces.get()
    assert (piece.run, piece.number, piece.bytes) == (1, 1, 3)
    assert storage.films().open(piece.key).read() == b"one"


@pytest.mark.database
def test_the_same_piece_again_is_no_news(take):
    assert [put(take, 1, b"one"), put(take, 1, b"one")] == [True, False]
    assert take.pieces.count() == 1
    assert storage.files(take.folder) == [take.pieces.get().key.rpartition("/")[2]]


@pytest.mark.database
def test_another_piece_of_the_same_number_is_refused_and_the_first_stays(take):
    put(take, 1, b"one")
    with pytest.raises(receive.PieceConflict):
        put(take, 1, b"two")
    assert receive.read_piece(take.pk, 1, 1) == (b"one", sha256(b"one").hexdigest())


@pytest.mark.parametrize(
    ("number", "data", "checksum"),
    [(1, b"", None), (0, b"x", None), (1, b"x", sha256(b"y").hexdigest()), (1_000_000, b"x", None)],
)
def test_damaged_or_impossible_pieces_leave_nothing(take, number, data, checksum):
    with pytest.raises(receive.PieceDamaged):
        put(take, number, data, checksum=checksum)
    assert not Piece.objects.exists()
    assert storage.files(take.folder) == []


def test_a_closed_take_takes_in_nothing_new_but_knows_what_it_has(take):
    put(take, 1, b"one")
    api.send_take(take, {1: 1})
    with pytest.raises(receive.TakeClosed):
        put(take, 2, b"two")
    assert put(take, 1, b"one") is False


def test_what_is_missing_is_named(take):
    for number in (1, 3):
        put(take, number, b"%d" % number)
    with pytest.raises(api.PiecesMissing) as caught:
        api.send_take(take, {1: 4, 2: 1})
    assert caught.value.missing == {1: [2, 4], 2: [1]}
    take.refresh_from_db()
    assert take.state == TakeState.OPEN


@pytest.mark.database
def test_sending_twice_closes_once(take, django_capture_on_commit_callbacks):
    put(take, 1, b"one")
    with django_capture_on_commit_callbacks() as callbacks:
        assert [api.send_take(take, {1: 1}), api.send_take(take, {1: 1})] == [True, False]
    assert len(callbacks) == 1


def test_runs_that_came_from_another_device_are_part_of_the_film(take):
    keep_pieces(take, 1, [b"a", b"b"])
    keep_pieces(take, 2, [b"c"])
    api.send_take(take, {2: 1})
    take.refresh_from_db()
    assert take.expected == {"1": 2, "2": 1}


def test_what_is_claimed_costs_no_more_than_what_arrived(take):
    put(take, 1, b"one")
    with pytest.raises(api.PiecesMissing) as caught:
        api.send_take(take, dict.fromkeys(range(1, 1000), 999_999))
    assert caught.value.missing == {1: list(range(2, 502))}


@pytest.mark.parametrize("told", [{1000: 1}, {0: 1}, {1: -1}, {1: 1_000_000}, {1: 1, 10**9: 10**12}])
def test_runs_that_no_recorder_makes_are_refused(take, told):
    put(take, 1, b"one")
    with pytest.raises(api.Nonsense):
        api.send_take(take, told)
    take.refresh_from_db()
    assert take.state == TakeState.OPEN


def test_nothing_recorded_is_not_sent(take):
    with pytest.raises(api.NothingRecorded):
        api.send_take(take, {})


def test_a_summary_counts_unbroken_rows(take):
    keep_pieces(take, 1, [b"a", b"b"])
    put(take, 4, b"d")
    summary = api.take_summary(take)
    assert (summary.runs, summary.counts) == ({1: [1, 2, 4]}, {1: 2})
    assert (summary.bytes, summary.duration_ms) == (3, 4000)


@pytest.mark.database
def test_one_key_makes_one_take(take):
    key = uuid4()
    film = api.open_film()
    assert api.open_take(film, mime="a", key=key) == api.open_take(film, mime="b", key=key)
    with pytest.raises(api.TakeClosed):
        api.open_take(api.open_film(), mime="a", key=key)


@pytest.mark.database
def test_a_discarded_take_frees_its_film_and_its_files(take):
    put(take, 1, b"one")
    assert api.has_begun(take.film)
    assert [api.discard_take(take), api.discard_take(take)] == [True, False]
    assert not api.has_begun(take.film)
    tidy.clear_used()
    assert storage.files(take.folder) == []


def test_pieces_are_cleared_only_when_the_film_has_its_source(take):
    put(take, 1, b"one")
    api.send_take(take, {1: 1})
    Take.objects.update(look_again_at="2026-01-01T00:00:00Z")
    Film.objects.update(state=FilmState.FAILED)
    tidy.clear_used()
    assert len(storage.files(take.folder)) == 1
    Film.objects.update(state=FilmState.RECEIVED, source=take.film.source_key)
    tidy.clear_used()
    assert storage.files(take.folder) == []


@pytest.mark.database
def test_a_sweep_names_forgotten_work_once(take):
    put(take, 1, b"one")
    api.send_take(take, {1: 1})
    assert tidy.ask_for_fallen() == set()
    Take.objects.update(look_again_at="2026-01-01T00:00:00Z")
    assert tidy.ask_for_fallen() == {take.film_id}
    assert tidy.ask_for_fallen() == set()
