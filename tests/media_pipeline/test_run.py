"""Processes are bounded in time and memory, can be stopped, and leave nothing behind."""

import signal
import subprocess
import sys
import threading
import time

import psutil
import pytest

from media_pipeline.ffmpeg import run as running
from media_pipeline.ffmpeg.run import FfmpegFailed, Stopped, TimedOut, run
from tests.conftest import HOME

ENDLESS = ["-f", "lavfi", "-i", "testsrc2=s=320x240", "-f", "null", "-"]


@pytest.fixture(autouse=True)
def no_child_is_left():
    yield
    assert psutil.Process().children() == []


def test_the_folder_of_ffmpeg_knows_no_django():
    code = "import sys, media_pipeline.ffmpeg.join; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=HOME).returncode == 0


def test_gives_lines_and_the_tail():
    lines: list[str] = []
    tail = run(["-v", "info", "-f", "lavfi", "-i", "testsrc2=d=1", "-f", "null", "-"],
               timeout=20, on_line=lines.append)  # fmt: skip
    assert lines[-1] == "progress=end"
    assert "testsrc2" in tail


def test_what_fails_says_why():
    with pytest.raises(FfmpegFailed, match="No such file") as caught:
        run(["-i", "file:nowhere", "-f", "null", "-"], timeout=20)
    assert "nowhere" in caught.value.tail


def test_ends_what_takes_too_long():
    began = time.monotonic()
    with pytest.raises(TimedOut):
        run(ENDLESS, timeout=0.5)
    assert time.monotonic() - began < 3


def test_stops_when_asked():
    asked = threading.Event()
    threading.Timer(0.3, asked.set).start()
    with pytest.raises(Stopped):
        run(ENDLESS, timeout=20, should_stop=asked.is_set)


def test_stops_when_the_worker_is_told_to_end():
    threading.Timer(0.3, running.stop_requested.set).start()
    try:
        with pytest.raises(Stopped):
            run(ENDLESS, timeout=20)
    finally:
        running.stop_requested.clear()


def test_a_child_ended_by_the_terminal_counts_as_stopped():
    """Ctrl-C reaches ffmpeg before the worker has told its event."""

    def interrupt(line: str) -> None:
        psutil.Process().children()[0].send_signal(signal.SIGINT)

    with pytest.raises(Stopped):
        run(ENDLESS, timeout=20, on_line=interrupt)


def test_what_a_reader_raises_ends_the_child():
    def refuse(line: str) -> None:
        raise ValueError(line)

    with pytest.raises(ValueError, match="frame="):
        run(ENDLESS, timeout=20, on_line=refuse)


def test_memory_is_bounded():
    greedy = ["-f", "lavfi", "-i", "color=s=4000x4000:r=25,reverse", "-f", "null", "-"]
    with pytest.raises(FfmpegFailed):
        run(greedy, timeout=30, memory=2**29)
