"""A phone that is signed in lets another device in: once, in three minutes, knowing its number, and that device only."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elearn.history.models import Entry
from elearn.people.models import Account, DeviceRequest
from tests import factories
from tests.people.test_devices import IPAD
from tests.visitors import prove

EMAIL = "leyla@example.com"


@pytest.fixture
def leyla(db):
    return factories.person("Leyla Əliyeva", email=EMAIL, birth_year=1955)


@pytest.fixture
def tablet(db) -> Client:
    return new_tablet()


def new_tablet() -> Client:
    browser = Client(HTTP_USER_AGENT=IPAD)
    browser.cookies["language"] = "en"
    return browser


def ask(tablet, **more) -> tuple[str, str]:
    """Have the tablet ask; gives the address in its square code and the number it shows."""
    assert tablet.post(reverse("account_device_ask"), more).url == reverse("account_device")
    page = tablet.get(reverse("account_device")).content.decode()
    number = re.search(r'k-device__number">(\d\d)<', page).group(1)
    return reverse("account_scan", args=[tablet.session["device_request"]["token"]]), number


def other_than(number: str) -> str:
    return "10" if number != "10" else "11"


def test_the_tablet_is_signed_in(tablet, signed_in, leyla):
    address, number = ask(tablet, next="/help/")
    phone = signed_in(leyla)
    page = phone.get(address).content.decode()
    assert "iPad, Safari" in page and "Leyla Əliyeva" in page
    assert number not in re.sub(r"<[^>]+>", "", page).replace(timezone.localtime().strftime("%H:%M"), "").split()
    assert tablet.get(reverse("account_device_status")).json() == {"waiting": True}
    assert "The device is signed in" in phone.post(address, {"number": f" {number[0]} {number[1]} "}).content.decode()
    assert tablet.get(reverse("account_device_status")).json() == {"waiting": False}
    assert tablet.get(reverse("account_device")).url == "/help/"
    assert get_user(tablet) == leyla.account
    assert "iPad" in factories.last_message(EMAIL).body
    assert Entry.objects.filter(kind="device_let_in").count() == 1


def test_without_javascript_the_page_asks_by_itself(tablet):
    ask(tablet)
    page = tablet.get(reverse("account_device")).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page


@pytest.mark.database
def test_it_works_once(tablet, signed_in, leyla):
    address, number = ask(tablet)
    phone = signed_in(leyla)
    phone.post(address, {"number": number})
    kept = dict(tablet.session["device_request"])
    tablet.get(reverse("account_device"))
    tablet.post(reverse("account_logout"))
    session = tablet.session
    session["device_request"] = kept
    session.save()
    tablet.get(reverse("account_device"))
    assert not get_user(tablet).is_authenticated
    assert phone.get(address).status_code == 404
    assert phone.post(address, {"number": number}).status_code == 404


def test_whoever_has_the_square_code_alone_is_not_signed_in(tablet, signed_in, leyla):
    """Somebody photographs the code, or takes the row's number: only the session that asked is let in."""
    address, number = ask(tablet)
    thief = new_tablet()
    ask(thief)
    session = thief.session
    session["device_request"] |= {"pk": DeviceRequest.objects.order_by("pk").first().pk}
    session.save()
    signed_in(leyla).post(address, {"number": number})
    thief.get(reverse("account_device"))
    assert not get_user(thief).is_authenticated
    tablet.get(reverse("account_device"))
    assert get_user(tablet).is_authenticated


def test_opening_the_address_does_nothing_by_itself(tablet, signed_in, leyla):
    address, _number = ask(tablet)
    phone = signed_in(leyla)
    phone.get(address)
    phone.post(address, {})
    tablet.get(reverse("account_device"))
    assert not get_user(tablet).is_authenticated


@pytest.mark.database
def test_two_wrong_numbers_end_it(tablet, signed_in, leyla):
    address, number = ask(tablet)
    phone = signed_in(leyla)
    assert "one more try" in phone.post(address, {"number": other_than(number)}).content.decode()
    assert "not right twice" in phone.post(address, {"number": other_than(number)}).content.decode()
    assert phone.post(address, {"number": number}).status_code == 404
    page = tablet.get(reverse("account_device")).content.decode()
    assert "The phone said no, or the number was not right" in page
    assert not get_user(tablet).is_authenticated


