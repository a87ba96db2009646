"""From the catalogue to the certificate without JavaScript, but for the video: its evidence comes through the door."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

import courses.api as school
from courses.api import QuizRules
from courses.models import Certificate, QuizAttempt
from elearn.operations.viewing import watch
from tests import factories
from tests.courses.quiz.samples import every_kind, ident
from tests.journeys.conftest import SHOTS


@pytest.fixture(scope="module")
def course(people):
    course, _lessons = factories.course_with(
        {"title": "İlmə atmaq", "film": factories.ready_film(20), "questions": every_kind(), "rules": QuizRules(attempts=3, shuffles=True)},
        teacher=people["leyla"], title="Birinci şərf",
    )  # fmt: skip
    return course


def place(page, words: str, number: int) -> None:
    page.locator(".k-order__step", has_text=words).locator("select").select_option(str(number))


def test_from_the_catalogue_to_the_certificate_without_javascript(open_page, people, course, look):
    learner = people["gunay"]
    page = open_page(learner, size="phone", language="en", javascript=False)
    page.goto("/az/kurslar/")
    page.get_by_role("link", name=course.title).first.click()
    page.get_by_role("link", name="Enrol in this course").or_(
        page.get_by_role("button", name="Enrol in this course")
    ).first.click()
    if "/enrol/" in page.url:
        page.locator("main form button").first.click()
    page.get_by_role("link", name="İlmə atmaq").first.click()
    lesson = school.progress_of(learner, course).lessons[0].lesson
    watch(learner, lesson, at=timezone.now() - timedelta(minutes=5))

    # A first part of the answers, kept by a button.
    page.get_by_role("link", name="Answer the questions").or_(
        page.get_by_role("button", name="Answer the questions")
    ).first.click()
    page.get_by_label("İki", exact=True).check()
    place(page, "Bağlayın", 3)
    page.screenshot(path=f"{SHOTS}/quiz-plain.png", full_page=True) if SHOTS else None
    page.get_by_role("button", name="Keep my answers and go back to the lesson").click()
    expect(page.locator("main")).to_contain_text("Your answers are kept.")
    page.goto(f"/learn/lesson/{lesson.pk}/quiz/")
    expect(page.get_by_label("İki", exact=True)).to_be_checked()

    # Two steps at one place, and a number that is none: said, and all is kept.
    place(page, "Toxuyun", 3)
    place(page, "İlmə atın", 1)
    page.get_by_label("Yun", exact=True).check()
    page.get_by_label("Şiş", exact=True).check()
    page.locator(f"input[name='{ident(4)}']").fill("Qırmızı.")
    page.locator(f"input[name='{ident(5)}']").fill("uzun")
    page.get_by_role("button", name="Look at my answers").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("the place 3 is chosen twice")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Please write a number")
    place(page, "Toxuyun", 2)
    page.locator(f"input[name='{ident(5)}']").fill("152,0 sm")
    page.get_by_role("button", name="Look at my answers").click()
    expect(page.locator(".k-note--fine")).to_contain_text("With this you have completed the course.")
    page.screenshot(path=f"{SHOTS}/quiz-plain-passed.png", full_page=True) if SHOTS else None
    page.get_by_role("link", name="See your certificate").click()
    expect(page.locator("main")).to_contain_text(learner.papers_name)
    assert Certificate.objects.filter(enrolment__person=learner, enrolment__course=course).exists()
    assert QuizAttempt.objects.filter(enrolment__person=learner).count() == 1
