"""A passkey made and used; a tablet signed in by a phone; where one is signed in, and signing out there."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_sign_in import code_from_mailbox, enter

TO = "gunay@journeys.example"


@pytest.fixture
def gunay(people):
    from django.utils import timezone

    from elearn.people.models import Person

    person = Person.objects.get(pk=people["gunay"].pk)  # with the account as it is now
    person.asked_at = timezone.now()
    person.save(update_fields=["asked_at"])
    return person


def virtual_authenticator(page) -> None:
    """Give the browser a device that makes passkeys and says that the finger was right."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    line.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def prove_by_code(page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    page.get_by_role("button", name="Send me a code").click()
    enter(page, code_from_mailbox(page, TO))


def test_a_passkey_is_made_and_signs_in(open_page, look, gunay):
    page = open_page(gunay, size="phone", language="en")
    virtual_authenticator(page)
    page.goto("/sign-in/details/")
    page.get_by_role("link", name="How I sign in").click()
    look(page, "how")
    page.get_by_role("link", name="Add a passkey").click()
    look(page, "confirm")
    prove_by_code(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Add a passkey")
    look(page, "passkey-add")
    page.get_by_label("Name of this passkey").fill("My telephone")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How I sign in")
    expect(page.locator(".k-keys__name")).to_have_text("My telephone")
    look(page, "how-with-passkey")
    page.goto("/sign-in/out/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "/sign-in/out/" not in url)  # first the page looks for a trainer's day to erase
    page.goto("/sign-in/?next=/help/")
    look(page, "sign-in-ways")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile(r"//[^/]+/help/$"))
    page.wait_for_load_state()
    page.goto("/sign-in/how/")
    expect(page.locator(".k-keys__item")).to_contain_text("Last used on")
    page.get_by_role("link", name="Set a password").click()
    look(page, "password-set")
    page.get_by_label("New password").fill("short")
    page.get_by_label("Show what I write").check()
    expect(page.get_by_label("New password")).to_have_attribute("type", "text")
    page.get_by_role("button", name="Save the password").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_label("New password").fill("çəmən körpü nar ağacı")
    page.get_by_role("button", name="Save the password").click()
    page.get_by_role("link", name="Remove my password").click()
    look(page, "password-remove")
    page.get_by_role("button", name="Remove my password").click()
    page.get_by_role("link", name="Remove My telephone").click()
    look(page, "passkey-remove")
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.locator(".k-keys__item")).to_have_count(0)


def test_without_javascript_there_is_no_passkey_and_all_else(open_page, gunay):
    page = open_page(size="phone", language="en", javascript=False)
    page.goto("/sign-in/")
    expect(page.get_by_role("button", name="Send me a code")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    page.get_by_role("link", name="Sign in with a password").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in with a password")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_phone_signs_in_a_tablet_and_signs_it_out_again(open_page, look, gunay, javascript):
    tablet = open_page(language="en", javascript=javascript)
    phone = open_page(gunay, size="phone", language="en")
    tablet.goto("/sign-in/?next=/desk/")
    tablet.get_by_role("button", name="Sign in with a phone").click()
    number = tablet.locator(".k-device__number").inner_text()
    if javascript:
        look(tablet, "device")
    phone.goto(scanned(tablet))
    look(phone, "scan")
    phone.get_by_label("Which number does the device show?").fill("x")
    phone.get_by_role("button", name="Sign the device in").click()
    look(phone, "scan-error")
    phone.get_by_label("Which number does the device show?").fill(number)
    phone.get_by_role("button", name="Sign the device in").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("The device is signed in")
    look(phone, "scan-done")
    expect(tablet).to_have_url(re.compile(r"/desk/$"), timeout=20_000)
    expect(tablet.get_by_role("heading", level=1)).to_contain_text("Günay")
    phone.get_by_role("link", name="See my devices").click()
    expect(phone.get_by_text("This device")).to_be_visible()
    look(phone, "devices")
    phone.get_by_role("button", name="Sign out on all other devices").click()
    expect(phone.get_by_text("You are signed in nowhere else.")).to_be_visible()
    tablet.goto("/desk/")
    expect(tablet).to_have_url(re.compile(r"/sign-in/\?next=/desk/"))


def scanned(tablet) -> str:
    """Read the address in the square code: from the session that asked, since no camera looks at the screen here."""
    from django.contrib.sessions.backends.db import SessionStore

    key = next(cookie["value"] for cookie in tablet.context.cookies() if cookie["name"] == "sessionid")
    return f"/sign-in/scan/{SessionStore(key)['device_request']['token']}/"


def test_staff_set_up_their_second_factor(open_page, look, people):
    page = open_page(people["rena"], language="en")
    page.goto("/sign-in/second/?next=/admin/")
    look(page, "second-set-up")
    page.get_by_role("button", name="Set up an authenticator app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    page.get_by_role("button", name="Send me a code").click()
    enter(page, code_from_mailbox(page, "rena@journeys.example"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up an authenticator app")
    look(page, "second-app")
    secret = page.locator(".k-secret").inner_text().replace(" ", "")
    enter(page, code_of(secret))
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.get_by_role("button", name="Make recovery codes").click()
    expect(page.locator(".k-codes li")).to_have_count(10)
    look(page, "recovery")
    page.goto("/sign-in/how/")
    look(page, "how-staff")
    page.goto("/sign-in/second/")
    look(page, "second")


def code_of(secret: str) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))
