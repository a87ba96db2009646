"""A learner watches in the real player: what counts, resuming, completing, the questions by keyboard."""

import re

import pytest
from playwright.sync_api import expect

import courses.api as school
import media_pipeline.api as films
from courses.domain.watching.load_checks import judge
from courses.models import EnrolmentState, FilmProgress, LessonProgress, LoadCheck, PlaybackSession, WatchReport
from tests import factories
from tests.media_pipeline.clips import make, picture, tone
from tests.site import wait_until

SECONDS = 16


@pytest.fixture(scope="module")
def film(django_db_setup, tmp_path_factory):
    """A small film, really prepared, with a version of sound alone."""
    path = tmp_path_factory.mktemp("watch") / "film.mp4"
    make(path, picture("640x360", 25, SECONDS), tone(SECONDS), vcodec="libx264", acodec="aac", pix_fmt="yuv420p")
    film = films.open_film("Şərf")
    films.receive_file(film, path)
    return films.prepare_now(film)


@pytest.fixture(scope="module")
def course(film, people):
    course, _ = factories.course_with(
        {
            "title": "İlmə atmaq və birinci sıra", "film": film,
            "steps": ["İpi şişin üstünə iki barmaq boşluqla dolayın.", "İyirmi ilmə atın.", "Birinci sıranı düz toxuyun."],
            "materials": ["Yun ip, 200 q", "Şiş, 5 mm", "Qayçı"], "questions": factories.two_questions(),
        },
        {"title": "İkinci sıra", "film": film},
        teacher=people["leyla"],
    )  # fmt: skip
    return course


def lessons(course):
    return [page.specific for page in course.get_children().order_by("path")]


def play(page):
    page.locator("[data-player-start]").click()
    page.wait_for_function("() => document.querySelector('video')?.currentTime > 0.5", timeout=60_000)


def speed(page, rate: float) -> None:
    """Press the button of the speed until it says so, as a person would."""
    button = page.locator("media-playback-rate-button")
    for _ in range(8):
        if page.evaluate("document.querySelector('video').playbackRate") == rate:
            return
        button.click()
    raise AssertionError(f"the player does not offer {rate}×")


def watched_ms(person) -> int:
    row = FilmProgress.objects.filter(person=person).first()
    return row.watched_ms if row else 0


def test_watching_counts_resumes_and_completes(open_page, people, course, film, look):
    learner, [first, second] = people["gunay"], lessons(course)
    page = open_page(learner)
    page.goto("/az/kurslar/")
    look(page, "catalogue")
    page.get_by_role("link", name=course.title).click()
    look(page, "course")
    page.locator(f'form[action="/learn/{course.pk}/enrol/"] button').click()
    expect(page.locator(".k-woven")).to_be_visible()
    look(page, "course-enrolled")
    page.get_by_role("link", name=first.title).click()
    expect(page.locator("[data-seen]")).to_contain_text("0")
    look(page, "lesson")

    # Plays, and counts what was played.
    play(page)
    look(page, "lesson-playing")
    page.wait_for_function("() => document.querySelector('video').currentTime > 4", timeout=20_000)
    page.keyboard.press("Space")  # the focus is on the button that plays and pauses
    page.wait_for_function("() => document.querySelector('video').paused")
    played = page.evaluate("() => document.querySelector('video').currentTime * 1000")
    wait_until(lambda: abs(watched_ms(learner) - played) < 1_500, 20)
    expect(page.locator("[data-seen]")).to_contain_text(re.compile(r"[1-9]"))
    assert page.locator("[data-part-of-lesson] progress").first.evaluate("one => one.value") > 10

    # Dragging to the end gives nothing.
    before = watched_ms(learner)
    page.evaluate("() => { document.querySelector('video').currentTime = 15.4 }")
    page.wait_for_timeout(800)
    page.evaluate("() => { document.querySelector('video').currentTime = 5 }")
    page.wait_for_timeout(800)
    assert watched_ms(learner) <= before + 1_000

    # A reload, or another device, goes on where it stopped.
    wait_until(lambda: 4_000 < FilmProgress.objects.get(person=learner).position_ms < 6_500, 20)
    other = open_page(learner, size="phone")
    other.goto(first.url)
    look(other, "lesson-phone")
    other.locator("[data-player-start]").click()
    other.wait_for_function("() => document.querySelector('video')?.currentTime > 4", timeout=20_000)
    assert other.evaluate("document.querySelector('video').currentTime") < 12
    speed(other, 2)
    look(other, "lesson-playing-phone")
    other.wait_for_function("() => document.querySelector('video').ended", timeout=30_000)
    wait_until(lambda: LessonProgress.objects.filter(enrolment__person=learner, watched_at__isnull=False).exists(), 30)
    assert not WatchReport.objects.exclude(refusal="").exists()

    answer_by_keyboard(page, first, look)
    complete_second(page, second)
    enrolment = learner.enrolments.get(course=course)
    wait_until(lambda: school.progress_of(learner, course).is_completed, 30)
    assert enrolment.attempts.count() == 2
    page.goto(course.url)
    expect(page.locator('[data-slot="lessons"] a[href^="/c/"]')).to_be_visible()
    look(page, "course-completed")


