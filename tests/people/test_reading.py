"""How a person likes to read follows them to another device; what this device chose is not overruled."""

import pytest
from django.test import Client

from elearn.people import api
from tests.factories import last_code

pytestmark = pytest.mark.django_db
CHOSEN = {"text": "150", "scheme": "dark", "captions": "on", "saver": "on"}
EMAIL = "leyla@reading.example"


@pytest.fixture
def leyla(signed_in):
    """Leyla, who has chosen large dark pages on her tablet."""
    person = api.create_person("Leyla", language="en", email=EMAIL, birth_year=1955)
    signed_in(person).post("/settings/", CHOSEN)
    person.refresh_from_db()
    return person


def sign_in(client: Client) -> None:
    client.post("/sign-in/", {"login": EMAIL})
    assert client.post("/sign-in/code/", {"code": last_code(EMAIL)}).status_code == 302


def test_the_account_brings_the_choice_to_another_device(leyla):
    telephone = Client()
    sign_in(telephone)
    page = telephone.get("/help/").content.decode()
    assert "k-text-150" in page
    assert "k-scheme-dark" in page


def test_a_choice_made_on_this_device_stays_at_sign_in(leyla):
    telephone = Client()
    telephone.post("/settings/", {**CHOSEN, "text": "125"})
    sign_in(telephone)
    assert "k-text-125" in telephone.get("/help/").content.decode()
    leyla.refresh_from_db()
    assert "text=150" in leyla.reading
