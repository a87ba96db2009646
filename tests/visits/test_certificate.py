"""The certificate at the end of a course: what it rests on, who may say yes, that it is offered and never forced."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.db.models import F
from django.utils import timezone

import courses.api as school
from courses.models import Certificate, Taught
from elearn.history.models import Entry, Kind
from elearn.notices.models import Notice
from elearn.people.models import PersonStanding
from elearn.visits.api import sweep
from elearn.visits.domain import cards, certificate
from elearn.visits.domain.presence import took_place
from elearn.visits.errors import NotYet, NotYours
from elearn.visits.models import CanDo, Unit, UnitText, Visit, VisitEvent, VisitRequest
from tests.factories import person, staff, trainer, visit_request
from tests.visits.days import agreed, event
from tests.visits.test_ask import helper_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def unit(code: str, title: str) -> Unit:
    made = Unit.objects.create(code=code, position=1)
    UnitText.objects.create(unit=made, language="en", title=title, promise="", steps="")
    return made


@pytest.fixture
def murad():
    return trainer("Murad Quliyev")


@pytest.fixture
def rena():
    return staff("Rəna Həsənova", "coordinator")


@pytest.fixture
def asked(murad):
    """A course of two visits that is done; of its two skills one was worked on."""
    sona = person("Sona Kərimova", email="sona@certificate.example", birth_year=1948, language="en")
    made = visit_request(sona, visits_wanted=2, state="under_way", language="en")
    made.units.add(unit("tea", "Making tea"), unit("jam", "Making jam"))
    first = _visit(made, murad, days=9, state="done", shown_way="code")
    _visit(made, murad, days=2, state="confirmed")
    _worked_on(first, "tea")
    took_place(Visit.objects.get(state="confirmed"), way="sheet", at=timezone.now(), by=murad.person.account)
    made.refresh_from_db()
    assert made.state == "done"
    return made


def _visit(request, who, *, days: float, minutes: int = 75, **more) -> Visit:
    starts = timezone.now() - timedelta(days=days)
    ends = starts + timedelta(minutes=minutes)
    return Visit.objects.create(
        request=request, person=request.person, trainer=who, starts_at=starts, ends_at=ends, **more
    )


def _worked_on(visit, code: str, **more) -> None:
    VisitEvent.objects.create(
        key=uuid4(), visit=visit, kind="unit", facts=f'{{"unit": "{code}"}}', at=timezone.now(), **more
    )


# What it rests on ----------------------------------------------------------------------------------
def test_it_says_shown_visits_their_hours_the_skills_and_who_taught(asked):
    made = certificate.say_yes(asked, by=asked.person.account)
    claims = made.claims
    assert (claims["visits"], claims["hours"], claims["skills"]) == (2, "2.5", ["Making tea"])
    assert (claims["teacher"], claims["holder"], made.language) == ("Murad Quliyev", "Sona Kərimova", "en")
    taught = Taught.objects.get()
    assert (taught.subject, taught.evidence) == (
        f"visits:{asked.pk}", {"way": "site", "shown": {"code": 1, "sheet": 1}},
    )  # fmt: skip
    assert (taught.person, taught.by, taught.completed_at) == (asked.person, asked.person.account, asked.ended_at)


def test_visits_that_nothing_shows_do_not_count(asked):
    Visit.objects.filter(shown_way="sheet").update(shown_way="")
    assert (certificate.offer_of(asked).visits, certificate.offer_of(asked).hours) == (1, Decimal(1))
    Visit.objects.update(shown_way="")
    assert certificate.offer_of(asked) is None
    with pytest.raises(NotYet):
        certificate.say_yes(asked, by=asked.person.account)


def test_who_goes_along_is_no_visit_of_its_own(asked, murad):
    first = Visit.objects.filter(shown_way="code").get()
    _visit(asked, trainer("Nigar Əhmədova"), days=9, state="done", shown_way="code", along_with=first)
    assert certificate.offer_of(asked).visits == 2


@pytest.mark.parametrize(("percent", "is_enough"), [(50, True), (51, False)])
def test_a_set_share_of_what_was_asked_for_is_worked_on(asked, settings, percent, is_enough):
    settings.VISIT_CERTIFICATE_PERCENT = percent
    assert (certificate.offer_of(asked) is not None) == is_enough


def test_conflicts_and_what_nobody_needs_are_not_worked_on(asked, rena):
    VisitEvent.objects.update(is_conflict=True)
    assert certificate.offer_of(asked) is None
    made = CanDo.objects.create(unit=Unit.objects.get(code="jam"), competence="1.1", words={"en": "I can make jam."})
    cards.choose(asked, made, when="after", card="not_for_me", by=rena.account)
    assert certificate.offer_of(asked) is None
    cards.choose(asked, made, when="after", card="with_help", by=rena.account)
    assert certificate.offer_of(asked).skills == ("Making jam",)


def test_who_asked_for_nothing_by_name_has_worked_on_anything(asked):
    asked.units.clear()
    assert certificate.offer_of(asked) is not None
    VisitEvent.objects.all().delete()
    assert certificate.offer_of(asked) is None


@pytest.mark.parametrize("state", ["waiting", "under_way", "paused", "withdrawn"])
def test_there_is_none_before_the_course_is_done(asked, state):
    VisitRequest.objects.update(state=state)
    asked.refresh_from_db()
    assert certificate.offer_of(asked) is None


def test_who_can_no_longer_decide_is_not_asked(asked):
    asked.person.standing = PersonStanding.WITHOUT_CAPACITY
    asked.person.save()
    assert certificate.offer_of(asked) is None


# Who may -------------------------------------------------------------------------------------------
def test_the_yes_is_the_elders_and_is_written_down_by_few(asked, murad, rena):
    helper = helper_of(asked.person, "book")
    others = (trainer("Elçin Səfərov").person, person("Murad", email="m@c.example"), staff("Aysel", "safeguarding"))
    for who in (helper, *others):
        with pytest.raises(NotYours):
            certificate.say_yes(asked, by=who.account)
    with pytest.raises(NotYours):
        certificate.say_yes(asked, by=None)
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("part", ["operator", "coordinator", "trainer"])
def test_it_is_kept_who_wrote_it_down(asked, murad, part):
    by = murad.person if part == "trainer" else staff("Rəna Həsənova", part)
    certificate.say_yes(asked, by=by.account)
    assert Taught.objects.get().evidence["way"] == ("trainer" if part == "trainer" else "operator")
    assert Taught.objects.get().by == by.account


def test_who_may_see_evidence_reads_in_words_what_it_rests_on(asked, murad, rena, signed_in):
    made = certificate.say_yes(asked, by=murad.person.account)
    page = signed_in(rena).get(f"/admin/school/certificates/{made.pk}/").text
    assert "1 visit was shown to have taken place by the code on their phone." in page
    assert "1 visit was shown to have taken place on a signed sheet." in page
    assert "The yes to the certificate was given at the last visit, written down by the trainer." in page
    rena.account.groups.first().permissions.remove(*Permission.objects.filter(codename="adjust_progress"))
    assert "was shown to have taken place" not in signed_in(rena).get(f"/admin/school/certificates/{made.pk}/").text


def test_a_trainers_own_word_shows_nothing(asked, murad):
    Visit.objects.update(shown_way="sheet")
    with pytest.raises(NotYet):
        certificate.say_yes(asked, by=murad.person.account)
    assert certificate.say_yes(asked, by=asked.person.account)


def test_the_trainer_brings_it_around_the_last_visit_only(asked, murad):
    ago = timedelta(days=14)
    Visit.objects.update(ends_at=F("ends_at") - ago, starts_at=F("starts_at") - ago)
    with pytest.raises(NotYours):
        certificate.say_yes(asked, by=murad.person.account)


def test_a_coordinator_who_taught_is_a_trainer_here(asked, murad):
    from elearn.people.api import Role, grant_role

    grant_role(murad.person, Role.COORDINATOR)
    Visit.objects.update(shown_way="sheet")
    with pytest.raises(NotYet):
        certificate.say_yes(asked, by=murad.person.account)


def test_it_is_given_once(asked, rena):
    first = certificate.say_yes(asked, by=asked.person.account)
    assert certificate.say_yes(asked, by=rena.account) == first
    assert Certificate.objects.count() == Taught.objects.count() == 1


# Asking --------------------------------------------------------------------------------------------
def at_noon(monkeypatch) -> None:
    noon = timezone.localtime().replace(hour=12, minute=0)
    monkeypatch.setattr("elearn.visits.tasks.timezone.now", lambda: noon)


def test_the_elder_is_asked_once_some_days_later_and_never_told_of_one_they_have(asked):
    noon = timezone.localtime().replace(hour=12)
    VisitRequest.objects.update(ended_at=noon - timedelta(days=1))
    assert certificate.ask_whether_wanted(noon) == 0
    VisitRequest.objects.update(ended_at=noon - timedelta(days=3))
    assert certificate.ask_whether_wanted(noon.replace(hour=22)) == 0
    assert certificate.ask_whether_wanted(noon) == 1
    assert certificate.ask_whether_wanted(noon) == 0
    assert Notice.objects.get(kind="visits_certificate").person == asked.person
    VisitRequest.objects.update(certificate_told_at=None)
    certificate.say_yes(asked, by=asked.person.account)
    assert certificate.ask_whether_wanted(noon) == 0


def test_who_can_have_none_is_not_asked_and_looked_at_once(asked):
    noon = timezone.localtime().replace(hour=12)
    VisitEvent.objects.all().delete()
    VisitRequest.objects.update(ended_at=noon - timedelta(days=3))
    assert certificate.ask_whether_wanted(noon) == 0
    assert VisitRequest.objects.exclude(certificate_told_at=None).count() == 1


# Pages ---------------------------------------------------------------------------------------------
def test_the_elder_says_yes_and_has_it(asked, signed_in):
    sona = signed_in(asked.person)
    assert "Would you like a certificate?" in sona.get("/home-visits/").text
    page = sona.get("/home-visits/certificate/").text
    for words in ("Sona Kərimova", "Making tea", "2.5 hours", "Murad Quliyev"):
        assert words in page
    assert not Certificate.objects.exists()
    answer = sona.post("/home-visits/certificate/")
    made = Certificate.objects.get()
    assert answer.url == made.get_absolute_url()
    assert "See and print my certificate" in sona.get("/home-visits/").text
    assert made.number in sona.get("/desk/").text
    assert sona.get("/home-visits/certificate/").url == made.get_absolute_url()


def test_nothing_is_offered_where_nothing_can_be_said(asked, signed_in):
    VisitEvent.objects.all().delete()
    sona = signed_in(asked.person)
    assert "certificate" not in sona.get("/home-visits/").text.split("<main")[1].split("</main")[0].lower()
    assert sona.get("/home-visits/certificate/").url == "/home-visits/"
    assert sona.post("/home-visits/certificate/").url == "/home-visits/"
    assert not Certificate.objects.exists()


def test_the_operator_writes_the_yes_down_and_prints_it(asked, signed_in):
    aysel = signed_in(staff("Aysel Nəbiyeva", "operator"))
    office = f"/home-visits/for/{asked.person.key}/"
    assert f"{office}certificate/" in aysel.get(office).text
    assert aysel.post(f"{office}certificate/").url == office
    made = Certificate.objects.get()
    desk = f"/desk/callers/{asked.person.key}/"
    assert made.number in aysel.get(f"{desk}letter/").text
    pdf = aysel.get(f"{desk}certificates/{made.reference}.pdf")
    assert (pdf["Content-Type"], pdf.content) == ("application/pdf", school.read_paper(made))
    printed = Entry.objects.get(kind=Kind.CERTIFICATE_PRINTED)
    assert (printed.subject, printed.facts) == (made.subject, {"certificate": made.pk})
    other = person("Nigar Əliyeva")
    assert aysel.get(f"/desk/callers/{other.key}/certificates/{made.reference}.pdf").status_code == 404
    school.cancel(made, reason="Səhv", by=aysel_account())
    assert aysel.get(f"{desk}certificates/{made.reference}.pdf").status_code == 404


def aysel_account():
    from elearn.people.models import Account

    return Account.objects.get(person__name="Aysel Nəbiyeva")


def test_the_trainer_offers_it_at_the_table(asked, murad, signed_in):
    his = signed_in(murad.person)
    table = f"/skills/cards/{asked.key}/"
    assert "A certificate, if they like" in his.get(table).text
    assert "Would they like a certificate?" in his.get(f"{table}certificate/").text
    assert his.post(f"{table}certificate/").url == table
    assert "The certificate is issued." in his.get(table).text


@pytest.mark.parametrize("who", ["nobody", "stranger", "helper", "other trainer", "elder"])
def test_others_find_no_way_in(asked, visitor, signed_in, who):
    table, office = f"/skills/cards/{asked.key}/certificate/", f"/home-visits/for/{asked.person.key}/certificate/"
    if who == "nobody":
        answers = [visitor.post(address) for address in (table, office, "/home-visits/certificate/")]
        assert {answer.status_code for answer in answers} == {302}
    else:
        somebody = {
            "stranger": lambda: person("Murad", email="m@c.example"),
            "helper": lambda: helper_of(asked.person, "book"),
            "other trainer": lambda: trainer("Elçin Səfərov").person,
            "elder": lambda: asked.person,
        }[who]()
        theirs = signed_in(somebody)
        assert theirs.post(table).status_code in (403, 404)
        assert theirs.post(office).status_code == 403
        if who != "elder":
            assert theirs.post("/home-visits/certificate/").status_code == 302
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_offered_costs_the_same(asked, murad, count, django_assert_num_queries):
    for number in range(count - 1):
        _worked_on(_visit(asked, murad, days=20 + number, state="done", shown_way="code"), "jam")
    assert asked.person
    with django_assert_num_queries(6):
        certificate.offer_of(asked)


# Noting what was worked on -------------------------------------------------------------------------
def test_a_trainer_notes_what_was_worked_on_with_a_button(murad, signed_in):
    visit = agreed(murad, arrived_at=timezone.now())
    visit.request.units.add(unit("tea", "Making tea"))
    his = signed_in(murad.person)
    address = f"/trainer/day/{visit.key}/"
    assert "We worked on this today" in his.get(address).text
    noted = {"deed": "unit", "unit": "tea", "key": str(uuid4()), "version": str(visit.version)}
    his.post(address, noted)
    his.post(address, noted)
    assert [row.kind for row in VisitEvent.objects.all()] == ["unit"]
    page = his.get(address).text
    assert "Worked on today" in page and "We worked on this today" not in page


def test_a_tablet_knows_what_was_worked_on(murad, signed_in):
    visit = agreed(murad, arrived_at=timezone.now())
    visit.request.units.add(unit("tea", "Making tea"))
    his = signed_in(murad.person)
    said = {"events": [event(visit, "unit", unit="tea")], "known": {}}
    stop = his.post("/trainer/day/sync/", said, content_type="application/json").json()["stops"][0]
    assert (stop["worked"], stop["cards"][0]["code"]) == (["tea"], "tea")


def test_the_clock_of_the_house_asks(asked, monkeypatch):
    noon = timezone.localtime().replace(hour=12)
    VisitRequest.objects.update(ended_at=noon - timedelta(days=3))
    at_noon(monkeypatch)
    sweep()
    assert Notice.objects.filter(kind="visits_certificate").count() == 1