def answer_by_keyboard(page, lesson, look) -> None:
    page.goto(lesson.url)
    link = page.locator(f'[data-slot="next"] a[href="/learn/lesson/{lesson.pk}/quiz/"]')
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/quiz/")
    look(page, "quiz")
    first, second = page.locator("fieldset").all()
    first.locator("input").first.focus()
    page.keyboard.press("Space")  # the first answer, which is another
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first answer, which is right
    page.locator("main form button[type=submit]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".k-note--now")).to_contain_text("Videonun əvvəlinə baxın.")
    look(page, "quiz-again")
    first.locator("input").first.focus()
    page.keyboard.press("ArrowDown")
    assert second.locator("input").first.is_checked()  # what was answered stays
    page.locator("main form button[type=submit]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".k-note--fine")).to_be_visible()
    look(page, "quiz-passed")


def complete_second(page, lesson) -> None:
    """The same film in another lesson: what was seen of it is seen."""
    page.goto(lesson.url)
    expect(page.locator("[data-seen]")).to_contain_text(re.compile("1[56]"))


def test_without_network_nothing_watched_is_lost(open_page, people, course, proxy):
    learner = people["murad"]
    first = lessons(course)[0]
    school.enrol(learner, course)
    page = open_page(learner, base=proxy.url)
    page.goto(first.url)
    play(page)
    page.wait_for_timeout(2_000)  # enough of the film has come
    proxy.cut()
    page.wait_for_timeout(4_000)
    page.locator("media-play-button").click()
    expect(page.locator("[data-player-state]")).not_to_be_empty()
    kept = page.evaluate("JSON.parse(localStorage.getItem('korpu-watch-reports')).length")
    assert kept >= 1
    proxy.mend()
    page.goto(first.url)
    play(page)
    wait_until(lambda: watched_ms(learner) > 5_000, 30)


def test_the_player_shows_that_it_loaded_the_video(open_page, people, course, film):
    """A check of the server's: the browser digests the segment it holds, and the bytes are those we stored."""
    learner, first = people["rena"], lessons(course)[0]
    school.enrol(learner, course)
    page = open_page(learner)
    page.goto(first.url)
    play(page)
    page.wait_for_function("() => document.querySelector('video').currentTime > 1", timeout=20_000)
    button = page.locator("media-play-button")
    with page.expect_request("**/report") as told:
        button.click()
    version = told.value.post_data_json["version"]
    session = PlaybackSession.objects.filter(person=learner).latest("created_at")
    facts = {"number": 1, "segment": f"{version}/s00000.m4s", "salt": "ab" * 16}
    check = LoadCheck.objects.create(session=session, film=film, asked_at=session.created_at, **facts)

    def ask(route):
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"check": facts})

    page.route("**/report", ask, times=1)
    for _ in range(2):  # the first is answered with the check, the second shows what was loaded
        with page.expect_response("**/report"):
            button.click()
            page.wait_for_timeout(1_500)
            button.click()
        page.wait_for_timeout(500)
    wait_until(lambda: LoadCheck.objects.get(pk=check.pk).digest != "", 20)
    judge()
    assert LoadCheck.objects.get(pk=check.pk).verdict == "right"


def test_a_visitor_watches_without_evidence_and_is_invited(open_page, course, look):
    first = lessons(course)[0]
    page = open_page(size="phone", language="ru")
    page.goto(first.url)
    expect(page.locator('[data-slot="progress"] a')).to_be_visible()
    look(page, "lesson-visitor")
    before = PlaybackSession.objects.count()
    play(page)
    assert PlaybackSession.objects.count() == before


