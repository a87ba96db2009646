"""After a webinar: who was there reads how long, the elder answers a question in writing, staff read who attended."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from courses.domain.webinars import afterwards, attendance
from courses.models import Ask, LiveQuestion, Registration
from elearn.safety import api as safety
from tests.courses.webinars import held


@pytest.fixture(scope="module")
def webinar(people):
    """Ten minutes, of which Günay watched eight; a question of hers was shown and not reached."""
    made = held.on_air(600, speaker=people["leyla"])
    now = timezone.now()
    Registration.objects.create(webinar=made, person=people["gunay"], registered_at=now)
    began = now - timedelta(seconds=490)
    page = held.Page(made, people["gunay"], at=began)
    for start in range(0, 480, 10):
        page.play(start, start + 10, at=began + timedelta(seconds=start + 10))
    text = "Bu naxışı ilk dəfə kim toxuyub və niyə qırmızıdır?"
    LiveQuestion.objects.create(webinar=made, person=people["gunay"], text=text, state="shown")
    afterwards.follow_up(held.end(made).pk)
    return made


def test_who_was_there_reads_how_long_and_says_yes_to_the_record(webinar, people, open_page, look):
    page = open_page(people["gunay"], size="phone", language="en")
    page.goto(f"/webinars/{webinar.pk}/")
    assert "You watched 8 minutes of it live." in page.inner_text("main")
    look(page, "after-learner")
    page.click("text=Yes, keep it")
    assert "Thank you. We keep how many minutes you watch." in page.inner_text("main")
    assert Registration.objects.get(webinar=webinar).record_agreed_at
    look(page, "after-learner-agreed")
    page.click("text=Your questions and their answers")
    look(page, "after-asked")


def test_the_elder_answers_on_a_tablet_without_javascript_too(webinar, people, open_page, look):
    page = open_page(people["leyla"], size="phone", language="en", javascript=False)
    page.goto("/desk/")
    page.click("text=Read and answer")
    page.click("a.govuk-button:has-text('Answer')")
    send = page.locator('form:has([name="text"]) button')
    send.click()
    assert "Please write a few words." in page.inner_text("main")
    page.fill('[name="text"]', "Nənəm toxuyub. Qırmızı sevincin rəngidir.")
    send.click()
    assert "Somebody of ours reads it first" in page.inner_text("main")
    seen = open_page(people["leyla"], language="en")
    for address, name in (
        ("/desk/", "desk"),
        ("/my-questions/", "questions"),
        (f"/my-questions/{_ask(webinar).pk}/", "one"),
    ):
        seen.goto(address)
        look(seen, f"after-elder-{name}")


def test_a_moderator_agrees_and_the_answer_arrives(webinar, people, open_page, look):
    safety.decide(_ask(webinar).answer_words, by=people["rena"].account, approve=True)
    page = open_page(people["gunay"], language="en")
    page.goto("/my-asked/")
    assert "Qırmızı sevincin rəngidir." in page.inner_text("main")
    look(page, "after-answered")


def test_staff_read_who_attended_and_take_it_along(webinar, people, open_page):
    attendance.settle_attendance(webinar)
    page = open_page(people["rena"], language="en")
    page.goto("/admin/school/webinars/attended/")
    page.click(f"text={webinar.title}")
    expect(page.locator("main")).to_contain_text("Günay Məmmədova")
    expect(page.locator("main")).to_contain_text("80 %")
    with page.expect_download() as download:
        page.click("text=Take it along for a spreadsheet")
    assert download.value.suggested_filename == f"attendance-{webinar.pk}.xlsx"


def _ask(webinar) -> Ask:
    return Ask.objects.get(webinar=webinar)
