"""The next webinar on the desk of who has a seat in it."""

from datetime import timedelta

import pytest

from courses.models import RegistrationState
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def read_in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def gunay(client):
    person = factories.person(email="gunay@korpu.example", birth_year=2000)
    client.force_login(person.account)
    return person


def desk(client) -> str:
    return client.get("/desk/").content.decode()


def test_what_is_days_away_comes_after_the_course_one_is_in(client, gunay):
    webinar = factories.webinar("Xalçanın dili", starts_in=timedelta(days=2), registered=[gunay])
    factories.webinar("Sonrakı", starts_in=timedelta(days=9), registered=[gunay])
    said = desk(client)
    assert "Your next webinar" in said
    assert f'href="/webinars/{webinar.pk}/"' in said
    assert "See the webinar" in said
    assert said.index("You are not in a course yet") < said.index("Xalçanın dili")
    assert "Sonrakı" not in said


def test_what_begins_now_comes_first(client, gunay):
    factories.webinar("Xalçanın dili", starts_in=timedelta(minutes=10), registered=[gunay])
    said = desk(client)
    assert "Go there now" in said
    assert said.index("Xalçanın dili") < said.index("You are not in a course yet")


@pytest.mark.parametrize("state", [RegistrationState.WAITING, RegistrationState.LEFT])
def test_who_has_no_seat_is_sent_nowhere(client, gunay, state):
    webinar = factories.webinar("Xalçanın dili", starts_in=timedelta(minutes=10), registered=[gunay])
    webinar.registrations.update(state=state)
    assert "Xalçanın dili" not in desk(client)


def test_others_do_not_see_it(client, gunay):
    factories.webinar("Xalçanın dili", starts_in=timedelta(minutes=10), registered=[factories.person("Murad Quliyev")])
    assert "Your next webinar" not in desk(client)
