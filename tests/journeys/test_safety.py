"""A concern without JavaScript on a telephone hides a lesson at once; words to a teacher take their way."""

import pytest
from playwright.sync_api import expect

from courses import api
from courses.models import LessonProgress, Thanks
from elearn.people.models import Role
from elearn.safety.models import Concern, Hidden
from tests import factories
from tests.journeys.conftest import SHOTS

WORDS = "Çox sağ olun! Nənəm üçün şərf toxudum."


def shot(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.fixture(scope="module")
def sevda(people):
    from elearn.people.api import create_person

    return create_person("Sevda Kərimova", language="az", email="sevda@journeys.example", roles=[Role.SAFEGUARDING])


def lesson_of(people, title, **parts):
    _, [lesson] = factories.course_with({"text": "<p>Salam</p>", **parts}, teacher=people["leyla"], title=title)
    return lesson


def test_a_concern_at_320_px_without_javascript_hides_the_lesson(people, sevda, open_page, look):
    lesson = lesson_of(people, "Narahatlıq kursu")
    page = open_page(people["gunay"], size="phone", javascript=False, language="en")
    page.goto(lesson.url)
    page.locator("footer").get_by_role("link", name="Report a concern").click()
    expect(page.get_by_text("You are writing about:")).to_be_visible()
    expect(page.get_by_text(lesson.title)).to_be_visible()
    expect(page.get_by_role("link", name="112")).to_be_visible()
    shot(page, "concern-320")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write what happened.")
    page.get_by_label("What happened?").fill("A private address can be seen.")
    page.get_by_role("group", name="Is somebody in danger now?").get_by_label("No").check()
    page.get_by_role("group", name="put somebody at risk?").get_by_label("Yes").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you for telling us")).to_be_visible()
    expect(page.get_by_text("We have stopped showing what you wrote about")).to_be_visible()
    shot(page, "concern-thanks-320")

    stranger = open_page(size="phone", language="en")
    stranger.goto(lesson.url)
    expect(stranger.get_by_role("heading", name="Not shown at the moment")).to_be_visible()
    look(stranger, "hidden-lesson")

    concern = Concern.objects.latest("pk")
    officer = open_page(sevda, language="en")
    officer.goto(f"/admin/concerns/{concern.pk}/")
    shot(officer, "admin-concern")
    row = Hidden.objects.get(subject=f"lesson:{lesson.pk}")
    panel = officer.locator(f"form:has(input[value='{row.subject}'])")
    panel.get_by_label("Why").fill("The address was removed.")
    panel.get_by_role("button", name="Show it again").click()
    officer.wait_for_selector("text=It is noted.")
    stranger.goto(lesson.url)
    expect(stranger.get_by_role("heading", name=lesson.title)).to_be_visible()


def test_the_form_and_its_answer_are_kind_to_everybody(people, sevda, open_page, look):
    page = open_page(size="phone", language="en")
    page.goto("/concern/")
    look(page, "concern")
    page.goto("/concern/thanks/?now=1&soon=1&hidden=1")
    look(page, "concern-thanks")
    page.goto("/help/")
    look(page, "help-numbers")


def test_words_are_written_approved_and_read_by_the_teacher(people, open_page, look):
    lesson = lesson_of(people, "Təşəkkür kursu")
    enrolment = api.enrol(people["gunay"], lesson.get_parent().specific)
    LessonProgress.objects.get_or_create(enrolment=enrolment, lesson=lesson)
    page = open_page(people["gunay"], size="phone", javascript=False, language="en")
    page.goto(lesson.url)
    page.get_by_role("link", name="Write a few words to the teacher").click()
    page.get_by_label("Your words to the teacher").fill(f"{WORDS} 050 123 45 67")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Please take out “050 123 45 67”")
    shot(page, "thanks-number-320")
    page.get_by_label("Your words to the teacher").fill(WORDS)
    page.get_by_label("Others may read it under the lesson").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Somebody of ours reads it first")).to_be_visible()

    moderator = open_page(people["rena"], language="en")
    moderator.goto("/desk/")
    moderator.get_by_role("link", name="Words to look at").first.click()
    expect(moderator.get_by_role("link", name=WORDS[:20])).to_be_visible()
    shot(moderator, "admin-words")
    moderator.get_by_role("link", name=WORDS[:20]).click()
    shot(moderator, "admin-words-one")
    moderator.get_by_role("button", name="Pass it on", exact=True).click()
    moderator.wait_for_selector("text=It is noted.")
    moderator.goto("/admin/words/figures/")
    expect(moderator.get_by_role("columnheader", name="Words to a teacher")).to_be_visible()
    shot(moderator, "admin-words-figures")

    teacher = open_page(people["leyla"], language="en")
    teacher.goto("/desk/")
    expect(teacher.get_by_text(WORDS)).to_be_visible()
    look(teacher, "desk-thanks")
    teacher.get_by_role("link", name="All that people wrote to you").click()
    look(teacher, "my-thanks")
    page.goto(lesson.url)
    expect(page.get_by_text(WORDS)).to_be_visible()
    note = Thanks.objects.get(lesson=lesson)
    again = open_page(people["gunay"], size="phone", language="en")
    again.goto(lesson.url)
    look(again, "lesson-thanks")
    again.goto(f"/my-words/{note.submission_id}/")
    look(again, "my-words")
    teacher.get_by_role("button", name="Put it away").first.click()
    expect(teacher.get_by_text("Only you see it now")).to_be_visible()
    page.goto(lesson.url)
    expect(page.get_by_text(WORDS)).to_have_count(0)
