"""A trainer's day: two days only, one's own visits only, the address on one page and each look written down."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from pypdfium2 import PdfDocument

from elearn.people.models import Look
from elearn.safety.models import Concern
from elearn.visits.domain.day import day_of, two_days
from elearn.visits.domain.rules import RULES
from elearn.visits.domain.trainers import suspend
from elearn.visits.models import Unit, UnitText, Visit, VisitEvent
from tests.factories import person, staff, trainer
from tests.visits import hunt
from tests.visits.days import ADDRESS, CODE, agreed, event
from tests.visits.made import waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NOBODYS = "0eb91f10-5b47-4a27-b337-eac8f10476da"  # the key of no visit


@pytest.fixture
def murad():
    return trainer("Murad Quliyev")


@pytest.fixture
def his(murad, signed_in):
    return signed_in(murad.person)


def post(client, visit, deed, *, key=None, version=None, **said):
    facts = {"deed": deed, "key": str(key or uuid4()), "version": version or visit.version, **said}
    return client.post(f"/trainer/day/{visit.key}/", facts, follow=True)


def exchange(client, **said):
    body = {"known": {}, "events": [], "sent_at": timezone.now().isoformat(), **said}
    return client.post("/trainer/day/sync/", body, content_type="application/json")


@pytest.mark.parametrize("page", ["", "tablet/", "sync/", f"{NOBODYS}/", f"{NOBODYS}/sheet/", f"{NOBODYS}/sheet.pdf"])
def test_a_visitor_signs_in_and_others_are_refused(visitor, signed_in, page):
    assert visitor.get(f"/trainer/day/{page}").status_code == 302
    assert visitor.post("/trainer/day/sync/", {}, content_type="application/json").status_code == 302
    for somebody in (person("Günay Məmmədova", email="gunay@korpu.example"), staff("Rəna Həsənova", "coordinator")):
        assert signed_in(somebody).get(f"/trainer/day/{page}").status_code == 403


def test_the_list_says_who_and_when_and_the_page_says_where(his, murad):
    visit = agreed(murad)
    answer = his.get("/trainer/day/")
    assert "Sona Kərimova" in answer.text
    hunt.answers(ADDRESS, answer, his.get("/trainer/day/tablet/"), his.get(f"/trainer/day/{visit.key}/sheet/"))
    assert not Look.objects.exists()
    page = his.get(f"/trainer/day/{visit.key}/").text
    assert ADDRESS in page and "bulud" in page and CODE not in page
    assert Look.objects.get().by == murad.person.account


@pytest.mark.parametrize(("language", "words"), [("ru", "Подпись"), ("az", "İmza")])
def test_the_sheet_to_sign_is_one_page_in_the_elders_language(his, murad, language, words):
    visit = agreed(murad, request=waiting("Sona Kərimova", language=language))
    assert f"/trainer/day/{visit.key}/sheet.pdf" in his.get(f"/trainer/day/{visit.key}/sheet/").text
    answer = his.get(f"/trainer/day/{visit.key}/sheet.pdf")
    assert answer["Content-Type"] == "application/pdf"
    pdf = PdfDocument(answer.content)
    text = pdf[0].get_textpage().get_text_range()
    assert len(pdf) == 1 and words in text and "Murad Quliyev" in text and "Sona" in text
    assert ADDRESS not in text and CODE not in text and "bulud" not in text


def test_only_today_and_tomorrow_and_only_ones_own(his, murad, signed_in):
    visit, hers = agreed(murad), agreed(trainer("Nigar Əhmədova"), "Tofiq Həsənov")
    for days in (-1, 2, 5):
        Visit.objects.filter(pk=visit.pk).update(
            starts_at=visit.starts_at + timedelta(days=days), ends_at=visit.ends_at + timedelta(days=days)
        )
        assert "Sona" not in his.get("/trainer/day/").text
        assert his.get(f"/trainer/day/{visit.key}/").status_code == 404
        assert exchange(his).json()["stops"] == []
    assert his.get(f"/trainer/day/{hers.key}/").status_code == 404
    assert "Tofiq" not in his.get("/trainer/day/").text
    assert day_of(murad, timezone.localdate() + timedelta(days=2)) == []


@pytest.mark.parametrize("state", ["proposed", "cancelled"])
def test_what_is_not_agreed_is_not_there(his, murad, state):
    visit = agreed(murad, state=state)
    assert his.get(f"/trainer/day/{visit.key}/").status_code == 404
    assert exchange(his).json()["stops"] == []


def test_the_day_takes_the_same_queries_however_long(murad, django_assert_num_queries):
    unit = Unit.objects.create(code="calls")
    UnitText.objects.create(unit=unit, language="en", title="Video calls", promise="", steps="One\nTwo")
    agreed(murad, minutes=1).request.units.add(unit)
    with django_assert_num_queries(8):
        assert len(two_days(type(murad).objects.select_related("person__account").get(pk=murad.pk))) == 1
    for number, who in enumerate(("Tofiq Həsənov", "Həcər Əliyeva"), 1):
        agreed(murad, who, starts_in=2 * number, minutes=1).request.units.add(unit)
    with django_assert_num_queries(8):
        found = two_days(type(murad).objects.select_related("person__account").get(pk=murad.pk))
    assert len(found) == 3 and found[0].cards[0].steps == ("One", "Two")


def test_a_whole_visit_by_forms(his, murad):
    visit = agreed(murad)
    assert "tick each of them" in post(his, visit, "arrived").text
    assert "It is written down" in post(his, visit, "arrived", rules=list(RULES)).text
    assert "This is not the code" in post(his, visit, "code", code="1234").text
    key = uuid4()
    for _twice in range(2):
        post(his, visit, "note", text="Yaxşı keçdi", key=key)
    assert "Noted before: “Yaxşı keçdi”" in his.get(f"/trainer/day/{visit.key}/").text
    post(his, visit, "code", code=CODE)
    assert "Finished" in post(his, visit, "left").text
    visit.refresh_from_db()
    assert (visit.state, visit.shown_way) == ("done", "code")
    assert VisitEvent.objects.filter(kind="note").count() == 1


def test_something_that_was_not_right_reaches_the_officer(his, murad):
    answer = post(his, agreed(murad), "incident", text="Qapını başqası açdı", in_danger="yes")
    assert "safeguarding officer has been told" in answer.text
    assert Concern.objects.get().in_danger
    hunt.answers("Qapını başqası açdı", answer)


def test_a_page_that_is_old_changes_nothing(his, murad):
    visit = agreed(murad)
    his.get(f"/trainer/day/{visit.key}/")
    Visit.objects.filter(pk=visit.pk).update(version=3)
    assert "office changed this visit meanwhile" in post(his, visit, "left").text
    visit.refresh_from_db()
    assert visit.left_at is None


def test_a_form_for_a_visit_that_is_not_ones_own(his):
    hers = agreed(trainer("Nigar Əhmədova"))
    assert "This visit is not yours" in post(his, hers, "left").text
    assert post(his, hers, "erase").status_code == 404


# A tablet ------------------------------------------------------------------------------------------
def test_an_address_is_given_to_a_tablet_once(his, murad):
    visit = agreed(murad)
    first = exchange(his).json()
    assert first["stops"][0]["address"] == ADDRESS and CODE not in str(first)
    known = {str(visit.key): visit.version}
    again = exchange(his, known=known, whose=first["whose"], given=first["given"])
    assert [row["key"] for row in again.json()["same"]] == [str(visit.key)] and again.json()["stops"] == []
    hunt.answers(ADDRESS, again)
    assert Look.objects.count() == 1


def test_a_tablet_is_told_what_became_of_its_visits(his, murad):
    visits = [agreed(murad, who, starts_in=61 * at) for at, who in enumerate(("Sona K", "Tofiq H", "Həcər Ə", "Rza M"))]
    first = exchange(his).json()
    nigar = trainer("Nigar Əhmədova")
    for visit, change in zip(
        visits, [{"state": "cancelled"}, {"trainer": nigar}, {"state": "proposed"}, {"left_at": timezone.now(),
        "state": "done"}], strict=True,
    ):  # fmt: skip
        Visit.objects.filter(pk=visit.pk).update(**change)
    hers = agreed(nigar, "Əli V", starts_in=600, state="cancelled")
    known = {str(visit.key): 2 for visit in [*visits, hers]} | {"x": 1}
    gone = exchange(his, known=known, given=first["given"]).json()["gone"]
    assert [row["words"] for row in gone] == [
        "This visit is cancelled.", "Somebody else goes to this visit now.",
        "The office has moved this visit to another time.", "", "", "",
    ]  # fmt: skip


def test_another_trainers_tablet_gives_and_gets_nothing(his, murad):
    visit = agreed(murad)
    answer = exchange(his, whose="somebody", events=[event(visit, "left")]).json()
    assert answer["other"] and not answer["stops"] and not answer["outcomes"]
    assert not VisitEvent.objects.exists()


def test_a_suspended_trainers_tablet_gives_what_it_has_and_is_erased(his, murad):
    visit = agreed(murad)
    exchange(his)
    suspend(murad, why="x", by=staff("Rəna Həsənova", "coordinator").account)
    answer = exchange(his, events=[event(visit, "arrived")])
    assert answer.json()["erase"] and not answer.json()["stops"]
    assert [row["status"] for row in answer.json()["outcomes"]] == ["kept"]
    hunt.answers(ADDRESS, answer, his.get("/trainer/day/"))
    assert his.get(f"/trainer/day/{visit.key}/").status_code == 404


@pytest.mark.parametrize("body", ["", "[]", "x", '{"events": 1}', '{"known": []}', "[" * 99_999])
def test_what_is_no_delivery_is_refused(his, body):
    assert his.post("/trainer/day/sync/", body, content_type="application/json").status_code == 400


def test_the_worker_answers_for_the_day_alone(his):
    answer = his.get("/trainer/day/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/trainer/day/"
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
