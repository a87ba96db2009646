"""Codes are not handed out without end."""

import copy

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from elearn.notices.models import MailboxMessage
from tests import factories

PHONE = "+994501234567"


@pytest.mark.database
@pytest.mark.parametrize("address", [PHONE, "leyla@example.com"])
@pytest.mark.parametrize("known", [True, False])
def test_five_codes_in_ten_minutes_for_one_address(visitor, address, known):
    if known:
        factories.person("Leyla", phone=PHONE, email="leyla@example.com")
    for _time in range(5):
        assert visitor.post(reverse("account_login"), {"login": address}).status_code == 302
    page = visitor.post(reverse("account_login"), {"login": address})
    words = page.content.decode()
    assert "Wait 10 minutes" in words
    assert address in words or "050" in words
    assert MailboxMessage.objects.count() == 5


def test_sign_up_and_sign_in_count_together(visitor):
    for _time in range(3):
        visitor.post(reverse("account_login"), {"login": PHONE})
    for _time in range(3):
        page = visitor.post(reverse("account_signup"), {"name": "Leyla", "phone": PHONE})
    assert "Wait 10 minutes" in page.content.decode()
    assert MailboxMessage.objects.count() == 5


def test_sending_again_counts_too(visitor):
    factories.person("Leyla", phone=PHONE)
    for _time in range(4):
        visitor.post(reverse("account_login"), {"login": PHONE})
    for _time in range(2):
        page = visitor.post(reverse("account_confirm_login_code"), {"action": "resend"})
    assert MailboxMessage.objects.count() == 5
    assert "Wait 10 minutes" in visitor.get(page.url).content.decode()


def test_one_place_of_the_network_is_slowed_down_in_words(visitor, settings):
    settings.ACCOUNT_RATE_LIMITS = {
        **settings.ACCOUNT_RATE_LIMITS,
        "login": "3/m/ip",
        "signup": "3/m/ip",
    }
    for name in ("account_login", "account_signup"):
        for number in range(3):
            page = visitor.post(reverse(name), {"login": f"{number}@example.com"})
            assert page.status_code in (200, 302)
        page = visitor.post(reverse(name), {"login": "9@example.com"})
        assert page.status_code == 429
        assert visitor.get(reverse(name)).status_code == 200


def test_the_limits_are_kept_where_all_processes_see_them(settings):
    assert settings.CACHES["default"]["BACKEND"].endswith(("DatabaseCache", "RedisCache"))


@pytest.mark.database
@pytest.mark.parametrize("signs_up", [False, True])
def test_tries_sent_at_the_same_moment_are_counted_together(visitor, signs_up):
    """Each request brings the session as it was at first, as requests do that arrive together."""
    if signs_up:
        visitor.post(reverse("account_signup"), {"name": "Leyla", "phone": PHONE})
        where = reverse("account_join_code")
    else:
        factories.person("Leyla", phone=PHONE)
        visitor.post(reverse("account_login"), {"login": PHONE})
        where = reverse("account_confirm_login_code")
    key, state = visitor.session.session_key, dict(visitor.session)
    answers = []
    for _try in range(26):
        session = SessionStore(key)
        session.update(copy.deepcopy(state))
        session.save()
        visitor.cookies["sessionid"] = key
        answers.append(visitor.post(where, {"code": "abcdef"}).status_code)
    assert answers == [200] * 25 + [302]
