"""The studio's door, spoken to as its page does: who may begin a run, what is kept, what each is told."""

import asyncio
import errno
import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from threading import Thread
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.utils import timezone

from media_pipeline import api, hot_live_in, hot_reception, tokens
from media_pipeline.domain.live import ingest
from media_pipeline.models import Broadcast, LiveRun, Piece, Work, WorkKind, WorkState

from .test_reception_hot import Answered

pytestmark = pytest.mark.django_db(transaction=True)

TABLET, PHONE = str(uuid4()), str(uuid4())


@pytest.fixture(autouse=True)
def _one_thread(monkeypatch):
    with ThreadPoolExecutor(max_workers=1) as threads:
        monkeypatch.setattr(hot_reception, "_threads", threads)
        yield
        threads.submit(connections.close_all).result()


@pytest.fixture
def broadcast() -> Broadcast:
    return api.open_broadcast(title="Çörək bişirmək", language="az")


@pytest.fixture
def say(broadcast):
    """Say something to the studio's address; gives status and what is answered."""
    address = api.studio_address(broadcast)

    def speak(method: str, place: str = "", told=None, *, data: bytes | None = None, address=address, **headers):
        body = data if data is not None else json.dumps(told).encode() if told is not None else b""
        named = {"content-length": str(len(body)), **{key.replace("_", "-"): value for key, value in headers.items()}}
        scope = {
            "type": "http", "method": method, "path": address + place,
            "headers": [(key.encode(), value.encode()) for key, value in named.items()],
        }  # fmt: skip
        incoming, sent = [{"type": "http.request", "body": body}], []

        async def receive():
            return incoming.pop(0)

        async def send(message):
            sent.append(message)

        asyncio.run(hot_live_in.application(scope, receive, send))
        answer = Answered(sent)
        return answer.status, answer.json

    return speak


@pytest.fixture
def put(say):
    def send(run: int, number: int, data: bytes = b"piece", checksum: str = "", **headers):
        headers = {"x_sha256": checksum or sha256(data).hexdigest(), "x_duration_ms": "1000", **headers}
        return say("PUT", f"/{run}/{number}", data=data, **headers)

    return send


def begin(say, *, holder=TABLET, on_air=False, **more):
    return say("POST", "/runs", {"holder": holder, "mime": "video/webm", "on_air": on_air, **more})


@pytest.mark.database
def test_a_piece_is_acknowledged_when_it_is_kept(say, put, broadcast):
    assert begin(say) == (201, {"code": "begun", "mode": "rehearsal", "holder": TABLET, "run": 1, "on_air": False})
    assert put(1, 1, b"one", x_waiting="2") == (
        201, {"code": "arrived", "mode": "rehearsal", "holder": TABLET, "run": 1}
    )  # fmt: skip
    assert put(1, 1, b"one")[0] == 200
    piece = Piece.objects.get()
    assert (piece.take_id, piece.run, piece.number, piece.duration_ms) == (broadcast.rehearsal_id, 1, 1, 1000)
    broadcast.refresh_from_db()
    assert (broadcast.pieces_again, broadcast.pieces_waiting) == (1, 2)
    assert broadcast.last_piece_at is not None


def test_what_cannot_be_is_refused_and_the_studio_knows_why(say, put):
    begin(say)
    put(1, 1, b"one")
    assert put(1, 1, b"two")[1]["code"] == "conflict"
    assert put(1, 2, b"two", checksum="0" * 64)[1]["code"] == "damaged"
    assert put(2, 1)[:1] == (404,)
    assert say("PUT", "/1/1/1", data=b"x")[0] == 404
    assert say("POST", "/runs", [])[1]["code"] == "unclear"
    assert say("POST", "/runs", {"holder": "me", "on_air": True})[1]["code"] == "unclear"
    assert say("POST", "/1/over", {"pieces": 1, "lost": ["1"]})[1]["code"] == "unclear"
    assert say("POST", "/1/over", {"pieces": -1})[1]["code"] == "unclear"
    assert say("POST", "/runs", data=b"{")[1]["code"] == "unclear"
    assert say("DELETE")[0] == 404


def test_only_the_studios_own_address_opens_it(say, broadcast):
    for token in ("nonsense", tokens.sign("pieces", str(broadcast.pk), 60)):
        assert say("GET", address=f"/live-in/{token}") == (403, {"code": "not_yours"})
    late = tokens.sign("live-in", str(broadcast.pk), -5)
    assert say("GET", address=f"/live-in/{late}") == (403, {"code": "expired"})
    nobody = tokens.sign("live-in", str(uuid4()), 60)
    assert say("GET", address=f"/live-in/{nobody}") == (404, {"code": "unknown"})


