"""A teacher offers, and the speaker alone says yes or no: signed in, or by the link sent to their own contact."""

import pytest
from django.test import Client

from courses.domain.webinars.links import speaker_address
from courses.models import Webinar
from elearn.people.models import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def leyla(db):
    return factories.person("Leyla Əliyeva", email="leyla@example.com", birth_year=1955, roles=[Role.ELDER])


def test_a_teacher_offers_in_three_fields(signed_in, leyla):
    browser = signed_in(leyla)
    assert browser.get("/webinars/offer/").status_code == 200
    said = {"title": "Şərf", "wish": "Axşamlar", "minutes": "45", "language": "az"}
    assert "thank you" in browser.post("/webinars/offer/", said).text
    webinar = Webinar.objects.get()
    assert (webinar.state, webinar.speaker, webinar.wish) == ("offered", leyla, "Axşamlar")
    kept = browser.post("/webinars/offer/", said | {"wish": ""})
    assert ("Write when it suits you." in kept.text, Webinar.objects.count()) == (True, 1)


def test_only_teachers_offer(signed_in, visitor):
    assert visitor.get("/webinars/offer/").status_code == 302
    gunay = factories.person("Günay Məmmədova", email="gunay@example.com", birth_year=1999, roles=[Role.LEARNER])
    assert signed_in(gunay).get("/webinars/offer/").status_code == 403


def test_the_speaker_says_yes_on_their_page(signed_in, leyla):
    webinar = factories.webinar(speaker=leyla, state="asked")
    browser = signed_in(leyla)
    address = f"/webinars/{webinar.pk}/answer/"
    assert "does this day suit you" in browser.get(address).text
    browser.post(address, {"answer": "yes", "version": "7"})
    webinar.refresh_from_db()
    assert webinar.state == "asked"  # another version was shown
    browser.post(address, {"answer": "yes", "version": "1"})
    webinar.refresh_from_db()
    assert webinar.state == "announced"


def test_nobody_else_opens_the_speakers_page(signed_in, visitor, leyla):
    webinar = factories.webinar(speaker=leyla, state="asked")
    assert visitor.get(f"/webinars/{webinar.pk}/answer/").status_code == 302
    rena = factories.staff("Rəna Həsənova", "coordinator")
    assert signed_in(rena).get(f"/webinars/{webinar.pk}/answer/").status_code == 404
    assert signed_in(rena).post(f"/webinars/{webinar.pk}/answer/", {"answer": "yes"}).status_code == 404


def test_the_link_answers_and_opening_it_says_nothing(leyla):
    webinar = factories.webinar(speaker=leyla, state="asked")
    address, browser = speaker_address(webinar), Client()
    answer = browser.get(address)
    assert (answer.status_code, answer["Referrer-Policy"]) == (200, "same-origin")
    webinar.refresh_from_db()
    assert webinar.state == "asked"
    browser.post(address, {"answer": "no", "version": "1", "words": "Cümə yox"})
    webinar.refresh_from_db()
    assert (webinar.state, webinar.wish) == ("draft", "Cümə yox")
    assert browser.get(address).status_code == 200
    browser.post(address, {"answer": "yes", "version": "1"})
    webinar.refresh_from_db()
    assert webinar.state == "draft"


def test_a_link_of_another_webinar_or_contact_opens_nothing(leyla):
    first, second = (factories.webinar(title, speaker=leyla, state="asked") for title in ("Bir", "İki"))
    sign = speaker_address(first).rstrip("/").rsplit("-", 1)[1]
    for token in (f"{second.pk}-{sign}", f"{first.pk}-", f"{first.pk}", "x-y", f"-{first.pk}-{sign}"):
        assert Client().get(f"/webinars/answer/{token}/").status_code == 404, token
    address = speaker_address(first)
    leyla.contact_points.update(value="new@example.com")
    assert Client().get(address).status_code == 404
    draft = factories.webinar(speaker=leyla, state="draft")
    assert Client().get(speaker_address(draft)).status_code == 404


def test_the_link_never_goes_to_who_helps_the_speaker(leyla):
    helper = factories.person("Murad Quliyev", email="leyla2@example.com")
    factories.helps(leyla, helper, may_see=True)
    leyla.contact_points.update(value="leyla2@example.com")
    assert speaker_address(factories.webinar(speaker=leyla, state="asked")) == ""
