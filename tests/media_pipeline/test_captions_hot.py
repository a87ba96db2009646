"""The address of captions: signed as the film's, only what people may see, kept by caches while it stays the same."""

import pytest

from media_pipeline import api, tokens
from media_pipeline.domain.queries import PURPOSE
from media_pipeline.models import CaptionTrack, Film
from tests import factories

from .test_hot import ask

pytestmark = pytest.mark.django_db
LINE = {"id": "a", "start_ms": 500, "end_ms": 1500, "text": "İlmə & <sap>"}


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", email="leyla@hot.example").account


@pytest.fixture
def track(leyla) -> CaptionTrack:
    film = factories.ready_film(captioned=False)
    track = api.open_captions(film, "az")
    api.save_captions(track, [{"was": None, "now": LINE}], base=0, by=leyla)
    return api.review_captions(track, revision=1, by=leyla)


def address(track: CaptionTrack) -> str:
    return api.shown_captions(track.film)[0].address


def test_reviewed_captions_are_served_as_webvtt(track):
    answer = ask(address(track))
    assert (answer.status, answer.headers["content-type"]) == (200, "text/vtt; charset=utf-8")
    assert answer.body.decode() == "WEBVTT\n\na\n00:00:00.500 --> 00:00:01.500\nİlmə &amp; &lt;sap&gt;\n"
    assert "immutable" in answer.headers["cache-control"] and answer.headers["x-content-type-options"] == "nosniff"
    assert ask(address(track), method="HEAD").body == b""


def test_what_is_being_corrected_is_not_served(track, leyla):
    before = address(track)
    api.save_captions(track, [{"was": LINE, "now": {**LINE, "text": "yoxlanmamış"}}], base=1, by=leyla)
    assert "yoxlanmamış" not in ask(before).body.decode()
    guessed = before.replace("-1.vtt", "-2.vtt")
    answer = ask(guessed)
    assert "yoxlanmamış" not in answer.body.decode() and answer.headers["cache-control"] == "no-store"
    api.review_captions(track, revision=2, by=leyla)
    assert "yoxlanmamış" in ask(address(track)).body.decode()
    assert ask(before).headers["cache-control"] == "no-store"  # whose page is still open


def test_nobody_reads_without_a_token_of_this_film(track):
    other = factories.ready_film()
    mine = address(track)
    foreign = f"/films/{tokens.sign(PURPOSE, other.pk.hex, 60)}/{other.pk.hex}/{mine.rpartition('/')[2]}"
    assert ask(foreign).status == 404  # a film's token opens its own captions only
    assert ask(mine.replace("/films/", "/films/x")).status == 403
    unreviewed = api.open_captions(track.film, "ru")
    assert ask(f"{mine.rpartition('/')[0]}/captions-{unreviewed.pk}-1.vtt").status == 404
    for name in ("captions-1.vtt", "captions-../1-1.vtt", f"captions-{'9' * 19}-1.vtt", "captions-a-1.vtt"):
        assert ask(f"{mine.rpartition('/')[0]}/{name}").status == 404


def test_captions_of_a_film_taken_back_are_gone(track, django_capture_on_commit_callbacks):
    mine = address(track)
    with django_capture_on_commit_callbacks(execute=True):
        api.block_film(Film.objects.get(pk=track.film_id), for_good=False)
    assert ask(mine).status == 410
