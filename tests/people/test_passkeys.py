"""Passkeys: made, named, used, removed; and never in the way of a code."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from elearn.history.models import Entry
from elearn.people.models import Account
from tests import factories
from tests.people.soft_passkey import USER_PRESENT, SoftPasskey
from tests.visitors import prove

EMAIL = "leyla@example.com"


@pytest.fixture
def leyla(db):
    return factories.person("Leyla Əliyeva", email=EMAIL, birth_year=1955)


def question_on(page) -> dict:
    """The question a page has for the browser."""
    text = page.content.decode()
    return json.loads(text.split('type="application/json">', 1)[1].split("</script>", 1)[0])


def make(browser, name="Telefonum", **wrong) -> SoftPasskey:
    passkey = SoftPasskey(**wrong)
    answer = passkey.create(question_on(browser.get(reverse("account_passkey_add"))))
    browser.post(reverse("account_passkey_add"), {"name": name, "credential": json.dumps(answer)})
    return passkey


def use(browser, passkey, **more):
    options = browser.get(reverse("account_passkey_options")).json()
    return browser.post(reverse("account_passkey"), {"credential": json.dumps(passkey.get(options)), **more})


def somewhere_else() -> Client:
    browser = Client()
    browser.cookies["language"] = "en"
    return browser


@pytest.mark.database
def test_a_passkey_is_made_named_and_signs_in(signed_in, leyla):
    passkey = make(signed_in(leyla))
    row = Authenticator.objects.get()
    assert (row.user, row.wrap().name) == (leyla.account, "Telefonum")
    assert Entry.objects.filter(kind="sign_in_changed").get().facts == {"what": "passkey_added"}
    assert "Telefonum" in factories.last_message(EMAIL).body
    other = somewhere_else()
    assert use(other, passkey, next="/help/").url == "/help/"
    assert get_user(other) == leyla.account


def test_its_owner_still_signs_in_with_a_code(signed_in, leyla, visitor):
    make(signed_in(leyla))
    other = somewhere_else()
    other.post(reverse("account_login"), {"login": EMAIL})
    done = other.post(reverse("account_confirm_login_code"), {"code": factories.last_code(EMAIL)})
    assert done.url == reverse("desk:home")
    assert get_user(other) == leyla.account


@pytest.mark.database
def test_it_can_be_renamed_and_removed(signed_in, leyla):
    browser = signed_in(leyla)
    passkey = make(browser)
    pk = Authenticator.objects.get().pk
    browser.post(reverse("account_passkey_name", args=[pk]), {"name": "Planşet"})
    assert "Planşet" in browser.get(reverse("account_how")).content.decode()
    assert "Planşet" in browser.get(reverse("account_passkey_remove", args=[pk])).content.decode()
    browser.post(reverse("account_passkey_remove", args=[pk]))
    assert not Authenticator.objects.exists()
    other = somewhere_else()
    use(other, passkey)
    assert not get_user(other).is_authenticated


def test_nobody_touches_anothers_passkey(signed_in, leyla):
    make(signed_in(leyla))
    pk = Authenticator.objects.get().pk
    murad = factories.person("Murad Quliyev", email="murad@example.com")
    browser = somewhere_else()
    browser.force_login(murad.account, backend="django.contrib.auth.backends.ModelBackend")
    prove(browser, "code")
    for name in ("account_passkey_name", "account_passkey_remove"):
        assert browser.get(reverse(name, args=[pk])).status_code == 404
        assert browser.post(reverse(name, args=[pk]), {"name": "x"}).status_code == 404
    assert Authenticator.objects.get().wrap().name == "Telefonum"


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://localhost.evil.example"},
        {"rp_id": "evil.example"},
        {"flags": USER_PRESENT},
    ],
)
def test_a_passkey_of_another_site_or_without_the_finger_is_not_made(signed_in, leyla, wrong):
    make(signed_in(leyla), **wrong)
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"origin": "https://evil.example"}, {"flags": USER_PRESENT}, {"rp_id": "evil.example"}]
)
def test_a_passkey_used_elsewhere_or_without_the_finger_does_not_sign_in(signed_in, leyla, wrong):
    passkey = make(signed_in(leyla))
    for name, value in wrong.items():
        setattr(passkey, name, value)
    other = somewhere_else()
    page = use(other, passkey)
    assert page.url == reverse("account_login")
    assert "The passkey did not work" in other.get(page.url).content.decode()
    assert not get_user(other).is_authenticated


@pytest.mark.database
def test_an_answer_is_good_for_its_own_question_once(signed_in, leyla):
    passkey = make(signed_in(leyla))
    other = somewhere_else()
    answer = json.dumps(passkey.get(other.get(reverse("account_passkey_options")).json()))
    stranger = somewhere_else()
    stranger.get(reverse("account_passkey_options"))
    stranger.post(reverse("account_passkey"), {"credential": answer})
    assert not get_user(stranger).is_authenticated
    other.post(reverse("account_passkey"), {"credential": answer})
    assert get_user(other).is_authenticated
    other.post(reverse("account_logout"))
    other.post(reverse("account_passkey"), {"credential": answer})
    assert not get_user(other).is_authenticated


def test_a_passkey_under_anothers_name_does_not_sign_in(signed_in, leyla):
    murad = factories.person("Murad Quliyev", email="murad@example.com")
    passkey = make(signed_in(leyla))
    options = SoftPasskey()
    options.handle = passkey.handle
    for handle in (str(murad.account.pk), "0", "none", "999999"):
        from fido2.utils import websafe_encode

        passkey.handle = websafe_encode(handle.encode())
        other = somewhere_else()
        use(other, passkey)
        assert not get_user(other).is_authenticated


@pytest.mark.parametrize(
    "nonsense",
    ["", "[]", "{}", "7", '"x"', '{"id": 1}', '{"response": []}', "{not json", '{"response": {"userHandle": 3}}'],
)
def test_nonsense_is_refused_in_words(visitor, leyla, nonsense):
    visitor.get(reverse("account_passkey_options"))
    page = visitor.post(reverse("account_passkey"), {"credential": nonsense})
    assert page.url == reverse("account_login")


@pytest.mark.parametrize("nonsense", ["", "[]", "{}", '{"id": "x", "response": {}}'])
def test_nonsense_makes_no_passkey(signed_in, leyla, nonsense):
    browser = signed_in(leyla)
    browser.get(reverse("account_passkey_add"))
    page = browser.post(reverse("account_passkey_add"), {"name": "x", "credential": nonsense})
    assert page.status_code == 200
    assert not Authenticator.objects.exists()


def test_a_closed_sign_in_stays_closed(signed_in, leyla):
    passkey = make(signed_in(leyla))
    Account.objects.update(is_active=False)
    other = somewhere_else()
    assert use(other, passkey).status_code == 403
    assert not get_user(other).is_authenticated


@pytest.mark.database
def test_no_more_than_ten(signed_in, leyla):
    browser = signed_in(leyla)
    for _number in range(11):
        make(browser)
    assert Authenticator.objects.count() == 10


@pytest.mark.parametrize(
    ("name", "args"),
    [("account_passkey_add", []), ("account_passkey_name", [1]), ("account_passkey_remove", [1]), ("account_how", [])],
)
def test_a_visitor_is_sent_to_sign_in(visitor, name, args):
    for ask in (visitor.get, visitor.post):
        page = ask(reverse(name, args=args))
        assert page.url == f"{reverse('account_login')}?next={reverse(name, args=args)}"


@pytest.mark.parametrize(("method", "ago"), [("", 0), ("code", 16 * 60), ("device", 0)])
def test_an_old_session_or_a_scanned_one_proves_itself_first(signed_in, leyla, method, ago):
    browser = signed_in(leyla)
    make(browser)
    pk = Authenticator.objects.get().pk
    prove(browser, method, ago=ago)
    for name, args in [
        ("account_passkey_add", []), ("account_passkey_name", [pk]), ("account_passkey_remove", [pk]),
        ("account_password_set", []), ("account_password_remove", []), ("account_address", []),
    ]:  # fmt: skip
        for ask in (browser.get, browser.post):
            page = ask(reverse(name, args=args))
            assert page.url == f"{reverse('account_confirm')}?next={reverse(name, args=args)}"
    assert Authenticator.objects.exists()


@pytest.mark.database
def test_it_is_proved_by_the_passkey(signed_in, leyla):
    browser = signed_in(leyla)
    passkey = make(browser)
    prove(browser)
    question = question_on(browser.get(reverse("account_confirm"), {"next": reverse("account_password_set")}))
    page = browser.post(
        reverse("account_confirm"),
        {"credential": json.dumps(passkey.get(question)), "next": reverse("account_password_set")},
    )
    assert page.url == reverse("account_password_set")
    assert browser.get(page.url).status_code == 200


def test_it_is_proved_by_a_code(signed_in, leyla):
    browser = signed_in(leyla)
    prove(browser)
    page = browser.post(reverse("account_confirm"), {"way": "code", "next": reverse("account_passkey_add")})
    assert page.url == reverse("account_confirm_code")
    assert browser.post(page.url, {"code": "000000x"}).status_code == 200
    page = browser.post(page.url, {"code": factories.last_code(EMAIL)})
    assert page.url == reverse("account_passkey_add")
    assert browser.get(page.url).status_code == 200


def test_the_way_on_after_a_proof_is_never_elsewhere(signed_in, leyla):
    browser = signed_in(leyla)
    for name in ("account_confirm", "account_second"):
        assert browser.get(reverse(name), {"next": "https://evil.example/"}).url == reverse("account_how")
