"""A trainer's pages: three taps, nothing of who it is, and nobody else's."""

import re
from datetime import timedelta

import icalendar
import pytest
from django.utils import timezone

from elearn.notices.models import Notice
from elearn.visits.domain.book import propose
from elearn.visits.enums import AbsenceKind
from elearn.visits.models import Absence, Check, ExtraHours, Trainer, Unit, UnitText, Visit, VisitRequest
from tests.factories import person, staff, trainer
from tests.visits import hunt
from tests.visits.made import moment, monday, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
PAGES = [
    "/trainer/", "/trainer/near/", "/trainer/hours/", "/trainer/hours/week/", "/trainer/hours/away/",
    "/trainer/calendar/", "/trainer/face/",
]  # fmt: skip


@pytest.fixture
def murad():
    return trainer("Murad Quliyev")


@pytest.fixture
def his(murad, signed_in):
    return signed_in(murad.person)


def slots_of(page: str) -> list[str]:
    return re.findall(r'href="(/trainer/near/[0-9a-f-]{36}/\d{8}T\d{4}/)"', page)


def at_of(slot: str):
    when = slot.rstrip("/").rpartition("/")[2]
    return f"{when[:4]}-{when[4:6]}-{when[6:8]} {when[9:11]}:{when[11:]}"


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_signs_in_and_others_are_refused(visitor, signed_in, page):
    assert visitor.get(page).status_code == 302
    assert signed_in(person("Günay Məmmədova", email="gunay@korpu.example")).get(page).status_code == 403
    assert signed_in(staff("Rəna Həsənova", "coordinator")).get(page).status_code == 403


def test_a_role_alone_is_not_yet_a_trainer(signed_in):
    answer = signed_in(staff("Elçin Səfərov", "trainer")).get("/trainer/")
    assert answer.status_code == 403
    assert "has not written you down as a trainer yet" in answer.text


def test_three_taps_from_the_list_to_the_offer(his):
    sona = waiting("Sona Kərimova", wish="Nəvəmə zəng etmək")
    unit = Unit.objects.create(code="calls")
    UnitText.objects.create(unit=unit, language="en", title="Video calls", promise="", steps="")
    sona.units.add(unit)
    Trainer.objects.get().units.through.objects.create(trainer=Trainer.objects.get(), unit=unit)
    first = his.get("/trainer/near/").text  # one: the list is opened
    second = his.get(slots_of(first)[0])  # two: a time
    third = his.post(slots_of(first)[0])  # three: yes
    visit = Visit.objects.get()
    assert third.url == f"/trainer/visits/{visit.key}/"
    assert f"{timezone.localtime(visit.starts_at):%Y-%m-%d %H:%M}" == at_of(slots_of(first)[0])
    after = his.get(third.url).text
    for page in (first, second.text, after):
        assert "Yasamal" in page and "Video calls" in page
        for secret in ("Sona", "Kərimova", "Nizami", "Nəvəmə", str(sona.person.key)):
            assert secret not in page
    assert visit.code not in after


def test_two_taps_on_the_button_are_one_offer(his):
    waiting()
    slot = slots_of(his.get("/trainer/near/").text)[0]
    assert his.post(slot).url == his.post(slot).url == f"/trainer/visits/{Visit.objects.get().key}/"


def test_a_time_taken_meanwhile_leads_to_the_others(his, murad):
    sona = waiting()
    slot = slots_of(his.get("/trainer/near/").text)[0]
    start = timezone.make_aware(timezone.datetime.fromisoformat(at_of(slot)))
    propose(waiting("Tofiq Həsənov"), murad, starts_at=start, by=staff("Rəna Həsənova", "coordinator").account)
    answer = his.post(slot, follow=True)
    assert "This time has just been taken" in answer.text
    assert answer.redirect_chain[0][0] == f"/trainer/near/{sona.key}/"
    assert Visit.objects.count() == 1
    assert "not free any more" in his.get(slot, follow=True).text


@pytest.mark.parametrize("at", ["20261341T1000", "tomorrow", "20261124T2500", "00000101T0000"])
def test_an_address_that_is_no_time_is_not_there(his, at):
    assert his.get(f"/trainer/near/{waiting().key}/{at}/").status_code == 404


