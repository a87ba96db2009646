"""Signing in with a code, through the pages."""

import re

import pytest
from django.contrib.auth import get_user
from django.core.management import call_command
from django.urls import reverse

from elearn.notices.models import MailboxMessage
from elearn.people.api import best_contact
from elearn.people.models import Account
from tests import factories

PHONE = "+994501234567"


@pytest.fixture
def leyla(db):
    return factories.person("Leyla Əliyeva", phone=PHONE, email="leyla@example.com", birth_year=1955)


def ask(visitor, address, **more):
    return visitor.post(reverse("account_login"), {"login": address, **more})


def answer(visitor, code, **more):
    return visitor.post(reverse("account_confirm_login_code"), {"code": code, **more})


def who(visitor):
    return get_user(visitor)


@pytest.mark.parametrize("written", ["leyla@example.com", " Leyla@Example.com ", "050 123 45 67", "994501234567"])
def test_a_code_signs_in(visitor, leyla, written):
    page = ask(visitor, written)
    assert page.url == reverse("account_confirm_login_code")
    to = "leyla@example.com" if "@" in written else PHONE
    done = answer(visitor, factories.last_code(to))
    assert done.url == reverse("desk:home")
    assert who(visitor) == leyla.account


@pytest.mark.parametrize("spaced", ["{a}{b}", "{a} {b}", "{a}-{b}", " {a}  {b} "])
def test_spaces_and_dashes_do_not_matter(visitor, leyla, spaced):
    ask(visitor, PHONE)
    a, b = factories.last_code(PHONE).split()
    answer(visitor, spaced.format(a=a, b=b))
    assert who(visitor).is_authenticated


def test_a_code_has_six_digits_and_says_how_long_it_is_good(visitor, leyla):
    ask(visitor, PHONE)
    assert re.fullmatch(r"\d{3} \d{3}", factories.last_code(PHONE))
    assert "15" in factories.last_message(PHONE).body


def test_the_code_proves_the_address(visitor, leyla):
    assert not leyla.account.phone_verified
    ask(visitor, PHONE)
    answer(visitor, factories.last_code(PHONE))
    leyla.account.refresh_from_db()
    assert leyla.account.phone_verified
    assert not leyla.account.emailaddress_set.get().verified


@pytest.mark.parametrize(("written", "kind"), [(PHONE, "phone"), ("leyla@example.com", "email")])
def test_messages_go_where_a_code_has_arrived(visitor, leyla, written, kind):
    ask(visitor, written)
    answer(visitor, factories.last_code(written))
    assert best_contact(leyla).kind == kind
    assert leyla.contact_points.get(kind=kind).verified_at


def test_the_administrator_signs_in_with_a_code_too(visitor, db):
    call_command("createsuperuser", handle="root", email="Root@korpu.example", interactive=False, verbosity=0)
    ask(visitor, "root@korpu.example")
    answer(visitor, factories.last_code("root@korpu.example"))
    assert who(visitor).is_superuser


def test_the_way_on_is_kept(visitor, leyla):
    page = visitor.get(reverse("account_login"), {"next": "/help/"})
    assert 'value="/help/"' in page.content.decode()
    page = ask(visitor, PHONE, next="/help/")
    done = answer(visitor, factories.last_code(PHONE), next="/help/")
    assert done.url == "/help/"


def test_the_way_on_is_never_elsewhere(visitor, leyla):
    ask(visitor, PHONE, next="https://evil.example/")
    done = answer(visitor, factories.last_code(PHONE), next="https://evil.example/")
    assert done.url == reverse("desk:home")


def test_five_wrong_codes_end_it(visitor, leyla):
    ask(visitor, PHONE)
    right = factories.last_code(PHONE)
    wrong = "000000" if right != "000 000" else "111111"
    for _try in range(4):
        page = answer(visitor, wrong)
        assert "not the code we sent" in page.content.decode()
    page = answer(visitor, wrong)
    assert page.url == reverse("account_request_login_code")
    assert "Too many tries" in visitor.get(page.url).content.decode()
    answer(visitor, right)
    assert not who(visitor).is_authenticated


def test_a_code_is_good_for_fifteen_minutes(visitor, leyla):
    ask(visitor, PHONE)
    grow_older(visitor, 14 * 60)
    assert visitor.get(reverse("account_confirm_login_code")).status_code == 200
    grow_older(visitor, 2 * 60)
    page = answer(visitor, factories.last_code(PHONE))
    assert not who(visitor).is_authenticated
    assert "no longer valid" in visitor.get(page.url).content.decode()


def test_a_code_sent_again_lives_as_long_and_replaces_the_first(visitor, leyla):
    ask(visitor, PHONE)
    first = factories.last_code(PHONE)
    grow_older(visitor, 14 * 60)
    visitor.post(reverse("account_confirm_login_code"), {"action": "resend"})
    second = factories.last_code(PHONE)
    grow_older(visitor, 10 * 60)
    if first != second:
        answer(visitor, first)
        assert not who(visitor).is_authenticated
    answer(visitor, second)
    assert who(visitor).is_authenticated


