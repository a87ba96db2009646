"""A coordinator finds a new video in the admin, watches it and places it; another approves; the teacher is thanked."""

import pytest

import media_pipeline.api as films
from courses import api
from courses.models import Contribution, ContributionState
from elearn.notices.models import Notice
from tests.courses.papers import sent_contribution
from tests.factories import captions
from tests.journeys.conftest import SHOTS
from tests.site import wait_until


@pytest.fixture(scope="module")
def contribution(people, clip):
    film = films.open_film("İlmə salmaq")
    films.set_language(film, "az")
    captions(film)
    films.receive_file(film, clip)
    films.prepare_now(film)
    film.refresh_from_db()
    return sent_contribution(people["leyla"], film=film)


def until(page, truth: str, seconds: int = 30) -> None:
    """Wait for something to be so on a page; asked from outside, where its security policy does not forbid it."""
    for _turn in range(seconds * 4):
        if page.evaluate(truth):
            return
        page.wait_for_timeout(250)
    raise AssertionError(truth)


def approve(page, title: str) -> None:
    """Find a page that waits for approval on the admin's first page, and approve it."""
    page.goto("/admin/")
    page.screenshot(path=SHOTS + "/admin-awaiting.png", full_page=True) if SHOTS else None
    page.get_by_role("link", name=title, exact=True).first.click()
    page.wait_for_url("**/edit/")
    page.screenshot(path=SHOTS + "/admin-approve.png") if SHOTS else None
    page.wait_for_load_state("networkidle")  # the button works once the admin's own script is there
    page.get_by_role("button", name="Approve and Publish").first.click()
    page.wait_for_url(lambda address: "/edit/" not in address)


def test_a_new_video_is_watched_and_published_in_the_admin(people, contribution, open_page, tmp_path):
    topic = api.create_topic("Toxuculuq", language="az")
    page = open_page(people["rena"], language="en")
    page.goto("/admin/")
    page.click(r"text=/New videos \(\d+\)/")
    page.screenshot(path=SHOTS + "/admin-videos.png") if SHOTS else None
    page.click("main >> text=İlmə salmaq")
    page.wait_for_selector("video[data-playlist]")
    page.evaluate("document.querySelector('video').muted = true; document.querySelector('video').play()")
    until(page, "document.querySelector('video').currentTime > 0.5")
    page.screenshot(path=SHOTS + "/admin-video.png", full_page=True) if SHOTS else None
    page.select_option("[name=topic]", str(topic.pk))
    page.fill("[name=course_title]", "Şərf toxumaq")
    page.fill("[name=summary]", "Biz birlikdə ilk şərfimizi toxuyuruq.")
    page.click("button[value=place]")
    page.wait_for_selector("text=waits for another coordinator")
    page.wait_for_selector("text=Waiting for a second person")
    page.screenshot(path=SHOTS + "/admin-half-way.png", full_page=True) if SHOTS else None
    contribution.refresh_from_db()
    assert contribution.state == ContributionState.SECOND_PERSON and not contribution.lesson.live

    # She cannot approve the course that she made herself, and reads why.
    page.goto(f"/admin/pages/{contribution.lesson.get_parent().pk}/edit/")
    page.wait_for_selector("text=You changed this page yourself; somebody else has to approve it.")
    assert page.get_by_role("button", name="Approve and Publish").count() == 0
    page.screenshot(path=SHOTS + "/admin-own-page.png") if SHOTS else None

    second = open_page(people["tural"], language="en")
    approve(second, "Şərf toxumaq")
    wait_until(lambda: Contribution.objects.get(pk=contribution.pk).state == ContributionState.PLACED)
    contribution.refresh_from_db()
    assert contribution.lesson.live
    assert Notice.objects.filter(kind="lesson_published", person=people["leyla"]).count() == 1


def test_days_and_times_are_chosen_in_the_editor(people, open_page):
    """Wagtail starts its calendars with inline scripts, which our policy forbids; ours start them."""
    topic = api.create_topic("Keçə", language="az")
    page = open_page(people["rena"], language="en")
    page.goto(f"/admin/pages/{topic.pk}/edit/")
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").first.click()
    field = page.locator("#id_go_live_at")
    field.click()
    page.screenshot(path=SHOTS + "/admin-calendar.png") if SHOTS else None
    page.locator(".xdsoft_datetimepicker:visible .xdsoft_next").first.click()
    page.locator(".xdsoft_datetimepicker:visible td[data-date='15']:not(.xdsoft_other_month)").first.click()
    assert "-15" in field.input_value()