def test_a_time_that_was_never_offered_cannot_be_had_by_address(his):
    sona = waiting(windows=((0, 10, 12),))
    for when in (f"{monday():%Y%m%d}T1500", f"{monday():%Y%m%d}T0300", f"{timezone.localdate():%Y%m%d}T1030"):
        his.post(f"/trainer/near/{sona.key}/{when}/")
    assert not Visit.objects.exists()


def test_who_may_not_be_sent_sees_why_and_nobody(his, murad):
    waiting()
    Check.objects.filter(kind="conduct").delete()
    page = his.get("/trainer/near/").text
    assert "code of conduct, signed" in page and not slots_of(page)
    Trainer.objects.update(suspended_at=timezone.now())
    assert "You are suspended" in his.get("/trainer/").text


def test_another_trainers_visit_is_not_there(his, signed_in):
    nigar = trainer("Nigar Əhmədova")
    visit = propose(waiting(), nigar, starts_at=moment(monday(), 11), by=nigar.person.account)
    assert his.get(f"/trainer/visits/{visit.key}/").status_code == 404
    assert his.post(f"/trainer/visits/{visit.key}/", {"deed": "cannot", "reason": "x"}).status_code == 404
    visit.refresh_from_db()
    assert visit.state == "proposed"


def test_the_elder_reads_out_the_code_and_a_wrong_one_is_counted(his, murad):
    visit = propose(waiting(), murad, starts_at=moment(monday(), 11), by=murad.person.account)
    address = f"/trainer/visits/{visit.key}/"
    assert his.post(address, {"deed": "code", "code": ""}).status_code == 422
    wrong = "000000" if visit.code != "000000" else "111111"
    his.post(address, {"deed": "code", "code": wrong})
    visit.refresh_from_db()
    assert (visit.state, visit.code_tries) == ("proposed", 1)
    his.post(address, {"deed": "code", "code": f"{visit.code[:3]} {visit.code[3:]}"})
    visit.refresh_from_db()
    assert (visit.state, visit.agreed_way) == ("confirmed", "code")


def test_who_cannot_come_says_why_and_the_visit_is_cancelled(his, murad):
    visit = propose(waiting(), murad, starts_at=moment(monday(), 11), by=murad.person.account)
    assert his.post(f"/trainer/visits/{visit.key}/", {"deed": "cannot", "reason": ""}).status_code == 422
    his.post(f"/trainer/visits/{visit.key}/", {"deed": "cannot", "reason": "Xəstəyəm"})
    visit.refresh_from_db()
    assert (visit.state, visit.end_reason) == ("cancelled", "Xəstəyəm")


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_take_a_constant_number_of_queries(his, murad, django_assert_num_queries, count):
    for number in range(count):
        waiting(f"Sona Kərimova {number}")
        there = waiting(f"Tofiq Həsənov {number}", windows=tuple((weekday, 9, 17) for weekday in range(7)))
        propose(there, murad, starts_at=moment(monday() + timedelta(days=number), 11), by=murad.person.account)
    his.get("/trainer/")
    with django_assert_num_queries(15):
        his.get("/trainer/near/")
    with django_assert_num_queries(11):
        his.get("/trainer/")
    with django_assert_num_queries(21):
        his.get("/trainer/hours/")


# When I can come -----------------------------------------------------------------------------------
def test_the_usual_week_is_kept_and_what_is_wrong_is_said(his, murad):
    good = {"starts_0": "10:00", "ends_0": "14:30", "starts_5": "09:00", "ends_5": "12:00"}
    assert his.post("/trainer/hours/week/", {**good, "starts_1": "09:00"}).status_code == 422
    assert his.post("/trainer/hours/week/", {**good, "ends_0": "09:00"}).status_code == 422
    assert his.post("/trainer/hours/week/", good).url == "/trainer/hours/"
    assert [str(row) for row in murad.hours.all()] == ["0 10:00:00-14:30:00", "5 09:00:00-12:00:00"]


