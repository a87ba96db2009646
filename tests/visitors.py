"""Visitors who read English, so that tests can look for words; messages land in the development mailbox."""

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
    """Sign a person in without the form: `signed_in(person)` gives their browser."""

    def sign_in(person) -> Client:
        visitor.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
        return visitor

    return sign_in
