"""Somebody reads what is said in a film in the place of watching it; a coordinator reads why that counts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

import courses.api as school
from courses.models import LessonProgress
from media_pipeline.models import CaptionRevision
from tests import factories
from tests.journeys.conftest import SHOTS

SAID = "İpi şişin üstünə iki barmaq boşluqla dolayın. Sonra iyirmi ilmə atın və birinci sıranı düz ilmə ilə toxuyun."


@pytest.fixture(scope="module")
def lesson(own_world, people):
    film = factories.ready_film(60)
    _, [lesson] = factories.course_with(
        {"title": "İlmə atmaq", "film": film, "questions": factories.two_questions()}, teacher=people["leyla"]
    )
    cues = [{"id": f"cue{at}", "start_ms": 4000 * at, "end_ms": 4000 * at + 3900, "text": SAID} for at in range(12)]
    CaptionRevision.objects.update(cues=cues)
    return lesson


def picture(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}", full_page=True)


def test_reading_counts_and_is_explained(open_page, people, lesson, look):
    learner = people["gunay"]
    school.enrol(learner, lesson.get_parent().specific)
    page = open_page(learner, size="phone")
    page.goto(f"/learn/lesson/{lesson.pk}/mine/")
    page.locator(f'a[href="/learn/lesson/{lesson.pk}/words/"]').click()
    look(page, "words")
    button = page.locator("main form button")
    button.click()
    page.wait_for_url("**/words/")
    look(page, "words-too-fast")
    LessonProgress.objects.update(reading_since=timezone.now() - timedelta(minutes=10))
    button.click()
    page.wait_for_url("**/quiz/")
    assert LessonProgress.objects.get().read_at is not None

    staff = open_page(people["rena"])
    enrolment = learner.enrolments.get()
    staff.goto("/admin/school/learners/")
    picture(staff, "learners.png")
    staff.locator(f'a[href="/admin/school/learners/{enrolment.pk}/"]').click()
    expect(staff.locator("main section li")).to_have_count(4)
    picture(staff, "evidence.png")
    staff.locator("summary").first.click()
    staff.locator("main textarea").fill("Dərsi sinifdə keçdi.")
    staff.locator("main form button").last.click()
    expect(staff.locator("main")).to_contain_text("Dərsi sinifdə keçdi.")
    picture(staff, "evidence-recorded.png")
    assert LessonProgress.objects.get().way == "adjusted"
