"""Words that a moderator does not pass on as they are: the learner reads why, writes them anew, and the elder sees those."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

import courses.api as school
from courses.models import Ask, FilmProgress, LessonProgress
from tests import factories

from .conftest import SHOTS

RUDE = "Bu sıra nə axmaq şeydir, niyə belə edirsiniz?"
KIND = "Bu sıranı niyə belə sıx toxuyursunuz?"
REASON = "Sualınız maraqlıdır. Onu bir az mehriban yazın."


@pytest.fixture(scope="module")
def lesson(people):
    course, [lesson] = factories.course_with({"film": factories.ready_film(30)}, teacher=people["leyla"])
    enrolment = school.enrol(people["gunay"], course)
    LessonProgress.objects.create(enrolment=enrolment, lesson=lesson, watched_at=timezone.now())
    FilmProgress.objects.create(
        person=people["gunay"], film=lesson.film, watched_ms=9000, spans=[[0, 9000]], changed_at=timezone.now()
    )
    return lesson


def ask(page, lesson, text: str) -> Ask:
    page.goto(lesson.url)
    page.click("text=Ask the teacher a question")
    page.fill('[name="text"]', text)
    page.locator('form:has([name="text"]) button').click()
    page.wait_for_url("**/my-asked/")
    return Ask.objects.get(question_words__text=text)


def test_a_question_is_put_back_with_a_reason_and_passed_on_when_it_is_kinder(people, lesson, open_page, look):
    learner = open_page(people["gunay"], size="phone", language="en")
    first = ask(learner, lesson, RUDE)
    moderator = open_page(people["rena"], language="en")
    moderator.goto("/desk/")
    moderator.get_by_role("link", name="Words to look at").first.click()
    moderator.get_by_role("link", name=RUDE[:20]).click()
    moderator.locator("[name=reason]").select_option("own")
    moderator.fill("[name=words]", REASON)
    if SHOTS:
        moderator.screenshot(path=f"{SHOTS}/moderator-words.png", full_page=True)
    moderator.get_by_role("button", name="Do not pass it on").click()
    moderator.wait_for_selector("text=It is noted.")

    learner.goto("/my-asked/")
    look(learner, "moderator-asked")
    learner.click("text=Read why")
    expect(learner.locator("main")).to_contain_text(REASON)
    look(learner, "moderator-why")
    learner.go_back()
    learner.click("main a:text('Ask the teacher a question')")
    learner.fill('[name="text"]', KIND)
    learner.locator('form:has([name="text"]) button').click()
    learner.wait_for_url("**/my-asked/")
    second = Ask.objects.get(question_words__text=KIND)
    assert second.pk != first.pk
    moderator.goto(reverse("words_admin:read", args=[second.question_words_id]))
    moderator.get_by_role("button", name="Pass it on", exact=True).click()
    moderator.wait_for_selector("text=It is noted.")

    elder = open_page(people["leyla"], size="phone", language="en")
    elder.goto("/my-questions/")
    expect(elder.locator("main")).to_contain_text(KIND)
    expect(elder.locator("main")).not_to_contain_text(RUDE[:20])
    look(elder, "moderator-elder")
