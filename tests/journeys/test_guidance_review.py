"""With the clock moved on the owner is reminded, the page warns, and a review clears it; and what readers do meanwhile."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

import elearn.guidance.api as guidance
from elearn.guidance.domain import pages, pieces
from elearn.guidance.domain.standing import entrust, standing_of
from elearn.guidance.models import Change, Correction, Expert, Follow, Mistake, Source, Standing
from elearn.notices.models import MailboxMessage
from elearn.people.models import Person
from tests.journeys.conftest import SHOTS
from tests.site import wait_until

WARNING = "was to be checked again by"


@pytest.fixture(scope="module")
def sevinc(people):
    from elearn.people import api

    return api.create_person(
        "Sevinc Quliyeva", language="en", email="sevinc@journeys.example", roles=[api.Role.COUNSELLOR], birth_year=1980
    )


@pytest.fixture(scope="module")
def guide(people, sevinc):
    today = timezone.localdate()
    expert = Expert.objects.create(
        name="Dr. Aytən Səfərova", qualification="həkim-geriatr", organisation="Nümunə Tibb Mərkəzi",
        declaration="some", interests="Özəl qulluq evində həftədə bir gün işləyirəm.", declared_on=today,
    )  # fmt: skip
    author = Expert.objects.create(
        name="Nigar Əsədova", qualification="sosial işçi", declaration="none", declared_on=today
    )
    source = Source.objects.create(
        title="Evdə sosial xidmət haqqında nümunə qayda", publisher="Nümunə İdarəsi", kind="decree",
        address="https://source.example/rule", place="2-ci bənd", checked_on=today,
        cited_words="Qulluq evdə də göstərilir.", language="az",
    )  # fmt: skip
    two = (people["rena"].account, people["tural"].account)
    topic = pages.create_topic("Evdə qulluq", language="az", introduction="Evdə kömək.", by=two[0], approved_by=two[1])
    made = pages.create_guide(
        topic, "Evdə qulluğu necə almaq olar", summary="Kimə müraciət etmək, nə hazırlamaq.", expert=expert,
        author=author, body=[pieces.heading("Kim ala bilər"), pieces.claim("<p>Qulluq evdə də göstərilir.</p>", source)],
        by=two[0], approved_by=two[1],
    )  # fmt: skip
    entrust(standing_of(made), owner=sevinc.account, deputy=two[1], months=12, by=two[0])
    return made


def shot(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def move_clock(guide, *, past: int) -> None:
    """Turn the clock to so many days past the day of a guide that has no review yet: everything is as much older."""
    Standing.objects.filter(page=guide).update(first_due=timezone.localdate() - timedelta(days=past))
    guidance.sweep()


def message(to: str, words: str):
    return wait_until(lambda: MailboxMessage.objects.filter(to=to, subject__contains=words).first())


def fill_in(page) -> None:
    """Answer every line "yes" and say of every source that it still says this."""
    for value in ("yes", "holds"):
        for choice in page.locator(f"main input[type=radio][value={value}]").all():
            choice.check()


def test_the_owner_is_reminded_the_page_warns_and_a_review_clears_it(people, sevinc, guide, open_page, look):
    reader = open_page(size="phone", language="en")
    reader.goto(guide.url)
    assert WARNING not in reader.content() and "Not yet: the guide is new." in reader.content()
    look(reader, "guide-new")

    move_clock(guide, past=-5)
    assert "/admin/guide-reviews/" in message("sevinc@journeys.example", guide.title).body
    move_clock(guide, past=3)
    told = message("sevinc@journeys.example", "past its day")
    assert message("tural@journeys.example", guide.title)
    reader.goto(guide.url)
    reader.wait_for_selector(f"text={WARNING}")
    look(reader, "guide-past")

    page = open_page(sevinc, language="en")
    page.goto(re.search(r"/admin/guide-reviews/\d+/", told.body).group())
    shot(page, "admin-standing")
    page.goto("/admin/guide-reviews/?whose=mine")
    page.wait_for_selector("text=readers are warned")
    shot(page, "admin-reviews")
    page.get_by_role("link", name=guide.title).first.click()
    page.get_by_role("button", name="Begin a review").click()
    page.get_by_role("button", name="Everything is in order: finish").click()
    page.wait_for_selector("text=Lines without an answer")
    shot(page, "admin-review-missing")
    fill_in(page)
    page.get_by_label("Note for colleagues").fill("Qaydanı yenidən oxudum.")
    shot(page, "admin-review")
    page.get_by_role("button", name="Everything is in order: finish").click()
    page.wait_for_selector("text=The guide is in order")
    shot(page, "admin-standing-after")
    assert standing_of(guide).last_reviewed == timezone.localdate()

    reader.goto(guide.url)
    assert WARNING not in reader.content() and "Not yet: the guide is new." not in reader.content()
    look(reader, "guide-reviewed")


def test_a_reader_follows_by_a_code_hears_of_a_change_and_stops(guide, open_page, look):
    page = open_page(size="phone", language="en")
    page.goto(guide.url)
    page.get_by_role("link", name="Hear from us when something changes").click()
    look(page, "guide-follow")
    page.get_by_label("Your name").fill("Sona Kərimova")
    page.get_by_label("Your e-mail address").fill("sona@journeys.example")
    page.get_by_role("button", name="Send me a code").click()
    page.wait_for_selector("text=We have written to")
    look(page, "guide-follow-code")
    code = wait_until(lambda: MailboxMessage.objects.filter(to="sona@journeys.example").first())
    page.fill("[name=code]", re.search(r"\d{3} \d{3}", code.body).group())
    page.get_by_role("button", name="Go on").click()
    page.wait_for_selector("h1:has-text('You follow this topic')")
    look(page, "guide-follow-done")

    long_ago = timezone.now() - timedelta(hours=1)
    Change.objects.all().update(told_at=long_ago)
    Change.objects.create(page=guide, words="Müraciət indi onlayn da qəbul edilir.", at=long_ago)
    guidance.sweep()
    told = message("sona@journeys.example", "Something changed")
    page.goto(re.search(r"/guidance/stop/[0-9a-f-]+/", told.body).group())
    look(page, "guide-stop")
    page.get_by_role("button", name="Stop these messages").click()
    page.wait_for_selector("text=We write to you no more about this topic")
    look(page, "guide-stopped")
    assert not Follow.objects.filter(person__name="Sona Kərimova").exists()
    assert not Person.objects.filter(name="Sona Kərimova").exists()


def test_a_reader_reports_a_mistake_and_reads_the_log(people, sevinc, guide, open_page, look):
    page = open_page(size="phone", language="en")
    page.goto(guide.url)
    page.get_by_role("link", name="Tell us about a mistake in this guide").click()
    page.get_by_role("button", name="Send").click()
    look(page, "guide-mistake")
    page.get_by_label("What is wrong, and what would be right?").fill("Yaş 67 deyil, 65-dir.")
    page.get_by_role("button", name="Send").click()
    page.wait_for_selector("text=Thank you for telling us")
    look(page, "guide-mistake-thanks")
    found = Mistake.objects.get(page=guide)

    staff = open_page(sevinc, language="en")
    staff.goto(f"/admin/guide-mistakes/{found.pk}/")
    shot(staff, "admin-mistake")
    staff.get_by_label("Yes. It is put right").check()
    staff.get_by_role("button", name="Decide").click()
    staff.get_by_label("What was wrong").fill("Yaş 67-dir.")
    staff.get_by_label("What is right").fill("Yaş 65-dir.")
    shot(staff, "admin-correction-write")
    staff.get_by_role("button", name="Keep it").click()
    staff.wait_for_selector("text=You wrote it yourself")
    second = open_page(people["rena"], language="en")
    second.goto(f"/admin/guide-corrections/{Correction.objects.get(mistake=found).pk}/")
    second.get_by_role("button", name="Approve: make it public").click()
    second.wait_for_selector("text=It is public now")
    shot(second, "admin-correction")

    page.goto("/guidance/corrections/")
    assert "Yaş 65-dir." in page.content()
    look(page, "corrections")
    page.goto(guide.url)
    assert "A reader found it" in page.content()
    page.goto("/guidance/corrections/")
    page.get_by_role("link", name="What we list, and why").click()
    look(page, "criteria")