def test_sound_alone_and_errors_in_words(open_page, people, course, look):
    learner, first = people["rena"], lessons(course)[0]
    school.enrol(learner, course)
    page = open_page(learner)
    page.goto(first.url)
    page.locator("[data-player-start]").wait_for()
    page.route("**/watch/**", lambda route: route.abort())
    page.locator("[data-player-start]").click()
    expect(page.locator("[data-player-fault]")).to_be_visible(timeout=30_000)
    look(page, "lesson-fault")
    page.unroute("**/watch/**")
    page.locator("[data-player-again]").click()
    page.wait_for_function("() => document.querySelector('video')?.currentTime > 0.5", timeout=60_000)
    page.locator("[data-player-choice=sound]").click()
    expect(page.locator("[data-player-choice=sound]")).to_have_attribute("aria-pressed", "true")
    page.wait_for_function(
        "() => document.querySelector('video')?.currentTime > 1 && !document.querySelector('video').paused"
    )
    page.faults.clear()  # the cut connection above is an error of the console


def test_pressing_again_while_the_player_is_being_made_makes_one(open_page, people, course):
    learner, first = people["rena"], lessons(course)[0]
    school.enrol(learner, course)
    page = open_page(learner)
    page.goto(first.url)
    held = []
    page.route("**/learn/lesson/*/open/", lambda route: route.abort())
    page.route(re.compile(r"/controls[^/]*\.js"), lambda route: held.append(route))
    page.locator("[data-player-start]").click()
    expect(page.locator("[data-player-fault]")).to_be_visible(timeout=30_000)
    page.unroute("**/learn/lesson/*/open/")
    page.evaluate(
        "new MutationObserver((all) => { window.made = (window.made ?? 0) + all.filter((one) => one.addedNodes.length).length; }).observe(document.querySelector('[data-player-stage]'), { childList: true })"
    )
    page.locator("[data-player-again]").click()
    expect(page.locator("[data-player-fault]")).to_be_hidden()
    for route in held:
        route.continue_()
    page.wait_for_function("() => document.querySelector('video')?.currentTime > 0.5", timeout=60_000)
    assert page.evaluate("window.made") == 1
    page.faults.clear()  # the cut connection above is an error of the console


def test_everything_but_playing_works_without_script(open_page, people, course, look):
    learner = people["leyla"]
    page = open_page(learner, javascript=False)
    page.goto(course.url)
    page.locator(f'a[href="/learn/{course.pk}/enrol/"]').click()
    page.locator("main form button").click()
    assert learner.enrolments.get(course=course).state == EnrolmentState.ACTIVE
    page.goto(lessons(course)[0].url)
    page.locator('[data-slot="seen"] a').click()
    expect(page.locator("h1")).to_contain_text("İlmə")
    expect(page.locator(".k-woven")).to_be_visible()


def test_every_page_of_learning_for_everybody(open_page, people, course, look):
    learner, [first, _] = people["gunay"], lessons(course)
    school.enrol(learner, course)
    page = open_page(learner, language="ru")
    for name, address in {
        "catalogue": "/ru/kursy/", "topic": course.get_parent().url, "course": course.url, "lesson": first.url,
        "mine": f"/learn/{course.pk}/mine/", "mine-lesson": f"/learn/lesson/{first.pk}/mine/",
        "enrol": f"/learn/{course.pk}/enrol/", "leave": f"/learn/{course.pk}/leave/",
        "quiz": f"/learn/lesson/{first.pk}/quiz/",
    }.items():  # fmt: skip
        page.goto(address)
        page.wait_for_load_state("networkidle")
        look(page, f"ru-{name}")


def test_controls_have_room_for_a_thumb_and_names_in_our_language(open_page, people, course):
    page = open_page(people["gunay"], size="phone", language="en")
    page.goto(lessons(course)[0].url)
    play(page)
    bar = page.locator("media-control-bar > *")
    for control in bar.all():
        if not control.is_visible():
            continue
        box, name = control.bounding_box(), control.evaluate("one => one.localName")
        assert box["height"] >= 48, (name, box)
        assert box["width"] >= 48, (name, box)
        assert control.get_attribute("aria-label") or name in ("media-time-display", "media-time-range"), name
    assert page.locator("media-seek-backward-button").get_attribute("aria-label") == "Back 10 seconds"
