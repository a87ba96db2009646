"""Reception over S3: pieces are objects, an upload is put there when it is whole, and nothing is left behind."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile

from media_pipeline import api, storage, tus
from media_pipeline.domain import tidy
from media_pipeline.models import Film, FilmState, Take, Upload
from tests.factories import in_pieces, keep_pieces

from .conftest import taken_in, taking_in
from .test_s3 import endpoint, on_s3  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db


def stored(film: Film) -> bytes:
    film.refresh_from_db()
    assert film.state == FilmState.RECEIVED
    with storage.films().open(film.source, "rb") as source:
        return source.read()


def test_pieces_become_a_source_and_go(on_s3):  # noqa: F811
    take = api.open_take(api.open_film(), mime="video/webm")
    data = bytes(range(256)) * 40
    keep_pieces(take, 1, in_pieces(data, 3))
    assert len(storage.files(take.folder)) == 3
    api.send_take(take, {1: 3})
    assert taken_in(take) is True
    assert stored(take.film) == data
    Take.objects.update(look_again_at="2026-01-01T00:00:00Z")
    tidy.clear_used()
    assert storage.files(take.folder) == []


def sent(kept: tus.UploadStorage, key: str, offset: int, data: bytes) -> bool:
    kept.write_chunk(key, offset, data)
    return kept.update_offset_atomic(key, offset, offset + len(data))


@pytest.mark.parametrize("machines", [1, 2])
def test_an_upload_goes_on_on_any_machine(on_s3, settings, tmp_path, machines):  # noqa: F811
    """Each part is put into the bucket; the machines share no disk."""
    film = api.open_film()
    key = str(uuid4())
    tus.UploadStorage(film).create_upload(key, 10, {"filename": "a.mp4"})
    for at, data in ((0, b"0123"), (4, b"45678"), (9, b"9")):
        settings.SCRATCH_DIR = tmp_path / str(at % machines)
        kept = tus.UploadStorage(film)
        assert kept.get_upload(key)["offset"] == at
        assert sent(kept, key, at, data)
    settings.SCRATCH_DIR = tmp_path / "worker"
    upload = Upload.objects.get()
    assert upload.parts.count() == 3
    assert taken_in(upload) is True
    assert stored(film) == b"0123456789"
    assert (storage.files(upload.folder), upload.parts.count()) == ([], 0)


def test_the_slower_of_two_writers_is_not_counted(on_s3):  # noqa: F811
    film = api.open_film()
    key = str(uuid4())
    one, other = tus.UploadStorage(film), tus.UploadStorage(film)
    one.create_upload(key, 6, {})
    one.write_chunk(key, 0, b"abc")
    other.write_chunk(key, 0, b"xyzuv")
    assert one.update_offset_atomic(key, 0, 3)
    assert not other.update_offset_atomic(key, 0, 5)
    assert sent(other, key, 3, b"def")
    assert taken_in(Upload.objects.get()) is True
    assert stored(film) == b"abcdef"


def test_a_part_that_is_spoilt_is_not_made_a_film(on_s3):  # noqa: F811
    film = api.open_film()
    key = str(uuid4())
    kept = tus.UploadStorage(film)
    kept.create_upload(key, 3, {})
    assert sent(kept, key, 0, b"abc")
    storage.films().save(Upload.objects.get().parts.get().key, ContentFile(b"rot"))
    assert taken_in(Upload.objects.get()) is False
    assert taking_in(Upload.objects.get()).fault[:12] == "PieceSpoilt:"


def test_many_files_go_there_beside_each_other(on_s3, tmp_path):  # noqa: F811
    files = []
    for number in range(60):
        path = tmp_path / str(number)
        path.write_bytes(b"%d" % number)
        files.append((f"aa/many/s{number:05}.m4s", path))
    storage.put_all(files)
    assert storage.files("aa/many") == [f"s{number:05}.m4s" for number in range(60)]
    assert storage.films().open("aa/many/s00041.m4s").read() == b"41"
    assert list(tmp_path.iterdir()) == []
