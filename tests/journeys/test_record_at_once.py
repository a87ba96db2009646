"""What an elder has sent can be watched seconds later, with nobody there but the worker that followed it."""

import contextlib
import time

import pytest

from media_pipeline.models import Film, Rendition, Take, TakeState
from tests.site import MANAGE, Process, wait_until

from .test_record import in_state, newest_take, part, record_for


@pytest.fixture
def only_followed(site):
    """A worker that follows takes, and no other: what is seen is what it made."""
    others = [site.quick, site.encode]
    for process in others:
        process.stop()
    follower = Process("arriving", [*MANAGE, "work", "--queue", "arriving"], site.environment)
    follower.start()
    yield
    follower.stop()
    for process in others:
        process.start()


@pytest.fixture
def leyla(people):
    yield people["leyla"]
    Take.objects.filter(state=TakeState.OPEN).update(state=TakeState.DISCARDED)


def test_a_recording_of_two_runs_plays_seconds_after_it_is_sent(leyla, open_page, look, only_followed):
    page = open_page(leyla)
    page.goto("/record/")
    record_for(page, 5)
    with contextlib.suppress(Exception):
        page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    in_state(page, "unfinished")
    part(page, "left-continue").click()
    record_for(page, 5)
    part(page, "stop").click()
    in_state(page, "review")
    assert Film.objects.get(pk=newest_take(leyla).film_id).playable_at is None
    sent_at = time.monotonic()
    part(page, "send").click()
    film = newest_take(leyla).film
    wait_until(lambda: Film.objects.filter(pk=film.pk, playable_at__isnull=False).exists(), 10, 0.05)
    assert time.monotonic() - sent_at < 3
    page.wait_for_url("**/describe/", timeout=30_000)
    assert set(Rendition.objects.filter(film=film).values_list("name", flat=True)) == {"take", "takesound"}
    page.goto(f"/my-films/{film.contribution.pk}/")
    look(page, "film-at-once")
    # Past the place where one run ends and the next begins.
    assert plays_to_the_end(page) == pytest.approx(10, abs=3)


@pytest.mark.parametrize("kind", ["video/mp4", "video/webm;codecs=vp8,opus"])
def test_what_other_browsers_record_plays_at_once_too(leyla, open_page, only_followed, kind):
    """Safari knows MP4 only, Firefox VP8; Chromium can be told to be either."""
    page = open_page(leyla)
    page.add_init_script(f"MediaRecorder.isTypeSupported = kind => kind === '{kind}';")
    page.goto("/record/")
    record_for(page, 6)
    part(page, "stop").click()
    in_state(page, "review")
    assert newest_take(leyla).mime == kind
    sent_at = time.monotonic()
    part(page, "send").click()
    film = newest_take(leyla).film
    wait_until(lambda: Film.objects.filter(pk=film.pk, playable_at__isnull=False).exists(), 10, 0.05)
    assert time.monotonic() - sent_at < 3
    page.wait_for_url("**/describe/", timeout=30_000)
    page.goto(f"/my-films/{film.contribution.pk}/")
    plays_to_the_end(page)


def plays_to_the_end(page) -> float:
    """Play the film and give its length in seconds."""
    video = page.locator("video[data-play]")
    video.evaluate("video => { video.muted = true; void video.play(); }")
    wait_until(lambda: video.evaluate("video => video.duration > 4"), 20)
    wait_until(lambda: video.evaluate("video => video.ended || video.currentTime > video.duration - 0.5"), 30)
    length = video.evaluate("video => video.duration")
    assert video.evaluate("video => video.getVideoPlaybackQuality().totalVideoFrames") > length * 5
    assert video.evaluate("video => video.error") is None
    return length