def test_nobody_is_on_the_air_before_the_button_was_pressed(say, put, broadcast):
    assert begin(say, on_air=True)[1]["code"] == "not_on_air"
    assert begin(say)[0] == 201
    api.go_on_air(broadcast)
    assert put(1, 1)[1]["mode"] == "on_air"
    assert begin(say, on_air=True)[1]["run"] == 2
    api.pause(broadcast)
    assert put(2, 1)[1]["mode"] == "paused"
    assert begin(say, on_air=True)[0] == 409
    runs = LiveRun.objects.values_list("number", "is_on_air", "take")
    assert list(runs) == [(1, False, broadcast.rehearsal_id), (2, True, broadcast.take_id)]


@pytest.mark.database
def test_two_studios_at_once(say, put, broadcast):
    """The second is refused until it takes over; then the first may still send what it has recorded."""
    api.go_on_air(broadcast)
    assert begin(say, on_air=True)[0] == 201
    assert begin(say, holder=PHONE, on_air=True)[1]["code"] == "taken_over"
    assert put(1, 1)[0] == 201
    assert say("POST", "/take-over", {"holder": PHONE})[1]["holder"] == PHONE
    assert begin(say, holder=PHONE, on_air=True)[1]["run"] == 2
    assert put(1, 2, b"late")[0] == 201
    assert begin(say, on_air=True)[1] == {
        "code": "taken_over", "mode": "on_air", "holder": PHONE, "run": 2,
    }  # fmt: skip


def test_the_same_run_asked_for_twice_is_one(say):
    key = str(uuid4())
    assert [begin(say, key=key)[1]["run"], begin(say, key=key)[1]["run"], begin(say)[1]["run"]] == [1, 1, 2]


def test_how_things_stand(say, put, broadcast):
    assert say("GET")[1] == {
        "code": "standing", "mode": "rehearsal", "holder": "", "run": 0,
        "held_s": None, "on_air_ms": 0, "lost": 0, "again": 0,
    }  # fmt: skip
    begin(say)
    put(1, 1)
    put(1, 1)
    say("POST", "/1/over", {"pieces": 3, "lost": [2, 9]})
    say("POST", "/1/over", {"pieces": 3, "lost": [2]})
    told = say("GET")[1]
    assert (told["holder"], told["run"], told["lost"], told["again"]) == (TABLET, 1, 1, 1)
    assert 0 <= told["held_s"] < 5
    run = LiveRun.objects.get()
    assert (run.pieces, run.lost, run.ended_at is not None) == (3, [2], True)


def test_what_was_given_up_and_comes_after_all_is_kept(say, put, broadcast):
    begin(say)
    say("POST", "/1/over", {"pieces": 2, "lost": [2]})
    assert put(1, 2)[0] == 201


def on_air(broadcast, *spans: tuple[int, int | None]):
    """It was on air from so many seconds ago to so many seconds ago; without the second it is."""
    now = timezone.now()

    def said(ago: int | None) -> str | None:
        return (now - timedelta(seconds=ago)).isoformat() if ago is not None else None

    Broadcast.objects.filter(pk=broadcast.pk).update(spans=[[said(began), said(ended)] for began, ended in spans])


def test_when_it_was_on_air_is_noted(broadcast):
    api.go_on_air(broadcast)
    assert [[began == broadcast.on_air_at.isoformat(), ended] for began, ended in broadcast.spans] == [[True, None]]
    api.pause(broadcast)
    api.pause(broadcast)
    api.go_on_air(broadcast)
    api.end_broadcast(broadcast)
    (one, two), (three, four) = broadcast.spans
    assert one < two < three < four == broadcast.ended_at.isoformat()
    never = api.open_broadcast(title="Məşq", language="az")
    api.end_broadcast(never)
    assert never.spans == []


@pytest.mark.parametrize("state", ["paused", "on_air", "ended"])
def test_a_run_told_of_late_counts_by_when_it_began(say, broadcast, state):
    """What began on air is the recording's, also when a host has pressed pause since; what began in a pause is not."""
    api.go_on_air(broadcast)
    if state == "paused":
        api.pause(broadcast)
    elif state == "ended":
        begin(say, on_air=True)  # and its end is still to be told
        api.end_broadcast(broadcast)
    on_air(broadcast, (600, 400), (300, None if state == "on_air" else 100))
    wrong = 410 if state == "ended" else 409
    told = {500: 201, 350: wrong, 200: 201, 50: 201 if state == "on_air" else wrong, 700: wrong}
    ago = {seconds: begin(say, on_air=True, ago_ms=1000 * seconds)[0] for seconds in told}
    assert ago == told
    assert set(LiveRun.objects.values_list("take", flat=True)) == {broadcast.take_id}


