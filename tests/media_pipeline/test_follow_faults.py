"""A real worker follows a take while it arrives: killed, it is followed anew, and it can be watched seconds after."""

import os
import signal
import sqlite3
import time

import psutil
import pytest

from tests.factories import recording

from .test_faults import WORKER, engine, python  # noqa: F401 - fixtures

ALL = 6  # pieces


@pytest.fixture
def following(python, tmp_path):  # noqa: F811
    """Start a worker that follows takes, and give it once ffmpeg is at work."""

    def start():
        worker = python(*WORKER, "--queue-name", "arriving")
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if runs_ffmpeg(worker.pid) and stored(tmp_path):
                return worker
            time.sleep(0.1)
        raise AssertionError(worker.communicate(timeout=1))

    return start


def runs_ffmpeg(pid: int) -> bool:
    """Tell whether ffmpeg is at work below a process; a child may end while it is looked at."""
    try:
        return any("ffmpeg" in child.name() for child in psutil.Process(pid).children(recursive=True))
    except psutil.NoSuchProcess:
        return False


def stored(folder) -> list[str]:
    """Segments of takes that lie in the storage."""
    return sorted(path.name for path in (folder / "films").glob("*/*/take-*/*.m4s"))


def told(folder) -> dict:
    """What the database says of the only film and of the work of following it."""
    with sqlite3.connect(folder / "engine.sqlite3", timeout=20) as connection:
        work = connection.execute("SELECT state, attempts FROM media_pipeline_work WHERE kind = 'arriving'").fetchone()
        rows = connection.execute("SELECT name, folder FROM media_pipeline_rendition ORDER BY name").fetchall()
    return {"work": work, "names": [name for name, _ in rows], "folders": {folder for _, folder in rows}}


@pytest.fixture
def film(tmp_path):
    """Eight seconds of VP8 as a browser records them."""
    path = tmp_path / "recording"
    recording(path, seconds=8)
    return str(path)


@pytest.mark.slow
def test_a_killed_follower_is_followed_by_another(python, engine, following, film, tmp_path):  # noqa: F811
    python("-m", "django", "migrate", "-v0").wait(timeout=60)
    assert engine("record", film, str(ALL), "1", "5") == {"woken": 1}
    first = following()
    children = psutil.Process(first.pid).children(recursive=True)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    assert psutil.wait_procs(children, timeout=5)[1] == []
    time.sleep(1.1)  # the lease runs out
    assert engine("sweep") == {"enqueued": 1}
    second = following()
    assert told(tmp_path)["names"] == []
    engine("record", film, str(ALL), "6", "6")
    assert 0 <= engine("send")["seconds"] < 3
    _, err = second.communicate(timeout=20)
    assert second.returncode == 0, err
    now = told(tmp_path)
    assert (now["work"], now["names"]) == (("done", 2), ["take", "takesound"])
    lying = {path.name for path in (tmp_path / "films").glob("*/*/take*-*")}
    assert lying == now["folders"]  # nothing of the first is left
