"""The measure of a broadcast has to be true itself: how it reads, what it counts, and what it sends."""

import asyncio
import os
import signal
import subprocess
import sys
import time

import pytest

from elearn.operations.live import pieces
from elearn.operations.live.machine import processor_seconds
from elearn.operations.live.viewers import Crowd, Viewer
from elearn.operations.live.wire import Asker, Cut, Listener
from media_pipeline.domain.live.playlist import Line, Reel
from media_pipeline.ffmpeg.run import run


def viewer(zero: float = 0.0) -> Viewer:
    return Viewer(Crowd("127.0.0.1", 1, "/live/t/b/live.m3u8", zero=zero, counts_from=0.0), "")


def line(number: int) -> Line:
    return Line(number, 1, "i.mp4", f"v{number}.m4s", number * 1000, 1000, 1000, number)


def test_who_gets_each_segment_in_time_never_waits():
    watching = viewer()
    for number in range(5):
        watching._arrived(number, now=4.0 + number)
    assert watching.crowd.latencies == [4.0] * 5
    assert watching.crowd.waits == []


def test_who_gets_one_late_waits_and_is_later_from_then_on():
    watching = viewer()
    for start, now in ((0, 4.0), (1, 4.2), (2, 7.5), (3, 7.6)):
        watching._arrived(start, now=now)
    assert watching.crowd.waits == [pytest.approx(1.5)]
    assert watching.crowd.latencies == [4.0, 4.0, 5.5, 5.5]


def test_who_is_late_plays_a_tenth_faster_until_that_is_made_up():
    watching = viewer()
    watching.known = {number: (float(number), 1.0, f"v{number}.m4s") for number in range(100)}
    for number in range(50):  # each can be had four seconds after its first frame
        watching.last = number
        watching._arrived(number, now=max(6.0 + number / 10, 4.0 + number))
    latencies = watching.crowd.latencies
    assert latencies[0] == 6.0
    assert latencies[8] == pytest.approx(6.0 - 0.1 * (12.0 - 6.1))
    assert latencies[-1] == pytest.approx(5.0)


def test_a_viewer_knows_what_the_playlists_say_together():
    reel, watching = Reel(), viewer()
    for number in range(40):
        reel.add([line(number)])
        watching._read(reel.text(is_delta=number > 0).plain)
    assert watching.last == 39
    assert watching.known == {number: (float(number), 1.0, f"v{number}.m4s") for number in range(40)}


def test_answers_are_read_however_they_come():
    """Heads and bodies in any parts, one request after another on one connection."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for body in (b"one", b"", b"three"):
            await reader.readuntil(b"\r\n\r\n")
            told = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body
            for at in range(0, len(told), 7):
                writer.write(told[at : at + 7])
                await writer.drain()
                await asyncio.sleep(0)
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    async def talk() -> list:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        asker = await Asker.to("127.0.0.1", server.sockets[0].getsockname()[1])
        answers = [await asker.ask("/", keep=True) for _ in range(3)]
        with pytest.raises(Cut):
            await asker.ask("/", keep=True)
        server.close()
        return [(answer.status, answer.body, answer.size) for answer in answers]

    assert asyncio.run(talk()) == [(200, b"one", 3), (200, b"", 0), (200, b"three", 5)]


def test_events_are_heard_line_by_line_though_chunks_end_anywhere():
    heard: list[bytes] = []
    listener = Listener(heard.append)
    listener.begin(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked")
    for part in (b"8\r\nid: 1\nda\r", b"\na\r\nta: {}\n\nid\r\n", b"4\r\n: 2\n\r\n"):
        listener.took(memoryview(part))
    assert heard == [b"id: 1", b"data: {}", b"", b"id: 2"]


def test_pieces_without_a_browser_are_one_recording(tmp_path, monkeypatch):
    monkeypatch.setattr(pieces, "_from_browser", lambda seconds: None)
    made = pieces.recording(tmp_path / "kept", 2)
    assert (made.mime, made.seconds >= 2, len(made.pieces) >= 2) == ("video/webm;codecs=h264,opus", True, True)
    path = tmp_path / "whole.webm"
    path.write_bytes(b"".join(data for data, _ in made.pieces))
    told: list[str] = []
    show = ["-show_entries", "stream=codec_name", "-of", "csv=p=0", str(path)]
    run(show, program="ffprobe", timeout=30, on_line=told.append)
    assert told == ["h264", "opus"]
    monkeypatch.setattr(pieces, "_made", None)  # what is kept is not made again
    assert pieces.recording(tmp_path / "kept", 2) == made


def test_the_time_of_a_process_holds_that_of_its_children():
    busy = "import time\nwhile time.process_time() < 0.6: pass\ntime.sleep(30)"
    begin = f"import os, sys\nos.spawnl(os.P_WAIT, sys.executable, sys.executable, '-c', {busy!r})"
    parent = subprocess.Popen([sys.executable, "-c", begin], start_new_session=True)
    try:
        deadline = time.monotonic() + 20
        while processor_seconds(parent.pid) < 0.3 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert 0.3 <= processor_seconds(parent.pid) < 5
    finally:
        os.killpg(parent.pid, signal.SIGKILL)
        parent.wait()