def test_no_lie_about_its_age_makes_a_run_what_it_is_not(say, broadcast):
    """However it is told, it began on air or it is refused; and the future is now."""
    assert begin(say, on_air=True, ago_ms=10**15)[0] == 409  # never on air yet
    api.go_on_air(broadcast)
    api.pause(broadcast)
    on_air(broadcast, (300, 100))
    assert [begin(say, on_air=True, ago_ms=lie)[0] for lie in (-(10**9), 0, 10**15, 99_000)] == [409] * 4
    assert [begin(say, on_air=True, ago_ms=lie)[0] for lie in ("soon", None, [1])] == [400] * 3
    assert not LiveRun.objects.exists()


def test_after_a_stop_for_a_concern_nothing_is_taken_from_anybody(say, put, broadcast):
    """Neither pieces of a run begun before, nor the run again; once it is decided that it may be seen, what is left."""
    key = str(uuid4())
    api.go_on_air(broadcast)
    begin(say, on_air=True, key=key)
    assert put(1, 1)[0] == 201
    on_air(broadcast, (300, None))
    api.end_broadcast(broadcast, because="concern")
    api.block_film(broadcast.film, for_good=False)
    assert put(1, 2, b"late") == (423, {"code": "held", "mode": "over", "holder": TABLET, "run": 1})
    assert put(1, 1)[0] == 423
    assert begin(say, on_air=True, key=key)[0] == 423
    assert begin(say, on_air=True, ago_ms=60_000)[0] == 423
    assert Piece.objects.count() == 1
    api.unblock_film(broadcast.film)
    assert put(1, 2, b"late")[0] == 201
    api.block_film(broadcast.film)  # for good
    assert put(1, 3)[1]["code"] == begin(say, on_air=True, key=key)[1]["code"] == "over"


def test_a_run_without_its_beginning_is_told_so(say, put, broadcast):
    """The header is in the first piece: the studio begins another run, and the rest of the broadcast goes on."""
    begin(say)
    assert put(1, 2)[1] == {"code": "arrived", "mode": "rehearsal", "holder": TABLET, "run": 1, "headless": True}
    assert "headless" not in put(1, 1, b"header")[1]
    assert "headless" not in put(1, 3)[1]


def test_after_the_end_what_was_recorded_before_is_still_taken(say, put, broadcast):
    """A studio that was cut off when a host ended the broadcast; new recordings are not."""
    api.go_on_air(broadcast)
    on_air(broadcast, (120, None))
    begin(say, on_air=True)
    put(1, 1)
    api.end_broadcast(broadcast)
    assert put(1, 2, b"late") == (201, {"code": "arrived", "mode": "over", "holder": TABLET, "run": 1})
    assert begin(say, on_air=True)[0] == 410
    assert begin(say, on_air=True, ago_ms=60_000)[1]["run"] == 2  # it had begun to record, and could not say so
    assert begin(say)[0] == 410
    assert say("POST", "/take-over", {"holder": PHONE})[1]["code"] == "over"
    say("POST", "/2/over", {"pieces": 0})
    say("POST", "/1/over", {"pieces": 2})
    status, said = put(1, 3)
    assert (status, said["code"], said["mode"]) == (410, "closed", "over")  # the recording was sent without it
    assert begin(say, on_air=True, ago_ms=60_000)[1]["code"] == "closed"  # the same of a run that nobody knew of
    assert put(1, 2, b"late")[0] == 200  # known, so it may be forgotten by who sends


def test_a_broadcast_that_was_stopped_takes_no_further_run(say, broadcast):
    api.go_on_air(broadcast)
    begin(say, on_air=True)
    api.end_broadcast(broadcast, because="concern")
    assert begin(say, on_air=True, ago_ms=60_000)[1]["code"] == "over"


def test_the_first_piece_wakes_who_follows(say, put, broadcast):
    begin(say)
    put(1, 1)
    work = Work.objects.get(film=broadcast.film, kind=WorkKind.LIVE)
    assert work.state == WorkState.WAITING


