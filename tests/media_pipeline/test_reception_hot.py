"""The hot door of reception, spoken to as a browser does: pieces and tus uploads over ASGI."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connections
from django.utils import timezone

from media_pipeline import api, hot_reception, storage, tasks_reception, tokens
from media_pipeline.domain import growing, tidy
from media_pipeline.models import Film, FilmState, Piece, Upload, Work

from .conftest import taken_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def one_thread(monkeypatch):
    """One thread, so that its connection can be closed and the test database removed."""
    with ThreadPoolExecutor(max_workers=1) as threads:
        monkeypatch.setattr(hot_reception, "_threads", threads)
        yield
        threads.submit(connections.close_all).result()


class Answered:
    def __init__(self, messages: list[dict]) -> None:
        start = messages[0]
        self.status = start["status"]
        self.headers = {name.decode(): value.decode() for name, value in start["headers"]}
        self.body = b"".join(message.get("body", b"") for message in messages[1:])

    @property
    def json(self) -> dict:
        return json.loads(self.body)


def speak(
    method: str, path: str, body: bytes = b"", *, cut_after: int | None = None, **headers: str
) -> Answered | None:
    """Send one request; with `cut_after` the line breaks after so many bytes, and there is no answer to hear."""
    named = {"content-length": str(len(body)), **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [(k.encode(), v.encode()) for k, v in named.items()],
    }
    incoming = [{"type": "http.request", "body": body[:cut_after], "more_body": cut_after is not None}]
    if cut_after is not None:
        incoming.append({"type": "http.disconnect"})
    sent: list[dict] = []

    async def receive() -> dict:
        return incoming.pop(0)

    async def send(message: dict) -> None:
        sent.append(message)

    asyncio.run(hot_reception.application(scope, receive, send))
    return Answered(sent) if sent else None


def put(address: str, run: int, number: int, data: bytes, checksum: str | None = None) -> Answered:
    return speak(
        "PUT", f"{address}/{run}/{number}", data, x_sha256=checksum or sha256(data).hexdigest(), x_duration_ms="2000"
    )


@pytest.fixture
def take():
    return api.open_take(api.open_film(), mime="video/webm")


@pytest.fixture
def address(take):
    return api.piece_address(take)


# Pieces -------------------------------------------------------------------------------------------
@pytest.mark.database
def test_a_piece_is_acknowledged_and_listed(address):
    assert put(address, 1, 1, b"one").status == 201
    assert put(address, 1, 1, b"one").status == 200
    listed = speak("GET", address).json
    assert (listed["runs"], listed["bytes"], listed["duration_ms"]) == ({"1": 1}, 3, 2000)


def test_a_piece_can_be_watched_back(address):
    put(address, 1, 1, b"one")
    answer = speak("GET", f"{address}/1/1")
    assert (answer.status, answer.body, answer.headers["cache-control"]) == (200, b"one", "no-store")
    assert speak("GET", f"{address}/1/2").status == 404


@pytest.mark.database
def test_refusals(take, address):
    put(address, 1, 1, b"one")
    assert put(address, 1, 1, b"two").status == 409
    assert put(address, 1, 2, b"two", checksum="0" * 64).status == 422
    assert put(address, 1, 0, b"two").status == 422
    assert put("/pieces/nonsense", 1, 1, b"one").status == 403
    other = tokens.sign("uploads", str(take.pk), 60)
    assert put(f"/pieces/{other}", 1, 1, b"one").status == 403
    assert put(f"/pieces/{tokens.sign('pieces', str(take.pk), -5)}", 1, 1, b"one").json["code"] == "expired"
    assert speak("DELETE", f"{address}/1/1").status == 405
    assert speak("PUT", f"{address}/1/x", b"one").status == 404
    api.send_take(take, {1: 1})
    assert put(address, 1, 2, b"two").status == 410
    assert put(address, 1, 1, b"one").status == 200


def woken() -> list[str]:
    from django_tasks_db.models import DBTaskResult

    return list(DBTaskResult.objects.values_list("queue_name", flat=True))


def test_the_first_piece_wakes_one_follower_and_no_other_piece_does(take, address):
    put(address, 1, 1, b"one")
    put(address, 1, 1, b"one")
    put(address, 1, 2, b"two")
    put(address, 2, 1, b"three")
    assert woken() == ["arriving"]
    (work,) = Work.objects.all()
    assert (work.kind, work.subject, work.film_id) == ("arriving", take.pk.hex, take.film_id)


def test_a_queue_that_does_not_answer_costs_no_piece(address, monkeypatch):
    def gone(film_id):
        raise ConnectionError

    monkeypatch.setattr(tasks_reception, "wake", gone)
    assert put(address, 1, 1, b"one").status == 201
    assert Work.objects.get().state == "waiting"  # the sweep wakes somebody


def test_a_piece_that_is_too_large_is_not_read(address):
    answer = speak("PUT", f"{address}/1/1", b"", content_length=str(64 * 2**20))
    assert answer.status == 413


def test_a_piece_cut_short_leaves_nothing(address):
    data = b"0123456789"
    assert speak("PUT", f"{address}/1/1", data, cut_after=4, x_sha256=sha256(data).hexdigest()) is None
    assert not Piece.objects.exists()


# Uploads ------------------------------------------------------------------------------------------
TUS = {"tus_resumable": "1.0.0"}
PATCH = {**TUS, "content_type": "application/offset+octet-stream"}


@pytest.fixture
def film():
    return api.open_film()


def create(film, length: int) -> str:
    answer = speak(
        "POST",
        api.open_upload_address(film),
        upload_length=str(length),
        upload_metadata="filename dG9xdS5tcDQ=,modified MTcwMA==",
        **TUS,
    )
    assert answer.status == 201
    return answer.headers["location"]


def offset(address: str) -> str:
    return speak("HEAD", address, **TUS).headers["upload-offset"]


@pytest.mark.database
def test_an_upload_goes_on_where_it_was(film):
    address = create(film, 10)
    assert speak("PATCH", address, b"01234", upload_offset="0", **PATCH).status == 204
    assert offset(address) == "5"
    summary = api.upload_summary(film)
    assert (summary.filename, summary.modified_ms, summary.percent) == ("toqu.mp4", 1700, 50)
    assert offset(summary.address) == "5"
    assert speak("PATCH", address, b"x", upload_offset="0", **PATCH).status == 409
    answer = speak("PATCH", address, b"56789", upload_offset="5", **PATCH)
    assert (answer.status, answer.headers["upload-offset"]) == (204, "10")
    assert offset(address) == "10"
    upload = Upload.objects.get()
    assert upload.finished_at
    assert [taken_in(upload), taken_in(upload)] == [True, False]
    film.refresh_from_db()
    assert (film.state, storage.films().open(film.source).read()) == (FilmState.RECEIVED, b"0123456789")
    assert offset(address) == "10"
    assert speak("PATCH", address, b"x", upload_offset="10", **PATCH).status == 403


@pytest.mark.database
def test_finishing_asks_for_the_work_once(film):
    address = create(film, 2)
    speak("PATCH", address, b"01", upload_offset="0", **PATCH)
    speak("PATCH", address, b"", upload_offset="2", **PATCH)
    (work,) = Work.objects.all()
    assert (work.kind, work.subject, woken()) == ("take_in", Upload.objects.get().pk.hex, ["watchable"])


def test_what_arrived_of_a_broken_patch_is_kept(film):
    address = create(film, 10)
    assert speak("PATCH", address, b"0123456789", cut_after=7, upload_offset="0", **PATCH) is None
    assert offset(address) == "7"
    speak("PATCH", address, b"789", upload_offset="7", **PATCH)
    assert growing.path_of(Upload.objects.get()).read_bytes() == b"0123456789"


@pytest.mark.database
def test_row_and_file_agree_after_a_power_cut(film):
    address = create(film, 10)
    speak("PATCH", address, b"01234", upload_offset="0", **PATCH)
    path = growing.path_of(Upload.objects.get())
    path.write_bytes(b"01234567")  # written, but never committed: the row decides
    assert offset(address) == "5"
    speak("PATCH", address, b"abc", upload_offset="5", **PATCH)
    assert path.read_bytes() == b"01234abc"
    path.write_bytes(b"012")  # the scratch disk lost some: the file decides
    assert offset(address) == "3"
    speak("PATCH", address, b"3456789", upload_offset="3", **PATCH)
    assert path.read_bytes() == b"0123456789"


@pytest.mark.database
def test_an_upload_can_be_given_up(film):
    address = create(film, 10)
    speak("PATCH", address, b"01234", upload_offset="0", **PATCH)
    assert speak("DELETE", address, **TUS).status == 204
    assert speak("HEAD", address, **TUS).status == 404
    assert not api.has_begun(film)


def test_other_films_uploads_are_unknown(film):
    address = create(film, 10)
    other = api.open_upload_address(api.open_film())
    assert speak("HEAD", f"{other}/{address.rpartition('/')[2]}", **TUS).status == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"upload_length": "0"}, 400),
        ({"upload_length": str(2**50)}, 413),
        ({"upload_defer_length": "1"}, 400),
        ({"upload_length": "5", "upload_concat": "partial"}, 400),
    ],
)
def test_uploads_we_do_not_take(film, headers, status):
    assert speak("POST", api.open_upload_address(film), **headers, **TUS).status == status
    assert not Upload.objects.exists()


def test_a_film_that_has_come_in_takes_no_other_file(film):
    Film.objects.update(state=FilmState.READY)
    assert speak("POST", api.open_upload_address(film), upload_length="5", **TUS).status == 410


def test_a_checksum_that_does_not_fit_is_refused(film):
    address = create(film, 5)
    wrong = {"upload_checksum": "sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA="}
    assert speak("PATCH", address, b"01234", upload_offset="0", **wrong, **PATCH).status == 460
    assert offset(address) == "0"


def test_what_nobody_went_on_with_is_cleared(film):
    address = create(film, 10)
    speak("PATCH", address, b"01234", upload_offset="0", **PATCH)
    path = growing.path_of(Upload.objects.get())
    Upload.objects.update(touched_at=timezone.now() - timedelta(days=29))
    tidy.clear_forgotten()
    assert (path.exists(), offset(address)) == (True, "5")
    Upload.objects.update(touched_at=timezone.now() - timedelta(days=31))
    tidy.clear_forgotten()
    assert (path.exists(), offset(address)) == (False, "0")
    speak("PATCH", address, b"0123456789", upload_offset="0", **PATCH)
    assert taken_in(Upload.objects.get())


@pytest.mark.database
def test_two_uploads_of_one_film_leave_the_first_whole(film):
    """Both are finished before anybody takes one in."""
    addresses = [create(film, 3), create(film, 3)]
    for address, data in zip(addresses, (b"one", b"two"), strict=True):
        assert speak("PATCH", address, data, upload_offset="0", **PATCH).status == 204
    first, second = Upload.objects.order_by("created_at")
    assert [taken_in(first), taken_in(second)] == [True, False]
    film.refresh_from_db()
    assert storage.films().open(film.source).read() == b"one"
    assert film.works.get(subject=second.pk.hex).state == "cancelled"


# Room ---------------------------------------------------------------------------------------------
def room(monkeypatch, free: int) -> None:
    monkeypatch.setattr(storage, "free_bytes", lambda folder: free)


def test_room_that_was_promised_is_not_promised_again(film, monkeypatch):
    room(monkeypatch, 100)
    create(film, 60)
    address = api.open_upload_address(api.open_film())
    assert speak("POST", address, upload_length="60", **TUS).status == 507
    assert speak("POST", address, upload_length="40", **TUS).status == 201
    Upload.objects.update(touched_at=timezone.now() - timedelta(hours=2))  # their lines are gone
    assert speak("POST", address, upload_length="60", **TUS).status == 201


def test_the_reserve_holds_while_bytes_come_in(film, monkeypatch):
    address = create(film, 10)
    room(monkeypatch, 4)
    assert speak("PATCH", address, b"01234", upload_offset="0", **PATCH).status == 507
    assert offset(address) == "0"
    assert speak("PATCH", address, b"0123", upload_offset="0", **PATCH).status == 204


def test_the_reserve_holds_for_pieces(address, monkeypatch):
    room(monkeypatch, 2)
    assert put(address, 1, 1, b"one").status == 507
    assert not Piece.objects.exists()
    room(monkeypatch, 3)
    assert put(address, 1, 1, b"one").status == 201
