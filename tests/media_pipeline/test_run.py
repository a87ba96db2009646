"""Processes are bounded in time and memory, can be stopped, and leave nothing behind."""

import signal
import subprocess
import sys
import threading
import time

import pytest

from media_pipeline.ffmpeg import run as running
from media_pipeline.ffmpeg.guard import Guard, Limits, Spent, is_our_fault
from media_pipeline.ffmpeg.run import FfmpegFailed, Stopped, TimedOut, TooMuch, run
from tests.conftest import HOME

from .children import Children
from .clips import talkative

ENDLESS = ["-f", "lavfi", "-i", "testsrc2=s=320x240", "-f", "null", "-"]


@pytest.fixture(autouse=True)
def children():
    mine = Children()
    yield mine
    assert mine.now() == []


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
    assert time.monotonic() - began < 10


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


def test_a_child_ended_by_the_terminal_counts_as_stopped(children):
    """Ctrl-C reaches ffmpeg before the worker has told its event."""

    def interrupt(line: str) -> None:
        children.now()[0].send_signal(signal.SIGINT)

    with pytest.raises(Stopped):
        run(ENDLESS, timeout=20, on_line=interrupt)


def test_what_a_reader_raises_ends_the_child():
    def refuse(line: str) -> None:
        raise ValueError(line)

    with pytest.raises(ValueError, match="frame="):
        run(ENDLESS, timeout=20, on_line=refuse)


def test_a_child_that_has_ended_by_itself_meanwhile_is_told_as_any():
    def slow(line: str) -> None:
        time.sleep(0.5)  # the child is long over
        raise ValueError("enough")

    with pytest.raises(ValueError, match="enough"):
        run(["-f", "lavfi", "-i", "testsrc2=d=0.1", "-f", "null", "-"], timeout=20, on_line=slow)


def test_memory_is_bounded():
    greedy = ["-f", "lavfi", "-i", "color=s=4000x4000:r=25,reverse", "-f", "null", "-"]
    with pytest.raises(FfmpegFailed):
        run(greedy, timeout=30, memory=2**29)


def test_output_is_bounded(tmp_path):
    much = ["-f", "lavfi", "-i", "testsrc2=s=640x480", "-c:v", "rawvideo", "-f", "rawvideo", "much"]
    with pytest.raises(TooMuch, match="wrote more"):
        run(much, timeout=30, folder=tmp_path, largest=2**20)
    assert (tmp_path / "much").stat().st_size <= 2**20


def test_a_line_is_bounded(tmp_path):
    path = talkative(tmp_path / "talker.wav", 3_000_000)
    with pytest.raises(TooMuch, match="line without end"):
        run(["-show_entries", "format_tags", str(path)], timeout=20, program="ffprobe")


def test_all_files_of_a_folder_together_are_bounded(tmp_path):
    """Each segment is small enough; a thousand of them are not."""
    many = ["-f", "lavfi", "-i", "testsrc2=s=320x240", "%06d.bmp"]
    with pytest.raises(TooMuch, match="over its limits"):
        run(many, timeout=30, folder=tmp_path, largest=2**20)


def test_processor_time_is_bounded_also_without_us():
    """The kernel ends a child whose worker is gone."""
    child = subprocess.Popen([*running.PROGRAMS["ffmpeg"], *ENDLESS], stdout=subprocess.DEVNULL)
    Guard(child.pid, Limits(memory=2**31, output=2**20, processor=1)).restrain()
    child.wait(timeout=20)


def test_who_used_up_the_processor_time_has_timed_out(monkeypatch):
    monkeypatch.setattr(running, "Limits", lambda *some, **named: Limits(*some, **{**named, "processor": 1}))
    with pytest.raises(TimedOut, match="processor time"):
        run(ENDLESS, timeout=30)


def test_the_child_knows_nothing_of_ours(monkeypatch, tmp_path, children):
    monkeypatch.setenv("KORPU_SECRET_KEY", "not for ffmpeg")
    seen: list[bytes] = []

    def look(line: str) -> None:
        (child,) = children.now()
        seen.append(b" ".join(name.encode() for name in child.environ()))
        raise StopIteration

    with pytest.raises(StopIteration):
        run(ENDLESS, timeout=20, on_line=look)
    assert seen == [b"LC_ALL PATH TZ"]


def test_what_a_child_has_cost_is_told():
    told: list[tuple[Limits, Spent]] = []
    running.listeners.append(lambda *both: told.append(both))
    try:
        run(["-f", "lavfi", "-i", "testsrc2=d=2", "-f", "null", "-"], timeout=20, memory=2**31)
    finally:
        running.listeners.pop()
    ((limits, spent),) = told
    assert limits.memory == 2**31
    assert 0.01 < spent.processor < 20
    assert 2**20 < spent.memory < 2**31
    assert 0 < spent.threads < 100


@pytest.mark.parametrize(("code", "said", "ours"), [
    (1, "Invalid data found when processing input", False),
    (-11, "", False),
    (1, "Cannot allocate memory", False),
    (-9, "", True),
    (228, "Error writing trailer: No space left on device", True),
])  # fmt: skip
def test_whose_fault_it_is(code, said, ours):
    assert is_our_fault(code, said) is ours
