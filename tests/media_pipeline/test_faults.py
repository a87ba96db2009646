"""A worker is killed while it encodes: another finishes the film, and nothing is there twice.

It runs on the engine alone, in a project of its own (`engine_settings`), with real workers in real
processes.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import psutil
import pytest

from tests.conftest import HOME

WORKER = ["-m", "django", "db_worker", "--no-startup-delay", "--interval", "0.1", "--batch"]


@pytest.fixture
def python(tmp_path):
    """Start Python in the lifted engine; gives the process."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.media_pipeline.engine_settings",
        "KORPU_DATA_DIR": str(tmp_path),
        "PYTHONPATH": str(HOME),
    }
    started: list[subprocess.Popen] = []

    def start(*arguments: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=HOME, env=environment, text=True,
            start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def engine(python):
    """Do one deed of `engine` and give what it says."""

    def do(*arguments: str) -> dict:
        out, err = python("-m", "tests.media_pipeline.engine", *arguments).communicate(timeout=60)
        return json.loads(out or "{}") or pytest.fail(err)

    return do


def run_queue(python, queue: str) -> None:
    worker = python(*WORKER, "--queue-name", queue)
    _, err = worker.communicate(timeout=90)
    assert worker.returncode == 0, err


def wait_for_encoding(database) -> None:
    """Until ffmpeg has told progress."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with sqlite3.connect(database, timeout=20) as connection:
            row = connection.execute("SELECT state, percent FROM media_pipeline_film").fetchone()
        if row[0] == "encoding" and row[1] > 5:
            return
        time.sleep(0.05)
    pytest.fail("it never began to encode")


def encode_until_it_is_under_way(python, clips, engine, tmp_path) -> subprocess.Popen:
    python("-m", "django", "migrate", "-v0").wait(timeout=60)
    engine("receive", str(clips("long.mp4")))
    run_queue(python, "watchable")
    worker = python(*WORKER, "--queue-name", "ladder")
    wait_for_encoding(tmp_path / "engine.sqlite3")
    return worker


@pytest.mark.slow
def test_a_killed_workers_film_is_finished_once(python, clips, engine, tmp_path):
    worker = encode_until_it_is_under_way(python, clips, engine, tmp_path)
    children = psutil.Process(worker.pid).children(recursive=True)
    assert any("ffmpeg" in child.name() for child in children)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    _, alive = psutil.wait_procs(children, timeout=5)
    assert alive == []
    assert engine("tell")["state"] == "encoding"  # nobody could say that it is not
    time.sleep(1.1)  # the lease runs out
    assert engine("sweep") == {"enqueued": 1}
    assert engine("sweep") == {"enqueued": 0}
    run_queue(python, "ladder")
    film = engine("tell")
    assert (film["state"], film["percent"], film["attempts"]) == ("ready", 100, [2]), film
    assert film["names"] == ["240p", "360p", "480p", "audio"]
    assert film["stored"] == film["named"]


def test_a_worker_told_to_stop_hands_the_film_back(python, clips, engine, tmp_path):
    """As Ctrl-C does: worker and ffmpeg get a signal, the film waits for the next worker."""
    worker = encode_until_it_is_under_way(python, clips, engine, tmp_path)
    children = psutil.Process(worker.pid).children(recursive=True)
    os.killpg(worker.pid, signal.SIGINT)
    worker.communicate(timeout=20)
    assert psutil.wait_procs(children, timeout=5)[1] == []
    film = engine("tell")
    assert (film["state"], film["attempts"], film["woken"]) == ("queued", [0], 2), film
    assert engine("sweep") == {"enqueued": 0}  # another worker has been woken already
