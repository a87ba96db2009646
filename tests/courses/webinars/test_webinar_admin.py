"""Webinars in the admin: who may, the steps from an offer to a cancellation, and lists that cost the same."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import Webinar
from elearn.notices.models import Notice
from elearn.people.models import Role
from tests import factories

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def pages(db):
    factories.first_pages()


@pytest.fixture
def leyla(db):
    return factories.person("Leyla Əliyeva", email="leyla@example.com", birth_year=1955, roles=[Role.ELDER])


@pytest.fixture
def rena(db):
    return factories.staff("Rəna Həsənova", "coordinator")


def said(speaker, **more) -> dict:
    starts = timezone.localtime(timezone.now() + 3 * DAY).strftime("%Y-%m-%dT%H:%M")
    facts = {"title": "Şərf", "language": "az", "speaker": speaker.pk, "starts_at": starts, "minutes": 45}
    return facts | {"live_captions": "none", "attend_percent": 70, "version": 0, **more}


def test_a_coordinator_prepares_asks_and_writes_the_yes_down(signed_in, rena, leyla):
    browser = signed_in(rena)
    answer = browser.get("/admin/webinars/new/")
    assert answer.status_code == 200
    assert browser.post("/admin/webinars/new/", said(leyla, hosts=[rena.pk])).status_code == 302
    webinar = Webinar.objects.get()
    assert (webinar.state, webinar.created_by, list(webinar.hosts.all())) == ("draft", rena.account, [rena])
    address = f"/admin/webinars/{webinar.pk}/"
    browser.post(address, {"deed": "ask"})
    webinar.refresh_from_db()
    assert (webinar.state, "They said yes" in browser.get(address).text) == ("asked", True)
    browser.post(address, {"deed": "yes", "version": webinar.sequence})
    webinar.refresh_from_db()
    assert webinar.state == "announced"
    browser.post(address, {"deed": "cancel", "reason": ""})
    webinar.refresh_from_db()
    assert webinar.state == "announced"
    browser.post(address, {"deed": "cancel", "reason": "Xəstədir"})
    webinar.refresh_from_db()
    assert (webinar.state, webinar.cancel_reason) == ("cancelled", "Xəstədir")
    assert browser.get(f"{address}change/").status_code == 302  # back to where one may be, with words


def test_a_form_that_lacks_something_keeps_what_was_typed(signed_in, rena, leyla):
    answer = signed_in(rena).post("/admin/webinars/new/", said(leyla, title="", summary="Bir cümlə"))
    assert (answer.status_code, "Bir cümlə" in answer.text, Webinar.objects.count()) == (200, True, 0)


def test_the_speaker_is_a_teacher_of_age(signed_in, rena, leyla):
    gunay = factories.person("Günay Məmmədova", email="gunay@example.com", birth_year=1999)
    young = factories.person("Aysel", email="a@example.com", birth_year=timezone.localdate().year - 15)
    young.account.groups.set(leyla.account.groups.all())
    for other in (gunay, young):
        assert signed_in(rena).post("/admin/webinars/new/", said(other)).status_code == 200
    assert Webinar.objects.count() == 0


def test_a_new_day_of_what_is_announced_takes_the_speakers_yes(signed_in, rena, leyla):
    webinar = factories.webinar(speaker=leyla)
    address = f"/admin/webinars/{webinar.pk}/change/"
    browser = signed_in(rena)
    answer = browser.post(address, said(leyla, version=webinar.sequence))
    assert "has not agreed" in answer.text
    assert browser.post(address, said(leyla, version=webinar.sequence, speaker_agreed="on")).status_code == 302
    assert Notice.objects.filter(kind="webinar_changed").count() == 1
    stale = browser.post(address, said(leyla, version=webinar.sequence, speaker_agreed="on"))
    assert "has changed meanwhile" in stale.text


@pytest.mark.parametrize("role", ["trainer", "counsellor", "partner", "elder", "learner", "safeguarding"])
def test_others_may_neither_see_nor_change(signed_in, leyla, role):
    webinar = factories.webinar(speaker=leyla)
    browser = signed_in(factories.staff("Tural Quliyev", role))
    for path in ("", "new/", f"{webinar.pk}/", f"{webinar.pk}/change/"):
        answer = browser.get(f"/admin/webinars/{path}")
        assert answer.status_code in (302, 403), path
    browser.post(f"/admin/webinars/{webinar.pk}/", {"deed": "cancel", "reason": "Yox"})
    browser.post("/admin/webinars/new/", said(leyla))
    assert list(Webinar.objects.values_list("state", flat=True)) == ["announced"]


def test_an_operator_reads_and_writes_an_answer_down_but_cancels_nothing(signed_in, rena, leyla):
    webinar = factories.webinar(speaker=leyla, state="asked")
    browser = signed_in(factories.staff("Tural Quliyev", "operator"))
    text = browser.get(f"/admin/webinars/{webinar.pk}/").text
    assert ("They said yes" in text, "Cancel it" in text) == (True, False)
    browser.post(f"/admin/webinars/{webinar.pk}/", {"deed": "cancel", "reason": "Yox"})
    browser.post(f"/admin/webinars/{webinar.pk}/", {"deed": "ask"})
    webinar.refresh_from_db()
    assert (webinar.state, webinar.sequence) == ("asked", 1)
    browser.post(f"/admin/webinars/{webinar.pk}/", {"deed": "yes", "version": "0"})
    webinar.refresh_from_db()
    assert webinar.state == "asked"
    browser.post(f"/admin/webinars/{webinar.pk}/", {"deed": "yes", "version": "1"})
    webinar.refresh_from_db()
    assert webinar.state == "announced"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(signed_in, rena, count):
    for number in range(count):
        who = factories.person(f"Ustad {number}")
        factories.webinar(f"{number}", speaker=who, seats=3, hosts=[rena], registered=[factories.person("Günay")])
    browser = signed_in(rena)
    browser.get("/admin/webinars/")
    with CaptureQueriesContext(connection) as queries:
        text = browser.get("/admin/webinars/").text
    assert (len(queries), "1 of 3" in text) == (15, True)


def test_the_list_is_searched_and_filtered(signed_in, rena, leyla):
    factories.webinar("Şərf", speaker=leyla)
    factories.webinar("Plov", speaker=factories.person("Sona Kərimova"), state="offered", starts_at=None)
    browser = signed_in(rena)
    for query, found in (("q=Sona", "Plov"), ("state=offered", "Plov"), ("state=soon", "Şərf"), ("q=Leyla", "Şərf")):
        text = browser.get(f"/admin/webinars/results/?{query}").text
        assert [name for name in ("Plov", "Şərf") if name in text] == [found], query


def test_a_series_is_written_by_coordinators(signed_in, rena, leyla):
    browser = signed_in(rena)
    assert browser.get("/admin/webinar-series/").status_code == 200
    browser.post("/admin/webinar-series/new/", {"title": "Axşamlar", "summary": "", "language": "az"})
    factories.webinar(speaker=leyla)
    assert "Axşamlar" in browser.get("/admin/webinars/new/").text
