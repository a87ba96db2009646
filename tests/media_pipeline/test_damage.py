"""Damage is a pure function: the same seed, the same damage, and every way of it does something."""

from random import Random

import pytest

from media_pipeline.bench.damage import _WAYS, damaged
from tests.factories import recording


@pytest.fixture(scope="module")
def films(clips, tmp_path_factory) -> dict[str, bytes]:
    webm = recording(tmp_path_factory.mktemp("rec") / "a.webm", seconds=1)
    return {"mp4": clips("silent.mp4").read_bytes(), "webm": webm, "other": Random(1).randbytes(20_000)}


@pytest.mark.parametrize("kind", ["mp4", "webm", "other"])
@pytest.mark.parametrize("seed", range(len(_WAYS)))
def test_every_way_changes_the_film_and_the_same_seed_does_the_same(films, kind, seed):
    found = damaged(films[kind], seed=seed)
    assert found.what == list(_WAYS)[seed]
    assert found.data != films[kind]
    assert found == damaged(films[kind], seed=seed)
    assert found.data != damaged(films[kind], seed=seed + len(_WAYS)).data


@pytest.mark.parametrize(
    "data", [b"", b"\0", b"\x1a\x45\xdf\xa3", b"\0\0\0\x08ftyp", b"\x1a\x45\xdf\xa3" + b"\xff" * 64]
)
@pytest.mark.parametrize("seed", range(len(_WAYS)))
def test_what_is_no_film_can_be_spoilt_too(data, seed):
    assert isinstance(damaged(data, seed=seed).data, bytes)
