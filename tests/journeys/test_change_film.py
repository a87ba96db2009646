"""A teacher of 74 shortens a published video alone, chooses its picture, and puts the earlier one back."""

import os

import pytest

import media_pipeline.api as films
from courses import api
from courses.domain.films import contribute
from courses.domain.films.consents import agree
from courses.models import Contribution, ContributionState, LessonPage, TopicPage
from media_pipeline.models import FilmState
from tests import factories
from tests.journeys.conftest import stop_preparing
from tests.site import wait_until

SHOTS = os.environ.get("KORPU_SHOTS", "")


@pytest.fixture
def leyla(people):
    yield people["leyla"]
    stop_preparing(people["leyla"])


def came_in(leyla, tmp_path, title: str, seconds: int = 12) -> Contribution:
    """A film that Leyla recorded and sent; the site's own workers prepare it."""
    path = tmp_path / f"{title}.mp4"
    factories.recording(path, seconds=seconds, codec="mp4")
    draft = contribute.begin_contribution(leyla, is_recording=True)
    films.receive_file(draft.film, path)
    contribute.describe(draft, title=title, language="az", topic=None, uses=["site"])
    agree(draft, ["site"], by=None)
    contribute.send_for_review(draft)
    films.prepare_now(draft.film)  # or the site's own workers, who comes first
    wait_until(lambda: is_ready(draft), 120)
    draft.refresh_from_db()
    return draft


def is_ready(contribution) -> bool:
    film = Contribution.objects.get(pk=contribution.pk).film
    return film.state == FilmState.READY and len(film.posters) == 3


def in_a_lesson(contribution, leyla) -> LessonPage:
    topic = TopicPage.objects.filter(title="Keçə").first() or api.create_topic("Keçə", language="az")
    course = api.create_course(topic, "Keçə tikmək", teacher=leyla, summary="İlk keçəmiz.")
    lesson = api.create_lesson(course, contribution.title, film=contribution.film)
    Contribution.objects.filter(pk=contribution.pk).update(state=ContributionState.PLACED, lesson=lesson)
    return lesson


def say(page) -> str:
    return page.locator("[data-part=say]").inner_text()


def choose_the_ends(page) -> None:
    """Look, press the large button, and move each end by a second."""
    video = page.locator("video")
    page.get_by_role("button", name="Look at the beginning").click()
    wait_until(lambda: video.evaluate("video => video.currentTime") > 2.2, 20)
    video.evaluate("video => video.pause()")
    page.get_by_role("button", name="The video begins here").click()
    assert "begins at 0:0" in say(page)
    began = page.locator("[name=begin]").input_value()
    assert began != "0:00"
    page.locator("[data-move=begin][data-by='1000']").click()
    assert page.locator("[name=begin]").input_value() != began
    page.locator("[data-move=end][data-by='-1000']").click()
    page.locator("[data-move=end][data-by='-1000']").click()
    page.get_by_role("button", name="Look at the end").click()
    wait_until(lambda: video.evaluate("video => video.paused && video.currentTime > 8"), 20)


def in_the_middle(open_page, gunay, lesson):
    """A learner plays the video and stops at seven seconds."""
    api.enrol(gunay, lesson.get_parent().specific)
    page = open_page(gunay, size="phone", language="en")
    page.goto(lesson.url)
    page.locator("[data-player-start]").click()
    page.wait_for_function("() => document.querySelector('video')?.currentTime > 0.3", timeout=20_000)
    page.evaluate("document.querySelector('video').currentTime = 6")
    page.wait_for_function("() => document.querySelector('video').currentTime > 7", timeout=20_000)
    page.evaluate("document.querySelector('video').pause()")
    return page


def is_told_and_goes_on(page, look) -> None:
    """The next report of her player is answered with the news; on the new page she goes on where she was."""
    note = page.locator("[data-player-anew]")
    assert not note.is_visible()
    page.evaluate("document.querySelector('video').play()")
    page.wait_for_function("() => document.querySelector('video').currentTime > 7.5", timeout=20_000)
    page.evaluate("document.querySelector('video').pause()")
    note.wait_for(timeout=15_000)
    assert "What you have watched still counts" in note.inner_text()
    look(page, "change-learner-playing")
    note.get_by_role("button", name="Go to the new video").click()
    page.locator("[data-slot=anew] .k-note").wait_for(timeout=15_000)
    look(page, "change-learner-page")
    page.locator("[data-player-start]").click()
    page.wait_for_function("() => document.querySelector('video')?.currentTime > 2", timeout=20_000)
    assert not note.is_visible()


