"""A coordinator finds a new video in the admin, watches it there, and publishes it; the teacher is thanked."""

import pytest

import media_pipeline.api as films
from courses import api
from courses.models import Contribution, ContributionState
from elearn.notices.models import Notice
from tests.courses.papers import sent_contribution
from tests.journeys.conftest import SHOTS


@pytest.fixture(scope="module")
def contribution(people, clip):
    film = films.open_film("İlmə salmaq")
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
    page.wait_for_selector("text=has been told and thanked")
    contribution.refresh_from_db()
    assert contribution.state == ContributionState.PLACED and contribution.lesson.live
    assert Notice.objects.filter(kind="lesson_published", person=people["leyla"]).count() == 1
    assert not Contribution.objects.filter(state=ContributionState.SENT).exists()
