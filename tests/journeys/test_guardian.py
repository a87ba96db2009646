"""A girl of 15 signs up by phone; her mother reads, gets a code of her own and agrees; the course begins to count."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from courses.models import Enrolment, EnrolmentState
from tests import factories

from .conftest import SHOTS
from .test_sign_in import code_from_mailbox, enter

GIRLS, MOTHERS = "050 300 15 15", "055 300 40 40"


def digits(number: str) -> str:
    return number.replace(" ", "")[1:]


@pytest.fixture(scope="module")
def course(people):
    course, _lessons = factories.course_with(
        {"text": "<p>Salam</p>", "questions": factories.two_questions()},
        teacher=people["leyla"], title="Kilim naxışları",
    )  # fmt: skip
    return course


def sign_up(page) -> None:
    page.goto("/sign-in/new/")
    page.get_by_label("Your name").fill("Aytən Zərqələmova")
    page.get_by_label("Mobile number").fill(GIRLS)
    page.get_by_role("button", name="Send me a code").click()
    enter(page, code_from_mailbox(page, digits(GIRLS)))
    page.get_by_label("Year of birth").fill(str(timezone.localdate().year - 15))
    page.get_by_role("button", name="Go on").click()


def letter_address(page) -> str:
    """Read the address in the newest message to the mother, as she would."""
    tab = page.context.new_page()
    tab.goto(f"/mailbox/?to={digits(MOTHERS)}")
    expect(tab.locator("body")).to_contain_text("/guardian/")
    found = re.search(r"/guardian/[\w-]+/", tab.locator("body").inner_text())
    tab.close()
    assert found
    return found.group()


def ask(girl, look) -> None:
    """Tell the birthday and name the mother; her own number is not taken for hers."""
    expect(girl.get_by_role("heading", level=1)).to_have_text("Your age")
    look(girl, "guardian-birthday")
    girl.get_by_label("Day").fill("5")
    girl.get_by_label("Month").select_option("3")
    girl.get_by_role("button", name="Go on").click()
    expect(girl.get_by_role("heading", level=1)).to_have_text("Your parent or guardian")
    look(girl, "guardian-ask")

    girl.get_by_label("Name of your parent or guardian").fill("Sevinc Zərqələmova")
    girl.get_by_label("Mother").check()
    girl.get_by_label("Their mobile number or e-mail address").fill(GIRLS)
    girl.get_by_role("button", name="Ask for consent").click()
    expect(girl.locator(".govuk-error-summary")).to_contain_text("This is your own address")
    look(girl, "guardian-ask-own")
    girl.get_by_label("Their mobile number or e-mail address").fill(MOTHERS)
    girl.get_by_role("button", name="Ask for consent").click()
    expect(girl.locator("main")).to_contain_text("We have asked Sevinc Zərqələmova.")
    look(girl, "guardian-asked")


def choose_a_course(girl, course, look) -> None:
    girl.goto(course.url)
    girl.locator(f'form[action="/learn/{course.pk}/enrol/"] button').click()
    expect(girl.locator("main")).to_contain_text("We have asked Sevinc Zərqələmova.")
    girl.goto(course.url)
    expect(girl.locator("main")).to_contain_text("Your place is kept.")
    look(girl, "guardian-course-waits")
    girl.goto("/desk/")
    expect(girl.locator("main")).to_contain_text("We have asked Sevinc Zərqələmova.")
    look(girl, "guardian-desk-waits")
    assert Enrolment.objects.get(course=course).state == EnrolmentState.WAITING


def agree(mother, look) -> None:
    """The mother reads, proves who she is with her own code, and says yes."""
    mother.goto(letter_address(mother))
    expect(mother.get_by_role("heading", level=1)).to_have_text("May Aytən learn here?")
    expect(mother.locator("body")).not_to_contain_text("Zərqələmova")
    look(mother, "guardian-letter")
    mother.get_by_role("button", name="Send me the code").click()
    look(mother, "guardian-code")
    enter(mother, code_from_mailbox(mother, digits(MOTHERS)))
    expect(mother.get_by_role("heading", level=1)).to_have_text("Your answer")
    mother.get_by_role("button", name="Yes, I agree").click()
    expect(mother.locator(".govuk-error-summary")).to_be_focused()
    look(mother, "guardian-decide")
    mother.get_by_label("I am the parent or legal guardian").check()
    mother.get_by_role("button", name="Yes, I agree").click()
    expect(mother.locator("main")).to_contain_text("You have agreed. Aytən can begin")
    look(mother, "guardian-done")


def withdraw(mother, look) -> None:
    mother.goto(letter_address(mother))
    expect(mother.get_by_role("heading", level=1)).to_contain_text("You have agreed that Aytən learns here")
    look(mother, "guardian-agreed")
    mother.get_by_role("button", name="Send me the code").click()
    enter(mother, code_from_mailbox(mother, digits(MOTHERS)))
    look(mother, "guardian-withdraw")
    mother.get_by_role("button", name="Withdraw my consent").click()
    expect(mother.locator("main")).to_contain_text("Your consent is withdrawn.")


def test_a_girl_of_fifteen_and_her_mothers_consent(open_page, course, look):
    girl, mother = open_page(size="phone", language="en"), open_page(size="phone", language="en")
    sign_up(girl)
    ask(girl, look)
    choose_a_course(girl, course, look)
    agree(mother, look)
    assert Enrolment.objects.get(course=course).state == EnrolmentState.ACTIVE
    girl.goto("/desk/")
    expect(girl.get_by_role("link", name="Start the first lesson")).to_be_visible()
    look(girl, "guardian-desk-begun")

    withdraw(mother, look)
    girl.reload()
    expect(girl.locator("main")).to_contain_text("has withdrawn the consent")
    look(girl, "guardian-paused")


def test_a_coordinator_writes_down_a_fathers_consent_by_phone(open_page, people, site):
    minor = factories.person(
        "Elnur Zərqələmov", email="elnur@journeys.example", birth_year=timezone.localdate().year - 16
    )
    page = open_page(people["rena"], language="en")
    page.goto(f"/admin/people/edit/{minor.pk}/")
    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name="Parent or guardian").click()
    expect(page.locator("main")).to_contain_text("Nobody has been asked yet.")
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/guardian-admin.png", full_page=True)
    page.get_by_label("Name of the parent or guardian").fill("Rauf Zərqələmov")
    page.get_by_label("Father").check()
    page.get_by_label("Their number or e-mail address").fill("012 498 12 34")
    page.get_by_label("Azərbaycanca").check()
    page.get_by_label("I have read the words on this page").check()
    page.get_by_role("button", name="Write down the consent").click()
    expect(page.locator("main")).to_contain_text("by phone, written down by us (Rəna Həsənova)")
    page.get_by_role("button", name="The guardian withdraws the consent").click()
    expect(page.locator("main")).to_contain_text("has withdrawn the consent")
