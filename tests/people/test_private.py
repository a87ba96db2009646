"""Address and needs are shown for a reason, to few, and the person sees who looked."""

import pytest

from elearn.people.domain.private import change
from elearn.people.models import Look, PrivateDetails, Role
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "Nizami küçəsi 14"


@pytest.fixture
def leyla(db):
    return factories.person("Leyla Əliyeva", email="leyla@example.com", birth_year=1955)


@pytest.fixture
def details(leyla):
    change(leyla, by=factories.staff("Rəna", "coordinator").account, why="visit", address=ADDRESS, hearing="Pis eşidir")
    Look.objects.all().delete()
    return f"/admin/people/private/{leyla.pk}/"


@pytest.mark.parametrize("role", ["operator", "coordinator"])
def test_opening_the_page_shows_nothing_and_notes_nothing(signed_in, details, role):
    page = signed_in(factories.staff("Aynur", role)).get(details).content.decode()
    assert ADDRESS not in page and "eşidir" not in page
    assert not Look.objects.exists()


@pytest.mark.database
def test_a_look_takes_a_reason_and_is_written_down(signed_in, details, leyla):
    aynur = factories.staff("Aynur", "operator")
    browser = signed_in(aynur)
    for reason in ("", "curious"):
        assert "eşidir" not in browser.post(details, {"why": reason}).content.decode()
    assert not Look.objects.exists()
    assert "eşidir" in browser.post(details, {"why": "visit"}).content.decode()
    look = Look.objects.get()
    assert (look.person, look.by, look.what, look.why) == (leyla, aynur.account, "seen", "visit")


@pytest.mark.parametrize("role", ["operator", "coordinator"])
def test_the_address_is_written_over_and_never_shown(signed_in, details, leyla, role):
    browser = signed_in(factories.staff("Aynur", role))
    asked = browser.post(details, {"why": "visit"}).content.decode()
    assert ADDRESS not in asked and "An address is kept. Write a new one to replace it." in asked
    wrong = browser.post(details, {"why": "visit", "save": "1", "district": "x" * 200}).content.decode()
    assert ADDRESS not in wrong
    browser.post(details, {"why": "correct", "save": "1", "address": " ", "sight": "Yaxşı"})
    assert PrivateDetails.objects.get().address == ADDRESS
    browser.post(details, {"why": "correct", "save": "1", "address": "Füzuli 3"})
    assert PrivateDetails.objects.get().address == "Füzuli 3"


@pytest.mark.database
def test_what_is_left_empty_is_taken_away(signed_in, details, leyla):
    signed_in(factories.staff("Aynur", "operator")).post(
        details, {"why": "correct", "save": "1", "address": "Füzuli 3", "hearing": ""}
    )
    kept = PrivateDetails.objects.get()
    assert (kept.address, kept.hearing) == ("Füzuli 3", "")


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COORDINATOR, Role.OPERATOR)])
def test_nobody_else_may_look_or_change(signed_in, details, role):
    browser = signed_in(factories.staff("Somebody", role.value))
    for answer in (
        browser.get(details),
        browser.post(details, {"why": "visit"}),
        browser.post(details, {"why": "visit", "save": "1", "address": "Mənim evim"}),
    ):
        assert answer.status_code in (302, 403)
        assert ADDRESS not in answer.content.decode()
    assert PrivateDetails.objects.get().address == ADDRESS
    assert not Look.objects.exists()


def test_the_person_sees_who_looked_and_why(signed_in, details, leyla):
    signed_in(factories.staff("Aynur Kərimova", "operator")).post(details, {"why": "visit"})
    page = signed_in(leyla).get("/my-data/").content.decode()
    assert "Aynur Kərimova" in page and "to plan or make a visit" in page
    assert ADDRESS not in page


def test_a_strangers_looks_are_not_mine(signed_in, details):
    signed_in(factories.staff("Aynur Kərimova", "operator")).post(details, {"why": "visit"})
    murad = factories.person("Murad Quliyev", email="murad@example.com")
    page = signed_in(murad).get("/my-data/").content.decode()
    assert "Aynur" not in page and "Nobody has looked." in page