def test_numbers_cannot_be_tried_on_many_codes(tablet, signed_in, leyla):
    phone = signed_in(leyla)
    for _time in range(10):
        address, number = ask(new_tablet())
        phone.post(address, {"number": other_than(number)})
    address, number = ask(tablet)
    assert "Too many tries" in phone.post(address, {"number": number}).content.decode()


@pytest.mark.database
def test_no_is_no(tablet, signed_in, leyla):
    address, number = ask(tablet)
    phone = signed_in(leyla)
    assert "stays out" in phone.post(address, {"number": number, "refuse": "1"}).content.decode()
    tablet.get(reverse("account_device"))
    assert not get_user(tablet).is_authenticated


@pytest.mark.parametrize("allowed_before", [False, True])
def test_after_three_minutes_it_is_over(tablet, signed_in, leyla, allowed_before):
    address, number = ask(tablet)
    phone = signed_in(leyla)
    if allowed_before:
        phone.post(address, {"number": number})
    DeviceRequest.objects.update(asked_at=timezone.now() - timedelta(minutes=3, seconds=1))
    if not allowed_before:
        assert phone.post(address, {"number": number}).status_code == 404
    assert "time for this code is over" in tablet.get(reverse("account_device")).content.decode()
    assert not get_user(tablet).is_authenticated


def test_a_new_code_ends_the_tablets_claim_on_the_older(tablet, signed_in, leyla):
    address, number = ask(tablet)
    ask(tablet)
    signed_in(leyla).post(address, {"number": number})
    tablet.get(reverse("account_device"))
    assert not get_user(tablet).is_authenticated


def test_a_closed_sign_in_lets_nobody_in(tablet, signed_in, leyla):
    address, number = ask(tablet)
    signed_in(leyla).post(address, {"number": number})
    Account.objects.update(is_active=False)
    tablet.get(reverse("account_device"))
    assert not get_user(tablet).is_authenticated


def test_secrets_are_not_in_the_database(tablet):
    ask(tablet)
    kept, row = tablet.session["device_request"], str(DeviceRequest.objects.values().get())
    assert len(kept["token"]) == len(kept["secret"]) == 32
    assert kept["token"] not in row and kept["secret"] not in row


def test_a_scanned_device_cannot_change_how_one_signs_in(tablet, signed_in, leyla):
    address, number = ask(tablet)
    signed_in(leyla).post(address, {"number": number})
    tablet.get(reverse("account_device"))
    for name in ("account_passkey_add", "account_password_set", "account_address"):
        assert tablet.get(reverse(name)).url.startswith(reverse("account_confirm"))


def test_staff_do_not_get_round_their_second_factor(tablet, signed_in, settings):
    settings.STAFF_SECOND_FACTOR = True
    rena = factories.staff("Rəna Həsənova", "coordinator")
    address, number = ask(tablet, next="/admin/")
    phone = signed_in(rena)

    prove(phone, "mfa")
    assert phone.get("/admin/").status_code == 200
    phone.post(address, {"number": number})
    assert tablet.get(reverse("account_device")).url.startswith(reverse("account_second"))
    assert tablet.get("/admin/").url.startswith(reverse("account_second"))


def test_a_stranger_is_asked_to_sign_in_first(tablet, visitor):
    address, number = ask(tablet)
    for take in (visitor.get, visitor.post):
        assert take(address).url == f"{reverse('account_login')}?next={address}"
    tablet.get(reverse("account_device"))
    assert not get_user(tablet).is_authenticated


def test_an_unknown_code_says_nothing(signed_in, leyla):
    for token in ("x", "a" * 32, "a" * 500):
        assert signed_in(leyla).get(reverse("account_scan", args=[token])).status_code == 404


def test_a_tablet_that_did_not_ask_has_no_page(tablet):
    assert tablet.get(reverse("account_device")).url == reverse("account_login")
    assert tablet.get(reverse("account_device_status")).json() == {"waiting": False}
    assert tablet.get(reverse("account_device_ask")).status_code == 405


def test_codes_are_not_made_without_end(tablet, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "ask_device": "3/m/ip"}
    for _time in range(3):
        ask(tablet)
    assert tablet.post(reverse("account_device_ask")).status_code == 429


def test_old_requests_are_forgotten(tablet):
    ask(tablet)
    DeviceRequest.objects.update(asked_at=timezone.now() - timedelta(days=2))
    ask(new_tablet())
    assert DeviceRequest.objects.count() == 1