def test_one_day_is_otherwise_away_or_as_usual_again(his, murad):
    Absence.objects.create(trainer=murad, first_day=monday() - timedelta(days=1), last_day=monday() + timedelta(days=1))
    address = f"/trainer/hours/{monday().isoformat()}/"
    assert his.post(address, {"how": "other"}).status_code == 422
    assert his.post(address, {"how": "other", "starts": "12:00", "ends": "11:00"}).status_code == 422
    his.post(address, {"how": "other", "starts": "12:00", "ends": "15:00"})
    assert str(ExtraHours.objects.get()) == f"{monday()} 12:00:00-15:00:00"
    assert [(row.first_day - monday()).days for row in murad.absences.all()] == [-1, 1]
    his.post(address, {"how": "away"})
    assert murad.absences.filter(first_day=monday(), kind=AbsenceKind.OTHER).exists()
    his.post(address, {"how": "usual"})
    assert not ExtraHours.objects.exists()
    assert not murad.absences.filter(first_day=monday()).exists()


@pytest.mark.parametrize("day", ["2020-01-01", "2999-01-01", "tomorrow"])
def test_no_other_days_are_there(his, day):
    assert his.get(f"/trainer/hours/{day}/").status_code == 404


def test_days_away_are_kept_and_taken_back_and_visits_then_need_somebody_else(his, murad):
    propose(waiting(), murad, starts_at=moment(monday(), 11), by=murad.person.account)
    days = {"first_day": monday().isoformat(), "last_day": (monday() + timedelta(days=3)).isoformat(), "kind": "ill"}
    assert his.post("/trainer/hours/away/", {**days, "last_day": "2020-01-01"}).status_code == 422
    page = his.post("/trainer/hours/away/", days, follow=True).text
    assert "looks for somebody else" in page
    absence = Absence.objects.get()
    nigar = trainer("Nigar Əhmədova")
    other = Absence.objects.create(trainer=nigar, first_day=monday(), last_day=monday())
    assert his.post(f"/trainer/hours/away/{other.pk}/back/").status_code == 404
    his.post(f"/trainer/hours/away/{absence.pk}/back/")
    assert list(Absence.objects.all()) == [other]


