"""How somebody signs in after two accounts became one: with a code, and with nothing that somebody else set up."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user
from django.urls import reverse

from elearn.notices.models import Notice
from elearn.people.api import grant_role, merge
from elearn.people.models import Account, Person, Role
from tests import factories
from tests.people.test_passkeys import make, somewhere_else, use

PHONE, OTHER_PHONE, EMAIL = "+994501234567", "+994557654321", "leyla@example.com"
pytestmark = pytest.mark.database


@pytest.fixture
def rena(db) -> Person:
    return factories.staff("Rəna", "coordinator")


def one(**more) -> Person:
    return factories.person("Leyla Əliyeva", birth_year=1955, language="en", **more)


def by_code(address: str):
    browser = somewhere_else()
    browser.post(reverse("account_login"), {"login": address})
    browser.post(reverse("account_confirm_login_code"), {"code": factories.last_code(address)})
    return get_user(browser)


def test_the_absorbed_passkey_opens_nothing_and_the_kept_one_still_does(rena, signed_in):
    keep, absorb = one(email=EMAIL), one(phone=PHONE)
    mine, theirs = make(signed_in(keep)), make(signed_in(absorb))
    merge(keep, absorb, by=rena.account)
    assert [factor.user for factor in Authenticator.objects.all()] == [keep.account]
    other = somewhere_else()
    use(other, theirs)
    assert get_user(other).is_anonymous
    use(other, mine)
    assert get_user(other) == keep.account
    assert by_code(PHONE) == keep.account == by_code(EMAIL)


def test_a_passkey_made_by_a_thief_does_not_open_an_elders_account(rena, signed_in):
    leyla = one(phone=PHONE)
    thief = factories.person("Leyla Əliyeva", email="murad@example.com")
    stolen = make(signed_in(thief))
    browser = signed_in(thief)
    merge(leyla, thief, by=rena.account)
    other = somewhere_else()
    use(other, stolen)
    assert get_user(other).is_anonymous and get_user(browser).is_anonymous
    notice = Notice.objects.get(kind="sign_in_joined")
    assert (notice.person, notice.facts["sign_in"]) == (leyla, ["murad@example.com", PHONE])


def test_who_has_no_account_yet_keeps_theirs_with_its_passkey(rena, signed_in):
    keep, absorb = one(), one(email=EMAIL)
    passkey = make(signed_in(absorb))
    merge(keep, absorb, by=rena.account)
    other = somewhere_else()
    use(other, passkey)
    assert get_user(other).person == keep
    assert not Notice.objects.filter(kind="sign_in_joined").exists()


def test_an_address_that_was_proved_takes_the_place_of_one_that_was_not(rena):
    keep, absorb = one(phone=OTHER_PHONE), one(phone=PHONE)
    Account.objects.filter(person=absorb).update(phone_verified=True)
    merge(keep, absorb, by=rena.account)
    account = Account.objects.get(person=keep)
    assert (account.phone, account.phone_verified) == (PHONE, True)
    assert by_code(PHONE) == account


def test_a_closed_sign_in_is_not_opened_by_a_merge(rena, signed_in):
    keep, absorb = one(email=EMAIL), one(phone=PHONE)
    Account.objects.filter(person=keep).update(is_active=False)
    browser = signed_in(rena)
    page = browser.post(
        reverse("people:merge", args=[keep.pk]), {"with": absorb.pk, "keep": keep.pk}, follow=True
    ).content.decode()  # fmt: skip
    assert by_code(PHONE).is_anonymous and by_code(EMAIL).is_anonymous
    assert not Notice.objects.filter(kind="sign_in_joined").exists()
    assert "qapalıdır" in page or "is closed and stays so" in page


def test_roles_that_move_wait_for_a_second_factor_of_the_kept_account(rena, settings, signed_in):
    settings.STAFF_SECOND_FACTOR = True
    keep, absorb = one(email=EMAIL), one(phone=PHONE)
    make(signed_in(absorb))
    grant_role(absorb, Role.COORDINATOR)
    merge(keep, absorb, by=rena.account)
    browser = signed_in(keep)
    assert browser.get(reverse("people:index")).status_code == 302
