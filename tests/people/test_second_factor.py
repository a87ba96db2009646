"""Staff show a second factor in the same session before staff work opens; in production always."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from cryptography.fernet import Fernet
from django.contrib.auth import get_user
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from elearn.notices.models import MailboxMessage
from elearn.people.encryption import decrypt, write_anew
from elearn.people.models import Account, Role
from elearn.people.passkeys import app_of
from elearn.people.policies import has_role, role_required
from tests import factories
from tests.people.test_passkeys import make, question_on, use
from tests.visitors import prove

pytestmark = pytest.mark.django_db
ADMIN = "/admin/"


@pytest.fixture(autouse=True)
def rule(settings):
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def rena(db):
    return factories.staff("Rəna Həsənova", "coordinator")


def new_browser(person=None) -> Client:
    browser = Client()
    browser.cookies["language"] = "en"
    if person:
        browser.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def sign_in_by_code(person) -> Client:
    browser = new_browser()
    browser.post(reverse("account_login"), {"login": person.account.email})
    browser.post(reverse("account_confirm_login_code"), {"code": factories.last_code(person.account.email)})
    assert get_user(browser).is_authenticated
    return browser


def set_up_app(browser) -> str:
    """Set up an authenticator app; gives its secret."""
    page = browser.get(reverse("account_second_app")).content.decode()
    secret = re.search(r'k-secret">([A-Z2-7 ]+)<', page).group(1).replace(" ", "")
    browser.post(reverse("account_second_app"), {"code": code_of(secret)})
    return secret


def code_of(secret: str, step: int = 1) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[step]))


def is_open(browser) -> bool:
    page = browser.get(ADMIN)
    assert page.status_code in (200, 302)
    return page.status_code == 200


@pytest.mark.parametrize("role", ["coordinator", "operator", "safeguarding"])
def test_the_admin_is_shut_and_leads_to_setting_up(role):
    person = factories.staff("Rəna Həsənova", role)
    browser = sign_in_by_code(person)
    page = browser.get("/admin/people/?q=a")
    assert page.url == f"{reverse('account_second')}?next=/admin/people/%3Fq%3Da"
    words = browser.get(page.url).content.decode()
    assert "Protect your work" in words
    assert reverse("account_passkey_add") in words and reverse("account_second_app") in words


def test_a_superuser_is_no_exception():
    call_command("createsuperuser", handle="root", email="root@korpu.example", interactive=False, verbosity=0)
    root = Account.objects.get()
    browser = new_browser()
    browser.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get(ADMIN).url.startswith(reverse("account_second"))
    assert browser.post("/admin/users/").url.startswith(reverse("account_second"))


@pytest.mark.parametrize("role", ["coordinator", "counsellor", "operator", "safeguarding", "trainer", "partner"])
def test_staff_roles_count_for_nothing_without_it(role, rf):
    person = factories.staff("Rəna Həsənova", role)
    account = Account.objects.get(person=person)
    assert has_role(account, Role(role))
    account.session_has_second_factor = False
    assert not has_role(account, Role(role))
    assert not account.has_perm("people.view_person")
    assert not account.has_module_perms("people")
    account.session_has_second_factor = True
    assert has_role(account, Role(role))


@pytest.mark.parametrize("role", ["elder", "learner", "companion"])
def test_everybody_else_needs_none(role):
    person = factories.person("Günay", email="gunay@example.com", roles=[Role(role)], birth_year=2000)
    browser = sign_in_by_code(person)
    account = get_user(browser)
    account.session_has_second_factor = False
    assert has_role(account, Role(role))
    assert browser.get("/desk/").status_code == 200
    assert browser.get(reverse("account_second")).url == reverse("account_how")
    assert browser.get(reverse("account_second_app")).url == reverse("account_how")


def test_permissions_outside_the_admin_are_shut_too(rena):
    browser = new_browser(rena)
    assert "What waits for you" not in browser.get("/desk/").content.decode()
    prove(browser, "mfa")
    assert "What waits for you" in browser.get("/desk/").content.decode()


def test_signing_in_leads_to_it_and_on(rena):
    make(sign_in_by_code(rena))
    browser = new_browser()
    browser.post(reverse("account_login"), {"login": rena.account.email, "next": "/admin/people/"})
    page = browser.post(
        reverse("account_confirm_login_code"),
        {"code": factories.last_code(rena.account.email), "next": "/admin/people/"},
    )
    assert page.url == f"{reverse('account_second')}?next=%2Fadmin%2Fpeople%2F"


def test_a_passkey_opens_it_at_once(rena):
    passkey = make(sign_in_by_code(rena))
    browser = new_browser()
    assert use(browser, passkey, next=ADMIN).url == ADMIN
    assert is_open(browser)


def test_a_factor_counts_in_the_session_it_was_used_in_only(rena):
    first = sign_in_by_code(rena)
    passkey = make(first)
    assert is_open(first)
    browser = sign_in_by_code(rena)
    assert not is_open(browser)
    options = question_on(browser.get(reverse("account_second"), {"next": ADMIN}))
    page = browser.post(reverse("account_second"), {"credential": json.dumps(passkey.get(options)), "next": ADMIN})
    assert page.url == ADMIN
    assert is_open(browser)
    browser.post(reverse("account_logout"))
    again = sign_in_by_code(rena)
    assert not is_open(again)


def test_somebody_elses_proof_in_the_session_does_not_count(rena):
    browser = new_browser(rena)
    prove(browser, "mfa")
    session = browser.session
    session["account_authentication_methods_user"] = "999"
    session.save()
    assert not is_open(browser)


@pytest.mark.database
def test_a_password_is_no_second_factor_and_sets_none_up(rena):
    account = rena.account
    account.set_password("çəmən körpü nar ağacı")
    account.save()
    browser = new_browser()
    browser.post(reverse("account_password"), {"login": account.email, "password": "çəmən körpü nar ağacı"})
    assert get_user(browser).is_authenticated
    assert not is_open(browser)
    for name in ("account_passkey_add", "account_second_app"):
        assert browser.get(reverse(name)).url.startswith(reverse("account_confirm"))
    page = browser.post(reverse("account_confirm"), {"password": "çəmən körpü nar ağacı"})
    assert page.url == reverse("account_confirm_code")


def test_with_a_factor_nothing_is_changed_without_it(rena):
    make(sign_in_by_code(rena))
    browser = sign_in_by_code(rena)
    pk = Authenticator.objects.filter(type="webauthn").get().pk
    for name, args in [
        ("account_passkey_add", []), ("account_passkey_remove", [pk]), ("account_second_app", []),
        ("account_recovery", []), ("account_password_set", []), ("account_address", []), ("account_confirm", []),
    ]:  # fmt: skip
        for ask in (browser.get, browser.post):
            assert ask(reverse(name, args=args)).url.startswith(reverse("account_second"))


@pytest.mark.database
def test_an_app_is_set_up_and_its_codes_work_once(rena):
    first = sign_in_by_code(rena)
    secret = set_up_app(first)
    assert is_open(first)
    kept = app_of(rena.account)
    assert secret not in json.dumps(kept.data)
    assert decrypt(kept.data["secret"]) == secret
    browser = sign_in_by_code(rena)
    page = browser.post(reverse("account_second"), {"code": "000000"})
    assert "This code is not right" in page.content.decode()
    code = code_of(secret, 0)
    page = browser.post(reverse("account_second"), {"code": f"{code[:3]} {code[3:]}", "next": ADMIN})
    assert page.url == ADMIN
    assert is_open(browser)
    other = sign_in_by_code(rena)
    assert "used before" in other.post(reverse("account_second"), {"code": code}).content.decode()
    assert not is_open(other)


def test_an_app_that_shows_another_code_is_not_kept(rena):
    browser = sign_in_by_code(rena)
    browser.get(reverse("account_second_app"))
    assert browser.post(reverse("account_second_app"), {"code": "000000"}).status_code == 200
    assert app_of(rena.account) is None


@pytest.mark.database
def test_recovery_codes_are_shown_once_and_work_once(rena):
    first = sign_in_by_code(rena)
    set_up_app(first)
    page = first.post(reverse("account_recovery")).content.decode()
    codes = re.findall(r"<li>(\d{4} \d{4})</li>", page)
    assert len(codes) == 10
    assert not re.search(r"\d{4} \d{4}", first.get(reverse("account_recovery")).content.decode())
    browser = sign_in_by_code(rena)
    assert browser.post(reverse("account_second"), {"code": codes[3], "next": ADMIN}).url == ADMIN
    assert is_open(browser)
    other = sign_in_by_code(rena)
    other.post(reverse("account_second"), {"code": codes[3]})
    assert not is_open(other)
    first.post(reverse("account_recovery"))
    other.post(reverse("account_second"), {"code": codes[4]})
    assert not is_open(other)


def test_codes_cannot_be_guessed_without_end(rena):
    set_up_app(sign_in_by_code(rena))
    secret = decrypt(app_of(rena.account).data["secret"])
    for _number in range(5):
        sign_in = new_browser(rena)
        sign_in.post(reverse("account_second"), {"code": "000000"})
    browser = new_browser(rena)
    page = browser.post(reverse("account_second"), {"code": code_of(secret, 2)})
    assert "Too many tries" in page.content.decode()
    assert not is_open(browser)


def test_removing_a_factor_takes_what_it_proved_along(rena):
    browser = sign_in_by_code(rena)
    make(browser)
    laptop = new_browser(rena)
    prove(laptop, "mfa", id=Authenticator.objects.get(type="webauthn").pk)
    assert is_open(laptop)
    browser.post(reverse("account_passkey_remove", args=[Authenticator.objects.get(type="webauthn").pk]))
    assert not Authenticator.objects.exists()
    assert not is_open(browser)
    assert not get_user(laptop).is_authenticated


@pytest.mark.database
def test_secrets_follow_the_newest_key(rena, settings):
    browser = sign_in_by_code(rena)
    secret = set_up_app(browser)
    codes = re.findall(r"<li>(\d{4} \d{4})</li>", browser.post(reverse("account_recovery")).content.decode())
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]
    assert dict(write_anew())["mfa.Authenticator.data"] == 2
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert decrypt(app_of(rena.account).data["secret"]) == secret
    other = sign_in_by_code(rena)
    assert other.post(reverse("account_second"), {"code": codes[0], "next": ADMIN}).url == ADMIN


def test_in_development_it_is_off(rena, settings):
    settings.STAFF_SECOND_FACTOR = False
    assert is_open(sign_in_by_code(rena))


@pytest.mark.parametrize(
    "name",
    [
        "account_second",
        "account_second_app",
        "account_second_app_remove",
        "account_recovery",
        "account_confirm",
        "account_confirm_code",
    ],
)
def test_a_visitor_is_sent_to_sign_in(visitor, name):
    for ask in (visitor.get, visitor.post):
        assert ask(reverse(name)).url == f"{reverse('account_login')}?next={reverse(name)}"


@pytest.mark.database
def test_the_administrator_helps_who_lost_everything(rena):
    browser = sign_in_by_code(rena)
    make(browser)
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "nobody@example.com")
    call_command("reset_second_factor", rena.account.email.upper())
    assert not Authenticator.objects.exists()
    assert not get_user(browser).is_authenticated
    assert MailboxMessage.objects.filter(to=rena.account.email).count() == 3  # code, passkey, reset
    assert sign_in_by_code(rena).get(ADMIN).url.startswith(reverse("account_second"))


@pytest.mark.parametrize("role", ["trainer", "counsellor", "partner"])
def test_a_staff_screen_outside_the_admin_leads_to_it_too(rf, role):
    view = role_required(Role(role))(lambda request: HttpResponse("open"))
    request = rf.get("/visits/")
    request.user = Account.objects.get(person=factories.staff("Rəna Həsənova", role))
    request.user.session_has_second_factor = False
    assert view(request).url == f"{reverse('account_second')}?next=/visits/"
    request.user.session_has_second_factor = True
    assert view(request).content == b"open"
    request.user = Account.objects.get(person=factories.person("Günay", email="gunay@example.com"))
    request.user.session_has_second_factor = False
    with pytest.raises(PermissionDenied):
        view(request)
