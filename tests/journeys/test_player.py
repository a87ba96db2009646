"""What goes with a film in the real player: captions, its text, chapters, signing, described sound, better versions."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

import courses.api as school
import media_pipeline.api as films
from courses.models import FilmProgress
from media_pipeline.models import Film, FilmState, Rendition, TrackKind
from tests import factories
from tests.journeys.conftest import SHOTS
from tests.media_pipeline.clips import make, picture, tone
from tests.site import wait_until

SECONDS = 20
OFFSET = 1.0  # the signed film begins a second after the main one
SPOKEN = """WEBVTT

00:00:00.500 --> 00:00:03.500
Salam, əzizlərim. İndi ilmə atırıq.

00:00:03.500 --> 00:00:08.000
İyirmi ilmə atın, sonra hər sıranı düz toxuyun.

00:00:08.000 --> 00:00:12.000
Şərf bir metr olana qədər tələsməyin.

00:00:12.000 --> 00:00:19.500
İp bitəndə yenisini belə bağlayırıq.
"""
IN_RUSSIAN = """WEBVTT

00:00:00.500 --> 00:00:08.000
Здравствуйте, дорогие мои. Набираем петли.

00:00:08.000 --> 00:00:19.500
Не торопитесь, пока шарф не станет метровым.
"""


def prepared(path, *streams, title: str, **how) -> Film:
    make(path, *streams, vcodec="libx264", preset="ultrafast", acodec="aac", pix_fmt="yuv420p", **how)
    film = films.open_film(title)
    films.receive_file(film, path)
    return films.prepare_now(film)


def caption(film, language: str, words: str) -> None:
    track = films.open_captions(film, language)
    films.import_captions(track, words.encode(), base=films.captions_draft(track).revision, by=None)
    films.review_captions(track, revision=films.captions_draft(track).revision, by=None)


@pytest.fixture(scope="module")
def main_film(django_db_setup, tmp_path_factory):
    """A film with captions in two languages, signed and described."""
    folder = tmp_path_factory.mktemp("player")
    how = {"g": 50, "movflags": "+faststart"}
    main = prepared(folder / "main.mp4", picture("640x360", 25, SECONDS), tone(SECONDS), title="Şərf", **how)
    signed = prepared(folder / "sign.mp4", picture("320x240", 30, SECONDS - 3), title="Şərf, jest dili", **how)
    told = prepared(
        folder / "told.mp4", picture("320x180", 25, SECONDS), tone(SECONDS, 0.3), title="Şərf, təsvirli", **how
    )
    films.set_language(main, "az")
    main.refresh_from_db()
    caption(main, "az", SPOKEN)
    caption(main, "ru", IN_RUSSIAN)
    films.attach_track(main, kind=TrackKind.SIGN, film=signed, offset_ms=round(OFFSET * 1000))
    films.attach_track(main, kind=TrackKind.DESCRIBED, film=told)
    return main


@pytest.fixture(scope="module")
def lesson(main_film, people):
    _course, [lesson] = factories.course_with(
        {
            "title": "İlmə atmaq", "film": main_film, "materials": ["Yun ip, 200 q", "Şiş, 5 mm"],
            "steps": [("İpi şişin üstünə iki barmaq boşluqla dolayın.", 0), ("İyirmi ilmə atın.", 7), ("Birinci sıranı düz toxuyun.", 13), "Dincəlin."],
        },
        teacher=people["leyla"], title="Şərf, səsli və yazılı",
    )  # fmt: skip
    return lesson


def play(page) -> None:
    page.locator("[data-player-start]").click()
    running(page)


def running(page, beyond: float = 0.3) -> None:
    page.wait_for_function(
        f"() => {{ const v = document.querySelector('video'); return v && !v.paused && v.currentTime > {beyond}; }}",
        timeout=20_000,
    )


def now(page) -> float:
    return page.evaluate("document.querySelector('video').currentTime")


def shown_cue(page) -> str:
    """What the captions say on the picture at this moment; "" when they are off."""
    return page.evaluate(
        "() => [...document.querySelector('video').textTracks].filter(t => t.mode === 'showing' && t.kind !== 'chapters')"
        ".flatMap(t => [...(t.activeCues ?? [])].map(c => c.text)).join(' ')"
    )


def test_captions_are_one_button_and_a_menu_of_languages(open_page, lesson, look):
    page = open_page(size="phone")
    page.goto(lesson.url)
    play(page)
    captions = page.locator("[data-captions-toggle]")
    assert captions.get_attribute("aria-pressed") == "false"
    assert shown_cue(page) == ""
    captions.click()
    expect(captions).to_have_attribute("aria-pressed", "true")
    page.evaluate("document.querySelector('video').currentTime = 4")
    wait_until(lambda: shown_cue(page).startswith("İyirmi ilmə"), 10)
    look(page, "captions")
    menu = page.locator("[data-captions-menu]")
    assert menu.inner_text() == "AZ"
    menu.click()
    page.locator("[data-player-panel=captions] input").nth(1).check()
    page.evaluate("document.querySelector('video').currentTime = 2")
    wait_until(lambda: shown_cue(page).startswith("Здравствуйте"), 10)
    look(page, "captions-menu")
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(menu).to_have_attribute("aria-expanded", "false")
    # The choice goes along to the next film, and back to none.
    page.reload()
    play(page)
    wait_until(lambda: shown_cue(page).startswith("Здравствуйте"), 10)
    page.locator("[data-captions-toggle]").click()
    wait_until(lambda: shown_cue(page) == "", 5)


def test_captions_are_always_on_for_who_asked_for_that(open_page, site, lesson):
    page = open_page()
    page.context.add_cookies([{"name": "reading", "value": "captions=on", "url": site.url}])
    page.goto(lesson.url)
    play(page)
    wait_until(lambda: shown_cue(page).startswith("Salam, əzizlərim"), 10)


def test_the_text_follows_leads_into_the_film_and_is_searched(open_page, lesson, people, look):
    learner = people["gunay"]
    school.enrol(learner, lesson.get_parent().specific)
    page = open_page(learner)
    page.goto(lesson.url)
    text = page.locator("[data-transcript]")
    lines = text.locator("li[data-from]")
    expect(lines).to_have_count(6)
    # A press on a time opens the film there.
    lines.nth(2).get_by_role("button").click()
    running(page, 8.0)
    expect(lines.nth(2)).to_have_attribute("aria-current", "true")
    look(page, "transcript")
    wait_until(lambda: lines.nth(3).get_attribute("aria-current") == "true", 12)
    assert lines.nth(2).get_attribute("aria-current") is None
    assert 12 <= now(page) < 14
    # Found without its dots and tails, wherever it stands.
    search = text.locator("input[type=search]")
    search.fill("ilme at")
    expect(text.locator("li[data-from]:visible")).to_have_count(2)
    expect(text.locator("mark").first).to_have_text("ilmə at")
    expect(text.locator("[role=status]")).to_contain_text("2")
    look(page, "transcript-search")
    search.fill("qurbağa")
    expect(text.locator("li[data-from]:visible")).to_have_count(0)
    expect(text.locator("[role=status]")).not_to_be_empty()
    search.fill("")
    expect(text.locator("details[open] li[data-from]:visible")).to_have_count(4)
    # What was jumped over was not watched.
    page.locator("media-play-button").click()
    wait_until(lambda: FilmProgress.objects.filter(person=learner, watched_ms__gt=2_000).exists(), 20)
    played = (now(page) - 8.0) * 1000
    wait_until(lambda: abs(FilmProgress.objects.get(person=learner).watched_ms - played) < 1_000, 20)


def test_the_text_is_read_without_a_script(open_page, lesson, look):
    page = open_page(javascript=False)
    page.goto(lesson.url)
    expect(page.locator("[data-transcript]")).to_contain_text("0:03")
    expect(page.locator("[data-transcript]")).to_contain_text("hər sıranı düz toxuyun")
    expect(page.locator("[data-transcript-search]")).to_be_hidden()
    expect(page.locator(".k-steps__list li").nth(1)).to_contain_text("0:07")


def test_the_steps_of_the_lesson_are_the_chapters_of_the_film(open_page, lesson, look):
    page = open_page(size="phone")
    page.goto(lesson.url)
    page.locator(".k-steps__list [data-jump='7'] button").click()
    running(page, 7.0)
    assert now(page) < 10
    menu = page.locator("[data-chapters-menu]")
    menu.click()
    chapters = page.locator(".k-player__chapter")
    expect(chapters).to_have_count(3)
    expect(chapters.nth(1)).to_have_attribute("aria-current", "true")
    look(page, "chapters")
    chapters.nth(2).click()
    running(page, 13.0)
    expect(chapters.nth(2)).to_have_attribute("aria-current", "true")
    marks = page.evaluate("document.querySelector('media-time-range').mediaChaptersCues?.map(c => c.startTime)")
    assert marks == [0, 7, 13]


def test_the_whole_screen_keeps_its_buttons(open_page, lesson):
    page = open_page()
    page.goto(lesson.url)
    play(page)
    page.locator("media-fullscreen-button").click()
    page.wait_for_function("() => document.fullscreenElement")
    assert page.evaluate("document.fullscreenElement.contains(document.querySelector('media-control-bar'))")
    expect(page.locator("media-play-button")).to_be_in_viewport()
    expect(page.locator("[data-captions-toggle]")).to_be_in_viewport()
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/fullscreen.png")
    page.locator("media-fullscreen-button").click()
    page.wait_for_function("() => !document.fullscreenElement")


def apart(page) -> float:
    """How far the signed film is from where it should be, in seconds."""
    return page.evaluate(
        f"() => {{ const [m, s] = document.querySelectorAll('video'); return s.currentTime - (m.currentTime - {OFFSET}); }}"
    )


def farthest(page, seconds: float) -> float:
    """The largest difference of the two films over some seconds of playing, looked at ten times a second."""
    return page.evaluate(
        f"""async () => {{
            const [m, s] = document.querySelectorAll('video');
            let most = 0;
            const until = performance.now() + {seconds * 1000};
            while (performance.now() < until) {{
                await new Promise((done) => setTimeout(done, 100));
                if (!m.paused && !m.seeking) most = Math.max(most, Math.abs(s.currentTime - (m.currentTime - {OFFSET})));
            }}
            return most;
        }}"""
    )


def test_the_signed_film_goes_in_step_beside_the_other(open_page, lesson, look):
    page = open_page()
    page.goto(lesson.url)
    toggle = page.locator("[data-player-choice=sign]")
    toggle.click()
    running(page)
    signing = page.locator(".k-player__signing")
    expect(signing).to_be_visible()
    page.wait_for_function("() => document.querySelectorAll('video')[1].currentTime > 0.5", timeout=20_000)
    look(page, "sign")
    wait_until(lambda: abs(apart(page)) < 0.1, 10)
    assert farthest(page, 3) < 0.1
    # After a jump, at another speed, and after a pause.
    page.evaluate("document.querySelector('video').currentTime = 9")
    page.wait_for_timeout(1_500)
    assert farthest(page, 2) < 0.1
    page.evaluate("document.querySelector('video').playbackRate = 1.5")
    page.wait_for_timeout(1_000)
    assert farthest(page, 1.5) < 0.1
    page.evaluate("document.querySelector('video').playbackRate = 1")
    page.locator("media-play-button").click()
    wait_until(lambda: page.evaluate("document.querySelectorAll('video')[1].paused"), 5)
    wait_until(lambda: abs(apart(page)) < 0.05, 5)
    # Larger, on the other side, and remembered; then away.
    width = signing.bounding_box()["width"]
    page.locator("[data-sign-size='1']").click()
    assert signing.bounding_box()["width"] > width
    page.locator("[data-sign-turn]").click()
    assert signing.bounding_box()["x"] < page.locator("media-controller").bounding_box()["x"]
    look(page, "sign-large")
    page.reload()
    play(page)
    expect(page.locator(".k-player__signing")).to_be_visible()
    assert page.locator(".k-player__screens").get_attribute("data-sign") == "large"
    page.locator("[data-player-choice=sign]").click()
    expect(page.locator(".k-player__signing")).to_have_count(0)


def test_the_described_sound_takes_the_place_of_the_other(open_page, lesson, main_film, people, look):
    learner = people["murad"]
    school.enrol(learner, lesson.get_parent().specific)
    told = films.playable_tracks(main_film)[TrackKind.DESCRIBED].film
    page = open_page(learner)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(lesson.url)
    play(page)
    assert not [address for address in asked if told.pk.hex in address]
    page.locator("[data-player-choice=described]").click()
    wait_until(
        lambda: (
            any(told.pk.hex in address and address.endswith(".m4s") for address in asked)
            or not page.wait_for_timeout(100)
        ),
        10,
    )
    at = now(page)
    running(page, at + 1)
    # The sound alone is then the described one, and watching goes on counting.
    asked.clear()
    page.locator("[data-player-choice=sound]").click()
    running(page, at + 1.5)
    assert any(address.endswith("/described.m3u8") for address in asked)
    assert not any("/360p-" in address for address in asked)
    page.locator("media-play-button").click()
    wait_until(lambda: FilmProgress.objects.filter(person=learner, watched_ms__gt=1_500).exists(), 20)


def test_a_film_gets_better_while_it_is_watched(open_page, lesson, main_film):
    """Somebody opens a film of which there is only the smallest version; the others come while it plays."""
    pictures = Rendition.objects.filter(film=main_film, is_live=True).exclude(kind=Rendition.Kind.AUDIO)
    smallest, *others = pictures.order_by("height", "bandwidth")
    largest = others[-1]
    hide = Rendition.objects.filter(pk__in=[row.pk for row in others])
    hide.update(is_live=False)
    Film.objects.filter(pk=main_film.pk).update(state=FilmState.ENCODING)
    try:
        page = open_page()
        page.goto(lesson.url)
        play(page)
        assert page.evaluate("document.querySelector('video').videoHeight") == smallest.height
        page.evaluate("""() => {
            window.breaks = [];
            const video = document.querySelector('video');
            for (const name of ['waiting', 'emptied', 'pause', 'seeking', 'loadstart']) video.addEventListener(name, () => window.breaks.push(name));
        }""")
        hide.update(is_live=True)
        Film.objects.filter(pk=main_film.pk).update(state=FilmState.READY, ready_at=timezone.now())
        with page.expect_request(re.compile(rf"/{largest.folder}/s\d+\.m4s"), timeout=30_000):
            pass
        page.wait_for_function(
            f"() => document.querySelector('video').videoHeight === {largest.height}", timeout=20_000
        )
        assert page.evaluate("window.breaks") == []
    finally:
        hide.update(is_live=True)
        Film.objects.filter(pk=main_film.pk).update(state=FilmState.READY)
