"""An installation moves to S3 and back by one command, killed half way, and its films play all the while."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.core.management.base import CommandError

from elearn import files
from elearn.operations import moving
from media_pipeline import api
from media_pipeline.listing import entries
from media_pipeline.moving import Ledger
from tests import servers
from tests.media_pipeline.kept import kept_film
from tests.media_pipeline.test_hot import ask
from tests.site import HOME

pytestmark = pytest.mark.django_db


@pytest.fixture
def s3(tmp_path, monkeypatch):
    """The environment of an installation that has a disk of its own and a bucket to move to."""
    with servers.s3(tmp_path / "s3", "korpu") as address:
        for name, value in {
            "KORPU_DATA_DIR": str(tmp_path / "data"), "KORPU_S3_BUCKET": "korpu", "KORPU_S3_ENDPOINT": address,
            "KORPU_S3_ACCESS_KEY": servers.S3_KEY, "KORPU_S3_SECRET_KEY": servers.S3_SECRET,
            "KORPU_S3_REGION": "us-east-1", "KORPU_S3_ADDRESSING": "path",
        }.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        yield address


@pytest.fixture
def use(settings, s3):
    """Set KORPU_STORAGE and KORPU_STORAGE_BEFORE, as an operator does who then restarts everything."""

    def switch(kind: str, before: str = "none") -> None:
        settings.STORAGE, settings.STORAGE_BEFORE = kind, before
        settings.STORAGES = settings.STORAGES | files.backends(kind, before)

    switch("local")
    return switch


def move(*arguments: str) -> str:
    said = StringIO()
    call_command("move_files", *arguments, stdout=said)
    return said.getvalue()


def contents(kind: str) -> dict[str, bytes]:
    found = {}
    for prefix in files.PREFIXES.values():
        place = storages.create_storage(files.backend(kind, prefix))
        for entry in entries(place):
            with place.open(entry.name) as file:
                found[f"{prefix}/{entry.name}"] = file.read()
    return found


def keep_papers(*names: str) -> None:
    for place in ("default", "papers", "works", "cases"):
        for name in names:
            storages[place].save(name, ContentFile(f"{place} {name}".encode()))


def plays(film) -> bool:
    answer = ask(api.playback(film).playlist.replace("master.m3u8", "360p-0000aaaa/s00000.m4s"))
    if answer.status == 302:
        with urllib.request.urlopen(answer.headers["location"]) as given:
            return given.read() == b"a" * 300
    return (answer.status, answer.body) == (200, b"a" * 300)


def test_to_s3_and_back(use):
    film = kept_film()
    keep_papers("one.pdf")
    before = contents("local")

    said = move("--to", "s3", "--dry-run")
    assert "Nothing was copied." in said
    assert contents("s3") == {}

    said = move("--to", "s3")
    assert contents("s3") == before
    assert "set KORPU_STORAGE=s3 and KORPU_STORAGE_BEFORE=local" in said
    keep_papers("late.pdf")  # between the move and the restart

    use("s3", "local")
    assert plays(film)
    assert storages["papers"].open("late.pdf").read() == b"papers late.pdf"
    new = kept_film()
    assert plays(new)
    assert "Remove KORPU_STORAGE_BEFORE" in move("--to", "s3")

    use("s3")
    assert plays(film)
    assert plays(new)
    everything = contents("s3")
    assert set(everything) == {*contents("local"), *(key for key in everything if new.pk.hex in key)}
    assert storages["papers"].open("late.pdf").read() == b"papers late.pdf"

    assert "set KORPU_STORAGE=local and KORPU_STORAGE_BEFORE=s3" in move("--to", "local")
    use("local", "s3")
    assert plays(film)
    move("--to", "local")
    use("local")
    assert plays(film)
    assert plays(new)
    assert contents("local") == everything


def test_what_is_taken_back_before_the_switch_is_in_neither_place(use, django_capture_on_commit_callbacks):
    film = kept_film()
    keep_papers("one.pdf")
    move("--to", "s3")
    with django_capture_on_commit_callbacks(execute=True):
        api.remove_film(film)
    move("--to", "s3")
    assert set(contents("s3")) == {"public/one.pdf", "papers/one.pdf", "works/one.pdf", "cases/one.pdf"}


def test_what_is_taken_back_after_the_switch_is_in_neither_place(use, django_capture_on_commit_callbacks):
    film = kept_film()
    move("--to", "s3")
    use("s3", "local")
    with django_capture_on_commit_callbacks(execute=True):
        api.remove_film(film)
    move("--to", "s3")
    assert contents("s3") == contents("local") == {}


def test_a_disk_that_is_too_small_is_said_before_anything_is_copied(use, settings, monkeypatch):
    use("s3")
    kept_film()
    settings.MEDIA_PIPELINE = settings.MEDIA_PIPELINE | {"RESERVE_BYTES": 2**60}
    with pytest.raises(CommandError, match="are needed in .*, and 0 bytes are free"):
        move("--to", "local")
    assert contents("local") == {}


def test_a_bucket_that_is_not_set_up_is_said(use, monkeypatch):
    monkeypatch.setenv("KORPU_S3_BUCKET", "")
    with pytest.raises(CommandError, match="KORPU_S3_BUCKET is missing"):
        move("--to", "s3")


def test_a_fault_is_told_and_the_next_run_goes_on(use, monkeypatch):
    kept_film()
    with monkeypatch.context() as patch:
        patch.setattr("media_pipeline.moving._copy", lambda *_: (_ for _ in ()).throw(OSError("the line was cut")))
        with pytest.raises(CommandError, match="10 files did not arrive. Run it again"):
            move("--to", "s3")
    move("--to", "s3")
    assert contents("s3") == contents("local")


@pytest.mark.slow
def test_killed_half_way(use, s3):
    """SIGKILL, twice, at any line: the next run goes on, and all is there in the end."""
    for number in range(150):
        storages["films"].save(f"ab/{number:03}.m4s", ContentFile(bytes([number % 256]) * 20_000))
    path = Path(files.data_dir("moving")) / "local-s3.sqlite3"
    arrived = [0]
    for _ in range(2):
        command = [sys.executable, "manage.py", "move_files", "--to", "s3", "--jobs", "2"]
        process = subprocess.Popen(command, cwd=HOME, env=os.environ, stdout=subprocess.DEVNULL, start_new_session=True)
        deadline = time.monotonic() + 60
        while process.poll() is None and written(path) < arrived[-1] + 30 and time.monotonic() < deadline:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        arrived.append(written(path))
    assert 0 < arrived[1] < arrived[2] < 150
    assert f"{150 - arrived[2]:,} (" in move("--to", "s3")
    assert contents("s3") == contents("local")


def written(path: Path) -> int:
    if not path.exists():
        return 0
    ledger = Ledger(path)
    try:
        return len(ledger.lines("films", "ab"))
    finally:
        ledger.close()


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 kB"), (2_340_000, "2.3 MB"), (5e12, "5.0 TB")]
)
def test_sizes_in_words(size, words):
    assert moving.in_words(size) == words