def test_a_published_video_is_shortened_and_put_back(leyla, people, open_page, look, tmp_path):
    contribution = came_in(leyla, tmp_path, "Daban toxumaq")
    lesson = in_a_lesson(contribution, leyla)
    page = open_page(leyla, size="phone", language="en")
    page.goto(f"/my-films/{contribution.pk}/")
    look(page, "change-film")
    page.get_by_role("link", name="Cut off the beginning or the end").click()
    page.wait_for_url("**/shorten/")
    look(page, "change-shorten")
    choose_the_ends(page)
    page.locator("[name=end]").fill("0:00")
    page.locator("[name=end]").blur()
    page.get_by_role("button", name="Save the shorter video").click()
    page.wait_for_selector(".govuk-error-summary")
    look(page, "change-shorten-wrong")
    page.locator("[name=end]").fill("0:10")
    page.locator("[name=end]").blur()
    look(page, "change-shorten-chosen")
    page.get_by_role("button", name="Save the shorter video").click()
    page.wait_for_url(f"**/my-films/{contribution.pk}/")
    look(page, "change-cutting")
    part = Contribution.objects.get(instead_of=contribution).film
    films.prepare_now(part)  # or the site's own workers, who comes first
    page.get_by_role("button", name="See the shorter video").wait_for(timeout=90_000)
    look(page, "change-cut")
    new = Contribution.objects.get(instead_of=contribution, state=ContributionState.SENT)
    page.get_by_role("button", name="See the shorter video").click()
    page.wait_for_url(f"**/my-films/{new.pk}/")
    page.goto(f"/my-films/{contribution.pk}/")
    look(page, "change-asked")

    learner = in_the_middle(open_page, people["gunay"], lesson)
    coordinator = open_page(people["rena"], language="en")
    coordinator.goto(f"/admin/school/videos/{new.pk}/")
    coordinator.screenshot(path=SHOTS + "/change-admin-video.png", full_page=True) if SHOTS else None
    from courses.models import CaptionExcuse

    CaptionExcuse.objects.create(film=new.film, reason="Altyazı hazırlanır.", by=people["rena"].account)
    coordinator.get_by_role("button", name="Show this video in the lesson").click()
    coordinator.wait_for_selector("text=shows the new video")
    assert LessonPage.objects.get(pk=lesson.pk).film_id == new.film_id

    is_told_and_goes_on(learner, look)

    page.goto(f"/my-films/{contribution.pk}/")  # an old bookmark leads to the new one
    page.wait_for_url(f"**/my-films/{new.pk}/")
    look(page, "change-after")
    page.get_by_role("link", name="Put the earlier video back").click()
    look(page, "change-put-back")
    page.get_by_role("button", name="Yes, put it back").click()
    page.wait_for_url(f"**/my-films/{contribution.pk}/")
    look(page, "change-put-back-asked")


def test_the_picture_and_the_staffs_screens(leyla, people, open_page, look, tmp_path):
    contribution = came_in(leyla, tmp_path, "Keçə kəsmək", seconds=6)
    in_a_lesson(contribution, leyla)
    page = open_page(leyla, size="phone", language="en")
    page.goto(f"/my-films/{contribution.pk}/picture/")
    look(page, "change-picture")
    page.get_by_label("Picture 3").check()
    page.get_by_role("button", name="Use this picture").click()
    page.wait_for_url(f"**/my-films/{contribution.pk}/")
    contribution.film.refresh_from_db()
    assert contribution.film.poster.endswith(contribution.film.posters[2])
    page.goto(f"/my-films/{contribution.pk}/replace/")
    look(page, "change-replace")
    coordinator = open_page(people["rena"], language="en")
    coordinator.goto("/admin/films/")
    coordinator.screenshot(path=SHOTS + "/change-admin-films.png", full_page=True) if SHOTS else None
    coordinator.get_by_role("link", name="Keçə kəsmək").first.click()
    coordinator.wait_for_selector("text=What goes with it")
    coordinator.screenshot(path=SHOTS + "/change-admin-film.png", full_page=True) if SHOTS else None


def test_without_javascript_the_times_are_typed(leyla, open_page, tmp_path):
    contribution = came_in(leyla, tmp_path, "Yun daramaq", seconds=8)
    page = open_page(leyla, size="phone", language="en", javascript=False)
    page.goto(f"/my-films/{contribution.pk}/shorten/")
    assert not page.get_by_role("button", name="The video begins here").is_visible()
    page.fill("[name=begin]", "0:02")
    page.fill("[name=end]", "0:07")
    page.get_by_role("button", name="Save the shorter video").click()
    page.wait_for_selector("text=We are making the shorter video")
    assert Contribution.objects.filter(instead_of=contribution, film__cut_start_ms=2000, film__cut_end_ms=7000).exists()
