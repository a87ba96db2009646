"""A take whose pieces lie in a bucket is followed as well, and what is made of it goes there."""

import pytest

from media_pipeline import api, storage
from media_pipeline.domain import work as works
from media_pipeline.models import Film, Work
from tests.factories import in_pieces, keep_pieces, recording

from .test_follow import recorder  # noqa: F401 - fixture
from .test_s3 import endpoint, on_s3  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def test_a_take_is_followed_from_a_bucket_into_it(on_s3, recorder, tmp_path):  # noqa: F811
    take = api.open_take(api.open_film(), mime="video/mp4")
    pieces = in_pieces(recording(tmp_path / "a.mp4", codec="mp4"), 3)
    keep_pieces(take, 1, pieces[:2])
    recorder(lambda: keep_pieces(take, 1, pieces[2:], first=3), lambda: api.send_take(take, {1: 3}))
    works.run(Work.objects.get().pk)
    film = Film.objects.get(pk=take.film_id)
    assert film.playable_at
    for row in film.renditions.all():
        assert storage.files(f"{film.folder}/{row.folder}")[:3] == ["index.m3u8", "init01.mp4", "s0100000.m4s"]
