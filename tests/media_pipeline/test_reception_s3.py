"""Reception over S3: pieces are objects, an upload is put there when it is whole, and nothing is left behind."""

from uuid import uuid4

import pytest

from media_pipeline import api, storage, tus
from media_pipeline.domain import assemble, tidy
from media_pipeline.models import Film, FilmState, Take, Upload
from tests.factories import in_pieces, keep_pieces

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
    assert assemble.assemble_take(take.pk) is True
    assert stored(take.film) == data
    Take.objects.update(look_again_at="2026-01-01T00:00:00Z")
    tidy.clear_used()
    assert storage.files(take.folder) == []


def test_a_finished_upload_is_put_there(on_s3):  # noqa: F811
    film = api.open_film()
    kept = tus.UploadStorage(film)
    key = str(uuid4())
    kept.create_upload(key, 10, {"filename": "a.mp4"})
    kept.write_chunk(key, 0, b"0123456789")
    assert kept.update_offset_atomic(key, 0, 10)
    assert assemble.take_in_upload(Upload.objects.get().pk) is True
    assert stored(film) == b"0123456789"
    assert not tus.partial_path(key).exists()
