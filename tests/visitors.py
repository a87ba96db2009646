"""Visitors who read English, so that tests can look for words; messages land in the development mailbox."""

import time

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def mailbox(settings) -> None:
    settings.EMAIL_BACKEND = "elearn.notices.backends.MailboxBackend"


@pytest.fixture
def visitor(db) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def signed_in(visitor):
    """Sign a person in without the form: `signed_in(person)` gives their browser, as after a code just now."""

    def sign_in(person) -> Client:
        visitor.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
        prove(visitor, "code")
        return visitor

    return sign_in


def prove(client: Client, method: str = "", *, ago: float = 0, **facts) -> None:
    """Have the session of a signed-in browser hold one proof, so many seconds old; none without a method."""
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": method, "at": time.time() - ago, **facts}] if method else []
    session.save()
