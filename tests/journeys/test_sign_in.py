"""Somebody signs up and signs in, by e-mail and by phone, reading the codes on the mailbox page."""

import re

from playwright.sync_api import expect

PHONE = "050 300 10 01"


def code_from_mailbox(page, to: str) -> str:
    """Read the newest code for an address, in a tab of its own, as a person would."""
    tab = page.context.new_page()
    tab.goto(f"/mailbox/?to={to}")
    code = tab.locator(".k-mail__code").first.inner_text()
    tab.close()
    return code


def enter(page, code: str) -> None:
    page.locator("#id_code").fill(code)
    page.locator("form:has(#id_code) button").click()


def test_sign_up_by_phone_and_sign_in_again(open_page, look):
    page = open_page(size="phone", language="en")
    page.goto("/sign-in/")
    look(page, "sign-in")
    page.get_by_role("button", name="Sign up").click()
    look(page, "sign-up")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    look(page, "sign-up-errors")
    page.get_by_label("Your name").fill("Nərgiz Əhmədova")
    page.get_by_label("Mobile number").fill(PHONE)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter the code")
    look(page, "code")
    to = PHONE.replace(" ", "")[1:]
    code = code_from_mailbox(page, to)
    enter(page, "000 000")
    look(page, "code-wrong")
    enter(page, code)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Welcome")
    look(page, "welcome")
    page.get_by_label("Year of birth").fill("1952")
    page.get_by_label("Nərgiz Əhmədova xanım").check()
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile(r"/desk/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nərgiz Əhmədova xanım")
    page.goto("/sign-in/details/")
    look(page, "details")
    page.goto("/sign-in/out/")
    look(page, "sign-out")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "/sign-in/out/" not in url)
    page.goto("/sign-in/")
    page.locator("#id_login").fill(PHONE)
    page.get_by_role("button", name="Send me a code").click()
    enter(page, code_from_mailbox(page, to).replace(" ", "-"))
    expect(page).to_have_url(re.compile(r"/desk/$"))


def test_sign_up_to_teach_with_both_addresses_without_javascript(open_page, look):
    page = open_page(size="phone", language="en", javascript=False)
    page.goto("/sign-in/new/?as=teacher")
    page.get_by_label("Your name").fill("Rauf Quliyev")
    number, email = PHONE.replace("300", "400"), "rauf@journeys.example"
    page.get_by_label("Mobile number").fill(number)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    enter(page, code_from_mailbox(page, email))
    expect(page.get_by_role("heading", level=1)).to_have_text("One more address")
    enter(page, code_from_mailbox(page, number.replace(" ", "")[1:]))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Welcome")
    page.get_by_role("button", name="I prefer not to say").click()
    expect(page).to_have_url(re.compile(r"/desk/$"))


def test_messages_and_concerns_can_be_read_and_reported(open_page, look):
    page = open_page(size="phone", language="en")
    page.goto("/sign-in/")
    page.locator("#id_login").fill("nobody@journeys.example")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter the code")
    page.goto("/mailbox/")
    look(page, "mailbox")
    page.goto("/help/")
    page.get_by_role("link", name="Report a concern").first.click()
    expect(page.get_by_label("Where did it happen?")).to_have_value(re.compile(r"/help/$"))
    look(page, "concern")
    page.get_by_label("What happened?").fill("Somebody was rude to me.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
    look(page, "concern-thanks")