def test_a_code_is_sent_again_twice_at_most(visitor, leyla):
    ask(visitor, PHONE)
    for _again in range(4):
        visitor.post(reverse("account_confirm_login_code"), {"action": "resend"})
    assert MailboxMessage.objects.count() == 3
    page = visitor.get(reverse("account_confirm_login_code")).content.decode()
    assert "Send a new code" not in page


@pytest.mark.database
def test_a_code_works_once(visitor, leyla, client):
    ask(visitor, PHONE)
    code = factories.last_code(PHONE)
    answer(visitor, code)
    visitor.post(reverse("account_logout"))
    answer(visitor, code)
    assert not who(visitor).is_authenticated


def test_who_mistyped_the_address_can_go_back(visitor, leyla):
    ask(visitor, "nobody@example.com")
    assert visitor.get(reverse("account_login")).status_code == 200
    ask(visitor, PHONE)
    answer(visitor, factories.last_code(PHONE))
    assert who(visitor).is_authenticated


@pytest.mark.parametrize(
    ("known", "unknown"),
    [("leyla@example.com", "nobody@example.com"), (PHONE, "+994557654321")],
)
def test_an_unknown_address_gets_the_same_answers(visitor, leyla, known, unknown):
    def walk(address):
        visitor.cookies.clear()
        visitor.cookies["language"] = "en"
        seen = [ask(visitor, address)]
        seen.append(visitor.get(seen[0].url))
        seen.append(answer(visitor, "999999x"))
        seen.append(visitor.post(reverse("account_confirm_login_code"), {"action": "resend"}))
        seen.append(visitor.get(reverse("account_confirm_login_code")))
        seen += [answer(visitor, "abc") for _try in range(4)]
        return [(page.status_code, page.get("Location"), clean(page, address)) for page in seen]

    assert walk(known) == walk(unknown)


def clean(page, address):
    """The words of a page without the address, the number as it is written and the form token."""
    from elearn.people.phones import readable_phone

    text = page.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
    for known in (address, readable_phone(address) if "@" not in address else address):
        text = text.replace(known, "ADDRESS").replace(known.replace("@", "%40").replace("+", "%2B"), "ADDRESS")
    return text


@pytest.mark.parametrize("address", ["nobody@example.com", "+994557654321"])
def test_an_unknown_address_gets_a_kind_message_without_a_code(visitor, address):
    ask(visitor, address)
    message = factories.last_message(address)
    assert reverse("account_signup") in message.body
    assert not factories.last_code(address)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "Write your e-mail address or mobile number"),
        ("leyla", "Enter an e-mail address or a mobile number"),
        ("leyla@", "valid email"),
        ("012 498 12 34", "landline"),
        ("+44 7911 123456", "cannot send text messages to this number"),
    ],
)
def test_what_is_no_address_is_said_in_words(visitor, written, words):
    page = ask(visitor, written)
    assert words in page.content.decode()
    assert MailboxMessage.objects.count() == 0


def test_without_a_gateway_only_e_mail_is_asked_for(visitor, settings):
    settings.SMS_URL = "none"
    page = visitor.get(reverse("account_login")).content.decode()
    assert "Your e-mail address" in page
    assert "mobile" not in page
    assert "cannot send text messages at the moment" in ask(visitor, PHONE).content.decode()


def test_a_closed_sign_in_is_like_an_unknown_one(visitor, leyla):
    Account.objects.update(is_active=False)
    for address in (PHONE, "leyla@example.com"):
        ask(visitor, address)
        assert not factories.last_code(address)


def test_a_password_is_no_way_in(visitor, leyla):
    leyla.account.set_password("a-password")
    leyla.account.save()
    visitor.post(reverse("account_login"), {"login": "leyla@example.com", "password": "a-password"})
    assert not who(visitor).is_authenticated


def test_sign_out_needs_a_button(visitor, leyla):
    visitor.force_login(leyla.account, backend="django.contrib.auth.backends.ModelBackend")
    assert "Sign out?" in visitor.get(reverse("account_logout")).content.decode()
    assert who(visitor).is_authenticated
    visitor.post(reverse("account_logout"))
    assert not who(visitor).is_authenticated


def test_a_session_lasts_sixty_days(visitor, leyla):
    ask(visitor, PHONE)
    answer(visitor, factories.last_code(PHONE))
    assert visitor.cookies["sessionid"]["max-age"] == 60 * 24 * 3600


def grow_older(visitor, seconds: int) -> None:
    """Let time pass for the code that is under way."""
    session = visitor.session
    session["account_login"]["initiated_at"] -= seconds
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] -= seconds
    session.save()


def test_the_admin_asks_for_no_password(visitor, db):
    page = visitor.get("/admin/login/", {"next": "/admin/people/"})
    assert page.url == f"{reverse('account_login')}?next=%2Fadmin%2Fpeople%2F"
    assert visitor.get("/admin/").url == f"{reverse('account_login')}?next=/admin/"
