"""Real Chromium plays every version of real footage, and changes from one to another while it plays.

The footage is read where it lies; where it is absent, a packaged clip and one of our own stand for it.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

import media_pipeline.api as films
from media_pipeline.models import Rendition
from tests import factories
from tests.conftest import footage
from tests.media_pipeline.clips import H264, make, picture, tone
from tests.site import wait_until

FRAMES = 5  # shown before a version is believed to play
LONG = "big-buck-bunny-480p-30s.mp4"


def clips(folder: Path) -> list[Path]:
    found = footage()
    if LONG in [path.name for path in found]:
        return found
    own = folder / LONG
    make(own, picture("854x480", 24, 20), tone(20), acodec="aac", **H264)
    return [*found, own]


@pytest.fixture(scope="module")
def lessons(people, tmp_path_factory):
    """A lesson for each clip, its film really prepared: name → (lesson, film)."""
    prepared = {}
    for path in clips(tmp_path_factory.mktemp("footage")):
        film = films.open_film(path.stem)
        films.set_language(film, "az")
        factories.captions(film)
        films.receive_file(film, path)
        prepared[path.name] = films.prepare_now(film)
    _course, made = factories.course_with(
        *({"title": name, "film": film} for name, film in prepared.items()), teacher=people["leyla"], title="Çəkilişlər"
    )
    return {name: (lesson, prepared[name]) for name, lesson in zip(prepared, made, strict=True)}


def only(folder: str):
    """Leave in a master playlist one version alone, with its sound."""

    def answer(route):
        lines = route.fetch().text().split("\n")
        kept, skipped = [], False
        for line, after in zip(lines, [*lines[1:], ""], strict=True):
            if line.startswith("#EXT-X-STREAM-INF"):
                skipped = f"{folder}/" not in after
            if not skipped:
                kept.append(line)
            elif not line.startswith("#"):
                skipped = False
        route.fulfill(body="\n".join(kept), content_type="application/vnd.apple.mpegurl")

    return answer


def has_played(page) -> bool:
    return page.evaluate(
        f"() => {{ const v = document.querySelector('video'); return v && !v.error && v.getVideoPlaybackQuality().totalVideoFrames >= {FRAMES} && v.currentTime > 0.2; }}"
    )


def test_every_version_of_every_clip_plays(open_page, lessons):
    page = open_page()
    played = 0
    for name, (lesson, film) in lessons.items():
        pictures = Rendition.objects.filter(film=film, is_live=True).exclude(kind=Rendition.Kind.AUDIO)
        assert pictures, (name, film.state, film.fault)
        for row in pictures:
            page.goto("about:blank")  # the page before asks for its own version until it is left
            page.unroute_all()
            page.route(re.compile(r"/master\.m3u8$"), only(row.folder))
            asked: set[str] = set()
            page.on("request", lambda request, asked=asked: asked.add(request.url.split("?")[0].split("/")[-2]))
            page.goto(lesson.url)
            page.locator("[data-player-start]").click()
            wait_until(lambda: has_played(page), 20)
            size = page.evaluate(
                "[document.querySelector('video').videoWidth, document.querySelector('video').videoHeight]"
            )
            assert size == [row.width, row.height], (name, row.name)
            assert row.folder in asked
            assert not asked & {other.folder for other in pictures if other.pk != row.pk}
            expect(page.locator("[data-player-fault]")).to_be_hidden()
            played += 1
        if sound := Rendition.objects.filter(film=film, is_live=True, kind=Rendition.Kind.AUDIO).first():
            page.locator("[data-player-choice=sound]").click()
            page.wait_for_function("() => document.querySelector('.k-player--sound video')?.currentTime > 0.2")
            assert sound.folder in asked
    assert played >= len(lessons)
    assert not [fault for fault in page.faults if "decode" in fault.lower()]


def test_the_player_changes_to_a_better_version_when_the_line_gets_faster(open_page, lessons):
    lesson, film = lessons[LONG]
    rows = list(
        Rendition.objects.filter(film=film, is_live=True).exclude(kind=Rendition.Kind.AUDIO).order_by("bandwidth")
    )
    assert len(rows) >= 2
    page = open_page()
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    page.goto(lesson.url)
    page.locator("[data-player-start]").wait_for()
    slow = rows[0].bandwidth / 8 * 2
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 20, "downloadThroughput": slow, "uploadThroughput": slow},
    )
    page.locator("[data-player-start]").click()
    wait_until(lambda: has_played(page), 60)
    first = page.evaluate("document.querySelector('video').videoHeight")
    assert first == rows[0].height
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    page.wait_for_function(f"() => document.querySelector('video').videoHeight > {first}", timeout=40_000)
    assert not page.evaluate("Boolean(document.querySelector('video').error)")


def test_data_saver_begins_with_the_smallest_and_stays_small(open_page, site, lessons):
    lesson, film = lessons[LONG]
    small = Rendition.objects.filter(film=film, is_live=True, height__gt=0).order_by("bandwidth").first()
    page = open_page()
    page.context.add_cookies([{"name": "reading", "value": "saver=on", "url": site.url}])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(lesson.url)
    page.locator("[data-player-start]").click()
    page.wait_for_function("() => document.querySelector('video')?.currentTime > 3", timeout=30_000)
    segments = [address for address in asked if address.endswith(".m4s") and "/audio-" not in address]
    assert f"/{small.folder}/" in segments[0]
    assert page.evaluate("document.querySelector('video').videoHeight") <= 360
