"""Addresses that a CDN can cache: the same for everybody for a while, on a host of their own if wanted."""

import pytest

from media_pipeline import api, limits, tokens
from media_pipeline.domain.queries import site_base_of

from .kept import kept_film
from .test_hot import ask

pytestmark = pytest.mark.django_db
CDN = "https://films.cdn.example"


@pytest.fixture
def film(settings, tmp_path):
    options = {"location": tmp_path / "films", "allow_overwrite": True}
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"films": backend}
    return kept_film()


@pytest.fixture
def behind_cdn(settings):
    settings.MEDIA_PIPELINE = settings.MEDIA_PIPELINE | {"ADDRESS": CDN}


def at(monkeypatch, moment: float) -> None:
    monkeypatch.setattr(tokens.time, "time", lambda: moment)


def test_an_address_is_the_same_for_everybody_until_the_window_ends(film, settings, monkeypatch):
    settings.MEDIA_PIPELINE = settings.MEDIA_PIPELINE | {"WINDOW_SECONDS": 86_400}
    begin = 86_400 * 20_000 - limits.SIGNED_SECONDS + 1
    seen = set()
    for moment in (begin, begin + 40_000, begin + 86_398):
        at(monkeypatch, moment)
        seen.add(api.playback(film).playlist)
    assert len(seen) == 1
    at(monkeypatch, begin + 86_400)
    assert api.playback(film).playlist not in seen
    at(monkeypatch, begin + 86_398 + limits.SIGNED_SECONDS)
    assert ask(seen.pop()).status == 200  # what was given last still opens for as long as promised


def test_what_was_replaced_stays_as_long_as_any_address_of_it(settings):
    settings.MEDIA_PIPELINE = settings.MEDIA_PIPELINE | {"WINDOW_SECONDS": 86_400}
    assert limits.grace().total_seconds() > limits.SIGNED_SECONDS + 86_400


def test_films_have_an_address_of_their_own(film, behind_cdn):
    playback = api.playback(film)
    for address in (playback.playlist, playback.poster, playback.audio_only, api.poster(film)):
        assert address.startswith(f"{CDN}/films/")
    assert site_base_of(film) == playback.playlist.removeprefix(CDN).removesuffix("master.m3u8")


def test_what_a_cdn_fetches_is_read_across_origins(film, behind_cdn):
    answer = ask(api.playback(film).playlist.removeprefix(CDN).replace("master.m3u8", "360p-0000aaaa/s00000.m4s"))
    assert (answer.status, answer.body) == (200, b"a" * 300)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["cache-control"].startswith("public, ")
    assert "vary" not in answer.headers


def test_without_one_no_other_site_reads_films(film):
    answer = ask(api.playback(film).playlist)
    assert answer.status == 200
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_faults_are_not_kept_by_caches(film, behind_cdn):
    base = site_base_of(film)
    for path in (f"{base}360p-0000aaaa/s00009.m4s", f"/films/nonsense/{film.pk.hex}/master.m3u8"):
        assert ask(path).headers["cache-control"] == "no-store"