def test_work_that_was_set_aside_is_taken_up_again(say, put, broadcast):
    """Nobody can wait for a decision of staff while people watch."""
    begin(say)
    Work.objects.update(state=WorkState.PARKED, faults=3)
    put(1, 1)
    assert Work.objects.get().state == WorkState.WAITING
    Work.objects.update(state=WorkState.DONE)
    api.sweep()
    assert list(Work.objects.order_by("pk").values_list("state", flat=True)) == ["done", "waiting"]


def test_a_full_disk_is_told_and_nothing_is_acknowledged(say, put, monkeypatch):
    begin(say)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert put(1, 1) == (507, {"code": "try_later"})
    assert Piece.objects.count() == 0
    monkeypatch.undo()


def test_too_much_at_once(say):
    begin(say)
    assert say("PUT", "/1/1", data=b"x", content_length=str(2**26))[0] == 413


def test_states_change_once(broadcast, django_capture_on_commit_callbacks):
    told = []

    def hear(sender, broadcast_id, state, **_):
        told.append((broadcast_id, state))

    api.broadcast_changed.connect(hear)
    assert not api.pause(broadcast)
    assert [api.go_on_air(broadcast), api.go_on_air(broadcast)] == [True, False]
    began = broadcast.on_air_at
    assert [api.pause(broadcast), api.pause(broadcast), api.go_on_air(broadcast)] == [True, False, True]
    assert broadcast.on_air_at == began
    assert [api.end_broadcast(broadcast, "concern"), api.end_broadcast(broadcast)] == [True, False]
    assert (broadcast.stopped_because, api.go_on_air(broadcast)) == ("concern", False)
    states = ["on_air", "paused", "on_air", "ended", "nothing"]
    assert told == [(broadcast.pk, state) for state in states]
    api.broadcast_changed.disconnect(hear)


def test_health_in_a_few_queries(say, put, broadcast, django_assert_num_queries):
    other = api.open_broadcast(title="Şərbət", language="az")
    begin(say)
    put(1, 1, x_waiting="3")
    with django_assert_num_queries(5):
        (one,) = api.broadcast_healths([broadcast]).values()
    with django_assert_num_queries(5):
        assert len(api.broadcast_healths([broadcast, other])) == 2
    assert (one.state, one.waiting_pieces, one.runs, one.is_followed) == ("rehearsal", 3, 1, False)
    assert one.last_piece_s is not None
    assert (one.delay_ms, one.newest_ms) == (None, 0)
    assert api.broadcast_health(other).last_piece_s is None


@pytest.mark.database
def test_what_a_studio_dropped_is_counted_while_it_still_sends(say, put, broadcast):
    begin(say)
    for number in range(1, 30):
        if number not in (20, 21, 22):
            put(1, number)
    # The newest may still be overtaken by those before them: nothing is lost yet.
    assert api.broadcast_health(broadcast).pieces_lost == 0
    for number in (30, 31, 32):
        put(1, number)
    assert api.broadcast_health(broadcast).pieces_lost == 3
    put(1, 21)
    assert (api.broadcast_health(broadcast).pieces_lost, api.broadcast_health(broadcast).runs) == (2, 1)
    say("POST", "/1/over", {"pieces": 32, "lost": [20, 22]})
    assert api.broadcast_health(broadcast).pieces_lost == 2  # told now, and counted once


def test_a_clock_that_others_go_by(broadcast):
    from tests.factories import broadcast as with_segments

    running = with_segments(seconds=3)
    assert api.on_air_ms(broadcast) == 0
    newest = running.segments.latest("pk").captured_at
    assert api.on_air_ms(running, newest + timedelta(seconds=3)) == 5000
    assert api.on_air_ms(running, newest + timedelta(minutes=1)) == 3000  # its line is cut
    api.pause(running)
    assert api.on_air_ms(running, newest + timedelta(seconds=3)) == 3000
    assert api.film_ms(running, 2500) == 2500
    assert timezone.now() - newest < timedelta(seconds=10)


@pytest.mark.database
@pytest.mark.skipif(connections["default"].vendor == "sqlite", reason="SQLite in memory has one writer at a time")
def test_two_devices_begin_at_the_same_moment(broadcast):
    """One of them holds the studio, whichever it is."""
    told = []

    def ask(holder: str) -> None:
        try:
            told.append(ingest.begin_run(broadcast.pk, ingest.RunFacts(UUID(holder), "video/webm", False)).number)
        except ingest.TakenOver:
            told.append("taken over")
        finally:
            connections.close_all()

    threads = [Thread(target=ask, args=(holder,)) for holder in (TABLET, PHONE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, told)) == ["1", "taken over"]
