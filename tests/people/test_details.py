"""What we ask once, and a person's own details."""

import pytest
from django.urls import reverse

from elearn.people.api import addressed
from elearn.people.models import Account
from tests import factories

PHONE, OTHER_PHONE = "+994501234567", "+994557654321"


@pytest.fixture
def gunay(db):
    return factories.person("Günay Məmmədova", phone=PHONE, language="en")


def sign_in(visitor):
    visitor.post(reverse("account_login"), {"login": PHONE})
    return visitor.post(reverse("account_confirm_login_code"), {"code": factories.last_code(PHONE)})


def test_year_of_birth_is_asked_once_saying_why(visitor, gunay):
    page = sign_in(visitor)
    assert page.url == f"{reverse('account_welcome')}?next=%2Fdesk%2F"
    words = visitor.get(page.url).content.decode()
    assert "people under 18" in words
    done = visitor.post(page.url, {"birth_year": "2007", "form_of_address": "xanim", "next": "/desk/"})
    assert done.url == "/desk/"
    gunay.refresh_from_db()
    assert (gunay.birth_year, addressed(gunay)) == (2007, "Günay Məmmədova xanım")
    visitor.post(reverse("account_logout"))
    assert sign_in(visitor).url == "/desk/"


def test_who_prefers_not_to_say_is_not_asked_again(visitor, gunay):
    page = sign_in(visitor)
    visitor.post(page.url, {"skip": "1", "birth_year": "not a year"})
    gunay.refresh_from_db()
    assert gunay.birth_year is None
    visitor.post(reverse("account_logout"))
    assert sign_in(visitor).url == "/desk/"


@pytest.mark.parametrize("year", ["52", "1700", "3000", "abc"])
def test_a_year_nobody_is_born_in_is_asked_for_again(signed_in, gunay, year):
    page = signed_in(gunay).post(reverse("account_welcome"), {"birth_year": year})
    assert "with four digits" in page.content.decode()


def test_details_can_be_put_right(signed_in, gunay):
    browser = signed_in(gunay)
    assert "050 123 45 67" in browser.get(reverse("account_details")).content.decode()
    browser.post(
        reverse("account_details"),
        {
            "name": "Günay",
            "papers_name": "Məmmədova Günay Elçin qızı",
            "form_of_address": "",
            "birth_year": "2006",
            "language": "ru",
        },
    )
    gunay.refresh_from_db()
    assert (gunay.name, gunay.papers_name) == ("Günay", "Məmmədova Günay Elçin qızı")
    assert (gunay.birth_year, gunay.language) == (2006, "ru")


def test_another_address_is_added_by_its_code(signed_in, gunay):
    browser = signed_in(gunay)
    page = browser.post(reverse("account_address"), {"address": "Gunay@example.com"})
    assert page.url == reverse("account_address_code")
    account = Account.objects.get()
    assert account.email is None
    browser.post(page.url, {"code": factories.last_code("gunay@example.com")})
    account.refresh_from_db()
    assert (account.email, account.phone) == ("gunay@example.com", PHONE)


def test_an_address_that_signs_in_somebody_else_stays_theirs(signed_in, gunay):
    rauf = factories.person("Rauf", phone=OTHER_PHONE)
    browser = signed_in(gunay)
    browser.post(reverse("account_address"), {"address": OTHER_PHONE})
    page = browser.post(reverse("account_address_code"), {"code": factories.last_code(OTHER_PHONE)})
    assert "Somebody else already signs in" in browser.get(page.url).content.decode()
    assert Account.objects.get(phone=OTHER_PHONE).person == rauf
    assert gunay.contact_points.filter(value=OTHER_PHONE).exists()


@pytest.mark.parametrize("name", ["account_welcome", "account_details", "account_address", "account_address_code"])
def test_a_visitor_is_sent_to_sign_in(visitor, name):
    for ask in (visitor.get, visitor.post):
        assert ask(reverse(name)).url == f"{reverse('account_login')}?next={reverse(name)}"
