"""Workers that share nothing but PostgreSQL, Redis and S3: one is killed half way, and every film is there once."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import ffmpeg
import psycopg
import pytest

from tests import servers
from tests.media_pipeline.clips import H264, make, tone
from tests.site import HOME

pytestmark = [
    pytest.mark.slow,
    pytest.mark.database,
    pytest.mark.skipif("KORPU_TESTS_SCALED" not in os.environ, reason="needs the server that tests.postgres starts"),
]
SHAPES = {"wide.mp4": "480x270", "small.mp4": "320x180", "tall.mp4": "180x320", "square.mp4": "256x256"}


@pytest.fixture
def database() -> Iterator[str]:
    """A database of its own beside the one that other tests use."""
    address = urlsplit(os.environ["KORPU_TESTS_SCALED"])
    with psycopg.connect(address._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS machines WITH (FORCE)")
        connection.execute("CREATE DATABASE machines TEMPLATE prepared")
        yield address._replace(path="/machines").geturl()
        connection.execute("DROP DATABASE machines WITH (FORCE)")


@pytest.fixture
def machine(tmp_path, database):
    """Start a process on a machine of its own, which is a folder of its own; all are ended at the end."""
    started: list[subprocess.Popen] = []
    with servers.redis() as redis, servers.s3(tmp_path / "s3", "korpu") as s3:

        def start(name: str, *command: str) -> subprocess.Popen:
            folder = tmp_path / name
            (folder / "static").mkdir(parents=True, exist_ok=True)
            environment = os.environ | {
                "KORPU_DATA_DIR": str(folder), "KORPU_DATABASE_URL": database, "KORPU_REDIS_URL": redis,
                "KORPU_QUEUE": "redis", "KORPU_STORAGE": "s3", "KORPU_S3_BUCKET": "korpu", "KORPU_S3_ENDPOINT": s3,
                "KORPU_S3_ACCESS_KEY": servers.S3_KEY, "KORPU_S3_SECRET_KEY": servers.S3_SECRET,
                "KORPU_S3_REGION": "us-east-1", "KORPU_LEASE_SECONDS": "5", "DJANGO_SETTINGS_MODULE": "elearn.settings",
            }  # fmt: skip
            process = subprocess.Popen(
                [sys.executable, *command], cwd=HOME, env=environment, text=True, start_new_session=True,
                stdout=subprocess.PIPE if "fleet" in " ".join(command) else None,
            )  # fmt: skip
            started.append(process)
            return process

        yield start
        for process in started:
            kill(process)


def kill(process: subprocess.Popen) -> None:
    """As a power cut: the worker with all it has started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def told(machine, *command: str) -> Iterator:
    """What the driver tells, line by line."""
    driver = machine("driver", "-m", "tests.operations.fleet", *command)
    for line in driver.stdout:
        yield json.loads(line)
    assert driver.wait() == 0


def is_half_way(now: dict, worker: subprocess.Popen) -> bool:
    at_work = [owner for kind, owner in now["running"] if kind in ("ladder", "first_rung")]
    return now["ready"] >= 2 and any(owner.endswith(f":{worker.pid}") for owner in at_work)


def calm(size: str):
    """A picture that stays below the ceiling of its rungs: where x264 has to hold back, its threads race each other."""
    return ffmpeg.input(f"smptehdbars=s={size}:r=25:d=4", f="lavfi").filter("scroll", horizontal=0.005)


def flat(film: dict) -> dict[str, str]:
    """Path below the film → checksum, of all that can be watched."""
    return {f"{name}/{file}": checksum for name, files in film["made"].items() for file, checksum in files.items()}


def unlike(some: dict[str, str], others: dict[str, str]) -> list[str]:
    """The files that are not the same."""
    return sorted(name for name in {**some, **others} if some.get(name) != others.get(name))


def test_a_worker_is_killed_half_way_and_all_is_published_once(machine, tmp_path):
    paths = [tmp_path / name for name in SHAPES]
    for path in paths:
        make(path, calm(SHAPES[path.name]), tone(4), acodec="aac", **{**H264, "crf": 12})
    (sent,) = told(machine, "send", *[str(path) for path in [*paths, *paths]])
    one, other = (machine(name, "manage.py", "work", "--queue", "encode") for name in ("one", "other"))
    was_killed = False
    for now in told(machine, "watch", *sent):
        if not isinstance(now, list) and not was_killed and is_half_way(now, one):
            kill(one)
            was_killed = True
    assert was_killed
    assert [(film["state"], film["faults"]) for film in now] == [("ready", [])] * 8
    for film in now:
        assert [state for kind, state in film["works"] if kind == "ladder"] == ["done"]

    assert other.poll() is None
    (sent,) = told(machine, "send", *[str(path) for path in paths])
    *_, alone = told(machine, "watch", *sent)
    expected = {film["title"]: flat(film) for film in alone}
    assert [unlike(flat(film), expected[film["title"]]) for film in now] == [[]] * 8
