"""The next webinar on the desk of who has a seat in it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import RegistrationState
from elearn.people.api import Role, grant_role
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


@pytest.mark.parametrize(("part", "hours"), [("seat", 48), ("speaks", 2), ("asked", 48)])
def test_the_visitors_own_time_is_added(client, gunay, part, hours):
    part_of = {
        "seat": {"registered": [gunay]},
        "speaks": {"speaker": gunay},
        "asked": {"speaker": gunay, "state": "asked"},
    }
    webinar = factories.webinar("Xalçanın dili", starts_in=timedelta(hours=hours), **part_of[part])
    if part != "seat":
        grant_role(gunay, Role.ELDER)
    said = desk(client)
    assert f'datetime="{timezone.localtime(webinar.starts_at).isoformat()}" data-local-time' in said
    assert "local-time." in said.partition("</main>")[2]


def test_a_desk_without_a_webinar_asks_for_no_script_of_times(client, gunay):
    assert "local-time." not in desk(client)


@pytest.mark.parametrize("state", [RegistrationState.WAITING, RegistrationState.LEFT])
def test_who_has_no_seat_is_sent_nowhere(client, gunay, state):
    webinar = factories.webinar("Xalçanın dili", starts_in=timedelta(minutes=10), registered=[gunay])
    webinar.registrations.update(state=state)
    assert "Xalçanın dili" not in desk(client)


def test_others_do_not_see_it(client, gunay):
    factories.webinar("Xalçanın dili", starts_in=timedelta(minutes=10), registered=[factories.person("Murad Quliyev")])
    assert "Your next webinar" not in desk(client)
