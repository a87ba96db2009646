"""The optional password: never needed, tried so often only, and ended everywhere when it changes."""

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from elearn.people.models import Account, Device
from tests import factories
from tests.visitors import prove

EMAIL, PHONE = "leyla@example.com", "+994501234567"
GOOD = "çəmən körpü nar ağacı"


@pytest.fixture
def leyla(db):
    return factories.person("Leyla Əliyeva", email=EMAIL, phone=PHONE, birth_year=1955)


def has_password(person, password=GOOD) -> None:
    person.account.set_password(password)
    person.account.save()


def sign_in(browser, login, password=GOOD, **more):
    return browser.post(reverse("account_password"), {"login": login, "password": password, **more})


@pytest.mark.parametrize("login", [EMAIL, "Leyla@Example.com", "050 123 45 67"])
def test_it_signs_in(visitor, leyla, login):
    has_password(leyla)
    assert sign_in(visitor, login, next="/help/").url == "/help/"
    assert get_user(visitor) == leyla.account


def test_the_sign_in_page_asks_for_none(visitor, leyla):
    page = visitor.get(reverse("account_login")).content.decode()
    assert 'type="password"' not in page
    assert page.index('name="login"') < page.index(reverse("account_password"))


@pytest.mark.parametrize(
    ("login", "password"), [(EMAIL, "wrong password"), ("nobody@example.com", GOOD), (PHONE, "x"), (EMAIL, GOOD + " ")]
)
def test_wrong_and_unknown_get_the_same_answer(visitor, leyla, login, password):
    has_password(leyla)
    page = sign_in(visitor, login, password)
    assert "do not belong together" in page.content.decode()
    assert not get_user(visitor).is_authenticated


def test_an_account_without_a_password_cannot_be_guessed(visitor, leyla):
    for password in ("", "!", leyla.account.password, "None"):
        sign_in(visitor, EMAIL, password)
        assert not get_user(visitor).is_authenticated


def test_a_closed_sign_in_stays_closed(visitor, leyla):
    has_password(leyla)
    Account.objects.update(is_active=False)
    assert "do not belong together" in sign_in(visitor, EMAIL).content.decode()


@pytest.mark.database
def test_ten_tries_then_it_waits_even_with_the_right_one_and_from_elsewhere(visitor, leyla):
    has_password(leyla)
    for _time in range(10):
        sign_in(visitor, EMAIL, "wrong password")
    other = Client(REMOTE_ADDR="203.0.113.9")
    other.cookies["language"] = "en"
    assert "Too many tries" in sign_in(other, EMAIL).content.decode()
    assert not get_user(other).is_authenticated
    other.post(reverse("account_login"), {"login": EMAIL})
    other.post(reverse("account_confirm_login_code"), {"code": factories.last_code(EMAIL)})
    assert get_user(other).is_authenticated


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "Write a password"),
        ("short", "too short"),
        ("1234567890", "too common"),
        ("73829164055", "entirely numeric"),
        ("password123", "too common"),
        ("leyla@example.com", "too similar"),
        ("Leyla Əliyeva", "too similar"),
    ],
)
def test_a_weak_one_is_not_taken(signed_in, leyla, password, said):
    browser = signed_in(leyla)
    assert said in browser.post(reverse("account_password_set"), {"password": password}).content.decode()
    assert not Account.objects.get().has_usable_password()


@pytest.mark.database
def test_setting_and_removing_it_sign_out_elsewhere_and_tell(signed_in, leyla):
    other = Client()
    other.force_login(leyla.account, backend="django.contrib.auth.backends.ModelBackend")
    browser = signed_in(leyla)
    assert browser.post(reverse("account_password_set"), {"password": GOOD}).url == reverse("account_how")
    assert get_user(browser).is_authenticated
    assert not get_user(other).is_authenticated
    assert [device.session_key for device in Device.objects.all()] == [browser.session.session_key]
    assert "A password was set" in factories.last_message(EMAIL).body
    assert Account.objects.get().check_password(GOOD)
    browser.post(reverse("account_password_remove"))
    assert get_user(browser).is_authenticated
    assert not Account.objects.get().has_usable_password()
    assert "The password was removed" in factories.last_message(EMAIL).body


def test_it_proves_who_one_is_but_only_so_many_tries(signed_in, leyla):
    has_password(leyla)
    browser = signed_in(leyla)
    prove(browser)
    page = browser.post(reverse("account_confirm"), {"password": "wrong"})
    assert "This is not your password" in page.content.decode()
    page = browser.post(reverse("account_confirm"), {"password": GOOD, "next": reverse("account_passkey_add")})
    assert page.url == reverse("account_passkey_add")
    prove(browser)
    for _time in range(9):
        page = browser.post(reverse("account_confirm"), {"password": "wrong"})
    assert "Too many tries" in page.content.decode()


@pytest.mark.parametrize("name", ["account_password_set", "account_password_remove"])
def test_a_visitor_is_sent_to_sign_in(visitor, name):
    for ask in (visitor.get, visitor.post):
        assert ask(reverse(name)).url == f"{reverse('account_login')}?next={reverse(name)}"
