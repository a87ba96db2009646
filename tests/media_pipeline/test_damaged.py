"""Twenty of the damaged files that `manage.py bench damaged` has two hundred of: published or refused, nothing else."""

from random import Random

import pytest

from media_pipeline import api
from media_pipeline.bench.damage import damaged
from media_pipeline.bench.damaged import container_of, measure, outcomes
from media_pipeline.models import Film
from tests.conftest import footage

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_twenty_damaged_files_end_well_or_refused(tmp_path):
    found = list(outcomes(footage()[0], tmp_path, count=20))
    assert [one for one in found if not one.is_good] == []
    assert {one.state for one in found} == {"ready", "refused"}
    assert len({one.what for one in found}) == 10
    assert len({one.container for one in found}) == 8
    assert Film.objects.count() == 0


def test_eighty_files_are_every_way_of_damage_in_every_container():
    pairs = {(damaged(b"x" * 5000, seed=seed).what, container_of(seed)) for seed in range(80)}
    assert len(pairs) == 80


def test_the_figures_tell_what_went_wrong(monkeypatch):
    """A file that ends as a fault of ours, and one that takes the worker along."""
    from media_pipeline.bench import damaged

    ends = iter([_fails, _raises])
    monkeypatch.setattr(damaged.api, "prepare_now", lambda film: next(ends)(film))
    found = measure(count=2)
    assert (found["files"], found["published"], found["neither"], found["workers_died"]) == (2, 0, 2, 1)
    assert [one["state"] for one in found["wrong"]] == ["failed", "received"]
    assert found["wrong"][1]["died"] == "RuntimeError('the end')"


def _fails(film: Film) -> Film:
    Film.objects.filter(pk=film.pk).update(state="failed")
    return film


def _raises(film: Film) -> Film:
    raise RuntimeError("the end")


@pytest.mark.parametrize(("damage", "kinds"), [(0, {"copy", "rung"}), (3, {"rung"})])
def test_a_copy_that_does_not_decode_everywhere_does_not_stay(tmp_path, clips, damage, kinds):
    """ffmpeg conceals what a browser stops at."""
    data = bytearray(clips("calm.mp4").read_bytes())
    random = Random(1)
    start = data.index(b"mdat") + 5000
    for _ in range(damage):
        data[random.randrange(start, len(data) - 8000)] ^= 1 + random.randrange(255)
    (tmp_path / "spoilt.mp4").write_bytes(data)
    film = api.receive_file(api.open_film(), tmp_path / "spoilt.mp4")
    api.check_now(film)
    assert film.renditions.filter(kind="copy", is_live=True).exists()
    film = api.prepare_now(film)
    assert film.state == "ready"
    assert set(film.renditions.filter(is_live=True).values_list("kind", flat=True)) == kinds
