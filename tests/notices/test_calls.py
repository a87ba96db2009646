"""Who is reached by no message is told by phone, or by letter; codes and secret addresses by neither."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from elearn.notices import api
from elearn.notices.domain.deliver import deliver
from elearn.notices.domain.tell import try_again
from elearn.notices.models import MailboxMessage, Notice, NoticeState
from elearn.people.models import Companionship, ContactPoint, Person, Role
from tests import factories

pytestmark = pytest.mark.django_db
LANDLINE = "012 498 12 34"
FACTS = {
    "visit": "7d1c7dd8c4b34cd7b4ae6f7f9b2a9f10", "starts_at": "2026-11-24T10:00:00+04:00",
    "ends_at": "2026-11-24T11:00:00+04:00", "answer_by": "", "trainer": "Elçin", "number": 1, "of": 5,
}  # fmt: skip
VISITS = ["visit_proposed", "visit_moved", "visit_confirmed", "visit_day_before", "visit_cancelled"]


def zohra(**more) -> Person:
    return factories.person("Zöhrə Məlikova", phone=LANDLINE, with_account=False, language="en", **more)


def to_call(person=None, kind="visits_noted", key="1", **facts) -> Notice:
    notice = api.tell(person or zohra(), kind, key=key, facts=facts or {"what": "asked"})
    deliver(str(notice.pk))
    notice.refresh_from_db()
    return notice


@pytest.fixture
def operator(signed_in):
    who = factories.staff("Nigar", "operator")
    browser = signed_in(who)
    browser.person = who
    return browser


# Whom, and what is said ------------------------------------------------------------------------------------
def test_a_landline_becomes_a_call_to_make():
    notice = to_call()
    assert (notice.state, notice.channel, notice.to) == ("to_call", "phone", "+994124981234")
    assert list(api.calls_to_make()) == [notice] and api.count_stuck() == 0
    assert not MailboxMessage.objects.exists()
    assert deliver(str(notice.pk)) is None


def test_a_number_that_only_a_helper_has_too_is_called_not_written_to():
    leyla = factories.person("Leyla", phone="0501234567", birth_year=1955)
    kamran = factories.person("Kamran", phone="0501234567", email="kamran@example.org", roles=[Role.COMPANION])
    until = timezone.localdate() + timedelta(days=9)
    Companionship.objects.create(elder=leyla, companion=kamran, state="active", ends_on=until)
    assert to_call(leyla).state == "to_call"


def test_who_has_no_number_or_has_died_is_called_by_nobody():
    assert to_call(factories.person("Rauf", email="", phone="")).fault == "no_contact"
    gone = zohra()
    Person.objects.filter(pk=gone.pk).update(standing="deceased")
    assert to_call(Person.objects.get(pk=gone.pk), key="2").state == "unreachable"
    assert not api.calls_to_make().exists()


@pytest.mark.parametrize("kind", ["helped_code", "companion_invited", "guardian_asked", "data_ready"])
def test_what_is_only_a_code_or_a_secret_address_is_never_said_or_printed(kind, operator):
    notice = to_call(kind=kind, address="/secret/abc/")
    assert (notice.state, notice.fault) == ("unreachable", "not_by_phone")
    assert not api.note_letter(notice, by=operator.person.account)
    assert operator.get(f"/desk/letters/{notice.pk}.pdf").status_code == 404


@pytest.mark.parametrize(
    "kind",
    sorted({path.name.split(".")[0] for path in (Path(settings.BASE_DIR) / "templates/notices").glob("*.call.txt")}),
)
def test_each_kind_with_words_for_the_phone_is_a_kind(kind):
    assert (Path(settings.BASE_DIR) / "templates/notices" / f"{kind}.sms.txt").is_file()


@pytest.mark.parametrize("kind", VISITS)
def test_neither_code_word_nor_address_is_said(kind):
    from elearn.visits.models import Visit

    elder = zohra()
    request = factories.visit_request(elder)
    starts = timezone.now() + timedelta(days=1)
    visit = Visit.objects.create(
        request=request, person=elder, trainer=factories.trainer(), starts_at=starts, word="bənövşə",
        ends_at=starts + timedelta(hours=1), code="483920", presence_code="7719",
    )  # fmt: skip
    words = api.what_to_say(to_call(elder, kind, **{**FACTS, "visit": visit.key.hex}))
    assert "24 November" in words and "10:00" in words
    for secret in ("483", "920", "bənövşə", "7719", "://", "…", "/home-visits/"):
        assert secret not in words


def test_words_without_their_own_for_the_phone_lose_the_address_and_what_led_to_it():
    words = api.what_to_say(to_call(kind="removal_planned", day="2026-12-01", address="/secret/abc/"))
    assert "We delete your data on" in words
    assert "/secret" not in words and "://" not in words and not words.endswith(":")


def test_the_words_are_in_the_language_of_the_person():
    azeri = factories.person("Sona", phone=LANDLINE, with_account=False, language="az")
    said = {"kind": "concern_reported", "number": 7}
    assert api.what_to_say(to_call(key="2", **said)) == "Körpü: concern 7 was reported."
    assert api.what_to_say(to_call(azeri, **said)) != "Körpü: concern 7 was reported."


# What came of it ---------------------------------------------------------------------------------------------
def test_told_is_sent_with_who_told_it(operator):
    notice = to_call()
    page = operator.get("/desk/calls/").content.decode()
    assert "(012) 498 12 34" in page or "012 498 12 34" in page
    assert "you would like home visits" in page
    operator.post(f"/desk/calls/{notice.pk}/", {"came": "told", "calls": "0"})
    notice.refresh_from_db()
    assert (notice.state, notice.channel, notice.calls) == ("sent", "phone", 1)
    assert notice.called_by == operator.person.account and notice.sent_at
    assert "Nobody waits for a call" in operator.get("/desk/calls/").content.decode()


def test_who_is_not_reached_comes_back_later_and_then_a_letter_is_proposed(operator):
    notice = to_call()
    for number in range(3):
        operator.post(f"/desk/calls/{notice.pk}/", {"came": "nobody", "calls": str(number)})
        operator.post(f"/desk/calls/{notice.pk}/", {"came": "nobody", "calls": str(number)})  # pressed twice
        assert not api.calls_to_make().exists()
        assert list(api.calls_to_make(timezone.now() + timedelta(hours=3))) == [notice]
        Notice.objects.update(next_try_at=None)
        page = operator.get("/desk/calls/").content.decode()
        assert ("Please write a letter now" in page) == (number == 2)
    notice.refresh_from_db()
    assert notice.calls == 3
    answer = operator.post(f"/desk/calls/{notice.pk}/", {"came": "letter"})
    notice.refresh_from_db()
    assert answer.url == f"/desk/letters/{notice.pk}.pdf"
    assert (notice.state, notice.channel, notice.called_by) == ("sent", "letter", operator.person.account)
    paper = operator.get(answer.url)
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    assert "no-store" in paper["Cache-Control"]


def test_a_colleague_who_was_quicker_is_not_overruled(operator):
    notice = to_call()
    Notice.objects.update(state=NoticeState.SENT)
    for came in ("told", "nobody", "letter", "nonsense"):
        assert operator.post(f"/desk/calls/{notice.pk}/", {"came": came, "calls": "0"}).url == "/desk/calls/"
    notice.refresh_from_db()
    assert (notice.state, notice.calls) == ("sent", 0)


def test_what_nobody_could_be_told_in_two_weeks_is_old():
    notice = to_call()
    Notice.objects.update(created_at=timezone.now() - timedelta(days=15))
    api.sweep()
    notice.refresh_from_db()
    assert (notice.state, notice.fault) == ("unreachable", "not_reached")
    assert api.count_stuck() == 1


def test_with_an_address_found_meanwhile_it_is_sent(django_capture_on_commit_callbacks):
    notice = to_call()
    ContactPoint.objects.create(person=notice.person, kind="email", value="zohra@example.org")
    assert try_again(notice, lambda pk: None)
    assert deliver(str(notice.pk)) == NoticeState.SENT


def test_the_list_costs_the_same_for_one_and_for_three(operator):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            operator.get("/desk/calls/")
        return len(queries)

    to_call(kind="visit_proposed", **FACTS)
    cost()
    one = cost()
    for number in (2, 3):
        to_call(kind="visit_proposed", key=str(number), **FACTS)
    assert one == cost() == 6


# Who may not --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COORDINATOR, Role.OPERATOR)])
def test_who_takes_no_calls_sees_none(signed_in, role):
    notice = to_call()
    browser = signed_in(factories.staff("Murad", role.value))
    for path in ("/desk/calls/", f"/desk/calls/{notice.pk}/", f"/desk/letters/{notice.pk}.pdf"):
        for ask in (browser.get, browser.post):
            answer = ask(path, {"came": "told", "calls": "0"})
            assert answer.status_code in (403, 405)
            assert b"Z\xc3\xb6hr" not in answer.content
    notice.refresh_from_db()
    assert notice.state == "to_call"


def test_a_visitor_sees_none(client):
    notice = to_call()
    for path in ("/desk/calls/", f"/desk/letters/{notice.pk}.pdf"):
        assert client.get(path).url.startswith("/sign-in/")
    assert client.post(f"/desk/calls/{notice.pk}/", {"came": "told"}).status_code == 302
    notice.refresh_from_db()
    assert notice.state == "to_call"


def test_who_helps_somebody_by_themselves_calls_and_prints_nothing(operator):
    notice = to_call()
    until = timezone.localdate() + timedelta(days=9)
    Companionship.objects.create(elder=notice.person, companion=operator.person, state="active", ends_on=until)
    assert "Zöhrə" not in operator.get("/desk/calls/").content.decode()
    assert operator.post(f"/desk/calls/{notice.pk}/", {"came": "told", "calls": "0"}).status_code == 403
    assert operator.get(f"/desk/letters/{notice.pk}.pdf").status_code == 403