# The calendar --------------------------------------------------------------------------------------
def test_the_feed_says_when_and_which_district_and_names_nobody(visitor, murad):
    visit = propose(waiting("Sona Kərimova"), murad, starts_at=moment(monday(), 11), by=murad.person.account)
    answer = visitor.get(f"/trainer/calendar/{murad.calendar_key}.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["SUMMARY"] == "Evdə təlim, Yasamal" or event["SUMMARY"] == "Home visit, Yasamal"
    assert (event.start, event.end, event["STATUS"]) == (visit.starts_at, visit.ends_at, "TENTATIVE")
    for secret in (b"Sona", "Kərimova".encode(), b"Nizami", b"Murad", visit.code.encode()):
        assert secret not in answer.content
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS"}


def test_a_new_address_ends_the_old_one(his, visitor, murad):
    old = f"/trainer/calendar/{murad.calendar_key}.ics"
    assert old in his.get("/trainer/calendar/").text
    his.post("/trainer/calendar/")
    murad.refresh_from_db()
    assert visitor.get(old).status_code == 404
    assert visitor.get(f"/trainer/calendar/{murad.calendar_key}.ics").status_code == 200


def test_the_feed_of_a_suspended_or_closed_trainer_is_gone(visitor, murad):
    address = f"/trainer/calendar/{murad.calendar_key}.ics"
    type(murad.person.account).objects.filter(pk=murad.person.account.pk).update(is_active=False)
    assert visitor.get(address).status_code == 404
    type(murad.person.account).objects.filter(pk=murad.person.account.pk).update(is_active=True)
    Trainer.objects.update(suspended_at=timezone.now())
    assert visitor.get(address).status_code == 404
    Trainer.objects.update(suspended_at=None)
    assert visitor.get(address).status_code == 200
    murad.person.account.groups.clear()
    assert visitor.get(address).status_code == 404


def test_the_feed_takes_a_constant_number_of_queries(visitor, murad, django_assert_num_queries):
    address = f"/trainer/calendar/{murad.calendar_key}.ics"
    for number in range(3):
        there = waiting(f"Tofiq Həsənov {number}", windows=tuple((weekday, 9, 17) for weekday in range(7)))
        propose(there, murad, starts_at=moment(monday() + timedelta(days=number), 11), by=murad.person.account)
    with django_assert_num_queries(2):
        assert visitor.get(address).content.count(b"BEGIN:VEVENT") == 3


# What must not be seen -----------------------------------------------------------------------------
def test_the_address_the_pin_and_the_name_are_on_no_page_of_a_trainer(his, visitor, murad, caplog):
    far = waiting("Sona Kərimova", pin="40.38123,49.81234", wish="Nəvəmə zəng etmək")
    visit = propose(waiting("Tofiq Həsənov"), murad, starts_at=moment(monday(), 11), by=murad.person.account)
    slot = slots_of(his.get("/trainer/near/").text)[0]
    pages = [
        *PAGES[:-1], "/desk/", f"/trainer/near/{far.key}/", slot, f"/trainer/visits/{visit.key}/",
        f"/trainer/calendar/{murad.calendar_key}.ics",
    ]  # fmt: skip
    answers = [his.get(page) for page in pages]
    assert {answer.status_code for answer in answers} == {200}
    for secret in ("Nizami", "40.38123", "49.81234", "Kərimova", "Həsənov", "Nəvəmə"):
        hunt.answers(secret, *answers)
        hunt.logs(secret, caplog)


# Another time instead of cancelling -----------------------------------------------------------------
def agreed_at_eleven(murad) -> Visit:
    rena = staff("Rəna Həsənova", "coordinator").account
    return propose(waiting(), murad, starts_at=moment(monday(), 11), by=rena, agreed_way="operator")


def times_of(page: str) -> list[str]:
    return re.findall(r'name="time" value="(\d{8}T\d{4})"', page)


def test_another_time_is_offered_and_the_elder_is_asked_anew(murad, his):
    visit = agreed_at_eleven(murad)
    address = f"/trainer/visits/{visit.key}/"
    assert f"{address}move/" in his.get(address).text
    page = his.get(f"{address}move/").text
    times = times_of(page)
    assert len(times) > 5 and "Nizami" not in page and "Sona" not in page
    assert his.post(f"{address}move/", {"time": times[-1], "version": visit.version}).url == address
    moved = Visit.objects.get()
    assert (moved.state, moved.pk) == ("proposed", visit.pk) and moved.starts_at != visit.starts_at and moved.answer_by
    assert Notice.objects.filter(kind="visit_moved", person=visit.person).count() == 1
    assert "Waits for the elder" in his.get(address).text
    his.post(f"{address}move/", {"time": times[0], "version": visit.version})  # an old page
    assert Visit.objects.get().starts_at == moved.starts_at


def test_no_time_that_does_not_suit_is_taken(murad, his):
    visit = agreed_at_eleven(murad)
    address = f"/trainer/visits/{visit.key}/move/"
    for said in (f"{monday():%Y%m%d}T0300", f"{monday() + timedelta(days=1):%Y%m%d}T1000", "20200106T1000"):
        his.post(address, {"time": said, "version": visit.version})
    assert his.post(address, {"time": "x", "version": visit.version}).status_code == 404
    assert Visit.objects.get().starts_at == visit.starts_at


@pytest.mark.parametrize("why", ["pinned", "two"])
def test_what_the_office_has_to_move_is_not_moved(murad, his, why):
    visit = agreed_at_eleven(murad)
    Visit.objects.update(is_pinned=why == "pinned")
    VisitRequest.objects.update(is_two_person=why == "two")
    address = f"/trainer/visits/{visit.key}/"
    assert f"{address}move/" not in his.get(address).text and his.get(f"{address}move/").url == address
    his.post(f"{address}move/", {"time": f"{monday():%Y%m%d}T1400", "version": visit.version})
    assert Visit.objects.get().starts_at == visit.starts_at


def test_nobody_moves_the_visit_of_another(murad, visitor, signed_in):
    address = f"/trainer/visits/{agreed_at_eleven(murad).key}/move/"
    assert visitor.get(address).status_code == 302
    assert signed_in(trainer("Elçin Səfərov").person).post(address).status_code == 404
    assert signed_in(person("Günay Məmmədova", email="gunay@korpu.example")).get(address).status_code == 403
