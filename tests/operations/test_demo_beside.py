"""The demo world's signed film and described sound: examples that say so, as long as the film, in little time."""

import os

import pytest

import media_pipeline.api as films
from elearn.operations.demo import beside
from elearn.operations.demo.texts import SCARF
from media_pipeline.models import Film, FilmState, TrackKind
from tests import factories
from tests.media_pipeline.clips import make, picture, tone

pytestmark = pytest.mark.django_db
SECONDS = 25


def test_a_film_is_signed_and_described_and_both_are_named_examples(tmp_path):
    path = tmp_path / "film.mp4"
    make(path, picture("640x360", 25, SECONDS), tone(SECONDS), vcodec="libx264", acodec="aac", pix_fmt="yuv420p")
    main = films.prepare_now(films.receive_file(films.open_film("Şərf"), path))
    rena = factories.staff("Rəna Həsənova", "coordinator").account
    began = sum(os.times()[:4])
    beside.make(main, path, SCARF.beside, language="az", by=rena)
    spent = sum(os.times()[:4]) - began
    assert spent < 10, spent  # seconds of processor, ffmpeg's too; about three for a film of this length
    found = films.playable_tracks(main)
    assert set(found) == {TrackKind.SIGN, TrackKind.DESCRIBED}
    assert [row.film.state for row in found.values()] == [FilmState.READY, FilmState.READY]
    assert all("nümunə" in row.film.title for row in found.values())
    lengths = [abs(row.film.duration_ms - main.duration_ms) for row in found.values()]
    assert max(lengths) < 500 and films.playback(found[TrackKind.DESCRIBED].film).audio_only
    assert "Nümunə" in SCARF.beside.signed_words and Film.objects.count() == 3
