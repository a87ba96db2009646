"""The address: for the trainer of an agreed visit, from the day before until the day after, and for nobody else."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from elearn.history.models import Entry
from elearn.people.api import grant_role, has_home, tidy, write_home
from elearn.people.models import Look, Person, PrivateDetails, Role
from elearn.visits.domain.address import address_for, may_read_address
from elearn.visits.enums import CheckKind, VisitState
from elearn.visits.errors import AddressMissing
from elearn.visits.models import Check, Pair, Trainer, Visit, VisitRequest
from tests import factories
from tests.visits import hunt, made

pytestmark = pytest.mark.django_db
HOME = "Zərifə Əliyeva küçəsi 27, mənzil 81"


@pytest.fixture
def sona(db):
    made = factories.person("Sona Kərimova", email="sona@example.com", birth_year=1944)
    write_home(made, HOME, by=None)
    return made


@pytest.fixture
def visit(sona):
    """An agreed visit tomorrow at noon."""
    starts = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return Visit.objects.create(
        request=factories.visit_request(sona), person=sona, trainer=factories.trainer("Murad Quliyev"),
        starts_at=starts, ends_at=starts + timedelta(hours=1), state=VisitState.CONFIRMED,
    )  # fmt: skip


def murad_of(visit):
    return Trainer.objects.get(pk=visit.trainer_id).person.account


def on_day(visit, days: int) -> None:
    """Have today be so many days from the visit."""
    starts = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=days)
    Visit.objects.filter(pk=visit.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=1))


def refused(visit, by) -> bool:
    looks = Look.objects.count()
    with pytest.raises(PermissionDenied):
        address_for(visit, by=by)
    return Look.objects.count() == looks and not may_read_address(visit, by=by)


def test_its_trainer_reads_it_and_that_is_written_down(visit, sona):
    murad = murad_of(visit)
    assert may_read_address(visit, by=murad) and not Look.objects.exists()
    assert address_for(visit, by=murad) == HOME
    look = Look.objects.get()
    assert (look.person, look.by, look.what, look.why) == (sona, murad, "home", "visit")
    assert Entry.objects.filter(kind="private_seen").count() == 1


@pytest.mark.parametrize(("days", "is_open"), [(-2, False), (-1, True), (0, True), (1, True), (2, False), (30, False)])
def test_from_the_day_before_until_the_day_after(visit, days, is_open):
    on_day(visit, days)
    if is_open:
        assert address_for(visit, by=murad_of(visit)) == HOME
    else:
        assert refused(visit, murad_of(visit))


@pytest.mark.parametrize("state", [state for state in VisitState if state not in ("confirmed", "done")])
def test_only_of_a_visit_that_was_agreed_to(visit, state):
    Visit.objects.filter(pk=visit.pk).update(state=state)
    assert refused(visit, murad_of(visit))


@pytest.mark.parametrize("role", list(Role))
def test_nobody_else_reads_it_whatever_they_are_here(visit, role):
    assert refused(visit, factories.staff("Aynur", role.value).account)


def test_not_even_another_trainer_an_administrator_or_who_coordinates_too(visit):
    other = factories.trainer("Elçin Səfərov").person.account
    assert refused(visit, other)
    grant_role(other.person, Role.COORDINATOR)
    other.is_superuser = True
    other.save()
    assert refused(visit, other)


def test_a_visit_given_to_somebody_else_closes_it_at_once(visit):
    murad, held = murad_of(visit), Visit.objects.get(pk=visit.pk)
    Visit.objects.filter(pk=visit.pk).update(trainer=factories.trainer("Elçin Səfərov"))
    assert refused(held, murad)


def test_who_must_not_meet_the_elder_reads_nothing_though_the_visit_still_stands(visit):
    pair = Pair.objects.create(person=visit.person, trainer=visit.trainer, kind="incompatible")
    assert refused(visit, murad_of(visit))
    Pair.objects.filter(pk=pair.pk).update(kind="preferred")
    assert may_read_address(visit, by=murad_of(visit))


def test_a_trainer_who_may_not_be_sent_reads_nothing(visit):
    murad = murad_of(visit)
    Trainer.objects.update(suspended_at=timezone.now())
    assert refused(visit, murad)
    Trainer.objects.update(suspended_at=None)
    yesterday = timezone.localdate() - timedelta(days=1)
    Check.objects.filter(kind=CheckKind.CRIMINAL_RECORD).update(expires_on=yesterday)
    assert refused(visit, murad)


def test_a_trainer_who_has_lost_the_role_reads_nothing(visit):
    murad = murad_of(visit)
    murad.groups.clear()
    assert refused(visit, murad)


def test_staff_without_their_second_factor_read_nothing(visit, settings):
    settings.STAFF_SECOND_FACTOR = True
    murad = murad_of(visit)
    murad.session_has_second_factor = False
    assert refused(visit, murad)


def test_what_was_never_told_is_said_so(visit):
    PrivateDetails.objects.all().delete()
    with pytest.raises(AddressMissing):
        address_for(visit, by=murad_of(visit))
    assert not Look.objects.exists()


# Deleted in time ------------------------------------------------------------------------------------
def ended(days: int) -> None:
    VisitRequest.objects.update(
        state="done", ended_at=timezone.now() - timedelta(days=days), needs_kept="", pin="40.3,49.8", address_mark="x"
    )


def test_it_is_deleted_ninety_days_after_the_course(visit, sona):
    address_for(visit, by=murad_of(visit))
    ended(89)
    assert tidy().get("visits.addresses") == 0 and has_home(sona)
    ended(91)
    assert tidy()["visits.addresses"] == 1
    request = VisitRequest.objects.get()
    assert not has_home(sona) and (request.pin, request.address_mark) == ("", "") and request.address_gone_at
    assert Look.objects.count() == 1
    assert refused_for_lack(visit)
    assert tidy()["visits.addresses"] == 0


def refused_for_lack(visit) -> bool:
    with pytest.raises(AddressMissing):
        address_for(visit, by=murad_of(visit))
    return True


def test_it_stays_while_a_newer_request_needs_it(visit, sona):
    ended(200)
    factories.visit_request(sona)
    assert tidy()["visits.addresses"] == 0 and has_home(sona)


# Where it must not be -------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["operator", "coordinator", "safeguarding"])
def test_no_page_that_staff_reach_by_links_shows_it(visit, sona, signed_in, role, caplog):
    browser = signed_in(factories.staff("Aynur Quliyeva", role))
    seen = hunt.crawl(HOME, browser, "/desk/", f"/admin/people/edit/{sona.pk}/", f"/admin/people/private/{sona.pk}/",
                      f"/home-visits/for/{sona.key}/", "/admin/reports/site-history/", most=25)  # fmt: skip
    assert len(seen) > 3
    hunt.logs(HOME, caplog, "Zərifə")


def test_before_the_day_its_own_trainer_finds_neither_address_nor_pin(visit, sona, signed_in, caplog):
    pin = "40.371234,49.812345"
    VisitRequest.objects.update(pin=pin)
    on_day(visit, -5)
    waiting = factories.person("Tofiq Həsənov", birth_year=1940, phone="0551112233", with_account=False)
    write_home(waiting, HOME, by=None)
    factories.visit_request(waiting, pin=pin)
    browser = signed_in(visit.trainer.person)
    calendar = f"/trainer/calendar/{visit.trainer.calendar_key}.ics"
    starts = ["/trainer/", "/trainer/near/", f"/trainer/visits/{visit.key}/", "/trainer/day/", calendar, "/desk/"]
    seen = hunt.crawl(HOME, browser, *starts, rare=["Zərifə", "40.371234", "49.812345"], most=40)
    assert calendar in seen and "/trainer/near/" in seen
    hunt.answers("Sona", browser.get(calendar), rare=["Kərimova"])
    hunt.logs(HOME, caplog, "Zərifə", "40.371234")
    hunt.rows(pin, "40.371234")
    assert not Look.objects.exists()


def test_whoever_plans_finds_neither_address_nor_pin(visit, sona, signed_in):
    VisitRequest.objects.update(pin="40.371234,49.812345")
    browser = signed_in(factories.staff("Rəna Həsənova", "coordinator"))
    starts = ["/admin/visit-plans/", "/admin/visit-plans/new/", "/admin/trainers/", f"/home-visits/for/{sona.key}/ask/"]
    seen = hunt.crawl(HOME, browser, *starts, rare=["Zərifə", "40.371234"], most=30)
    assert set(starts) <= set(seen) and not Look.objects.exists()


def test_a_colleague_who_asks_for_the_needs_does_not_get_it(visit, sona, signed_in):
    browser = signed_in(factories.staff("Aynur Quliyeva", "coordinator"))
    for why in Look.Why:
        hunt.answers(HOME, browser.post(f"/admin/people/private/{sona.pk}/", {"why": why}), rare=["Zərifə"])
    browser.post(f"/admin/people/private/{sona.pk}/", {"why": "visit", "save": "1", "address": "Nizami 99"})
    hunt.rows(HOME, "Zərifə")
    hunt.rows("Nizami 99")


def test_the_elder_finds_it_in_my_data(visit, sona, signed_in):
    browser = signed_in(sona)
    assert HOME in browser.get("/my-data/read/").content.decode()
    hunt.answers(HOME, browser.get("/my-data/"), browser.get("/desk/"))


def test_an_address_that_no_request_needs_is_forgotten_too(sona_alone):
    assert tidy()["visits.loose_addresses"] == 0 and has_home(sona_alone)
    PrivateDetails.objects.update(changed_at=timezone.now() - timedelta(days=91))
    made.waiting("Tofiq Həsənov")  # has asked, and keeps it
    PrivateDetails.objects.update(changed_at=timezone.now() - timedelta(days=91))
    assert tidy()["visits.loose_addresses"] == 1
    assert not has_home(sona_alone) and PrivateDetails.objects.get(person=sona_alone).hearing == "az eşidir"
    assert has_home(Person.objects.get(name="Tofiq Həsənov"))


def test_an_address_given_anew_when_all_is_over_is_forgotten(sona_alone):
    factories.visit_request(
        sona_alone, state="done", ended_at=timezone.now() - timedelta(days=400), address_gone_at=timezone.now()
    )
    PrivateDetails.objects.update(changed_at=timezone.now() - timedelta(days=91))
    assert (tidy()["visits.loose_addresses"], has_home(sona_alone)) == (1, False)


@pytest.fixture
def sona_alone():
    """Staff wrote down where she lives, and nothing was asked for."""
    sona = factories.person("Sona Kərimova")
    write_home(sona, "Nizami küçəsi 10", by=None)
    details = PrivateDetails.objects.get(person=sona)
    details.hearing = "az eşidir"
    details.save()
    return sona
