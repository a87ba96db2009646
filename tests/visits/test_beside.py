"""Where two people must go, a second one is sent along, and nobody gets round what holds for the first."""

import pytest

from elearn.notices.models import Notice
from elearn.visits.domain.beside import accompany, lacking, who_could
from elearn.visits.domain.book import move, propose
from elearn.visits.domain.telling import first_name
from elearn.visits.enums import PairKind
from elearn.visits.errors import ChangedMeanwhile, DoesNotFit, NotReachable, NotYours, TimeTaken
from elearn.visits.models import Absence, Pair, Visit
from tests.factories import staff, trainer
from tests.visits.made import moment, monday, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def rena():
    return staff("Rəna Həsənova", "coordinator")


@pytest.fixture
def visit(rena):
    request = waiting("Sona Kərimova", is_two_person=True)
    return propose(request, trainer("Murad Quliyev"), starts_at=moment(monday(), 11), by=rena.account)


def test_a_second_goes_along_and_the_elder_is_told_of_both(visit, rena):
    nigar = trainer("Nigar Əhmədova")
    assert (lacking(), who_could(visit)) == ([visit], [nigar])
    beside = accompany(visit, nigar, by=rena.account)
    assert (beside.along_with, beside.state, beside.starts_at) == (visit, "proposed", visit.starts_at)
    assert lacking() == []
    visit.refresh_from_db()
    assert (visit.version, first_name(visit), first_name(beside)) == (2, "Murad, Nigar", "Nigar")
    with pytest.raises(ChangedMeanwhile):
        accompany(visit, trainer("Elçin Səfərov"), by=rena.account)


@pytest.mark.parametrize("why", ["pair", "away", "unchecked", "taken"])
def test_who_may_not_or_cannot_be_there_does_not_go_along(visit, rena, why):
    nigar = trainer("Nigar Əhmədova", bookable=why != "unchecked")
    if why == "pair":
        Pair.objects.create(person=visit.person, trainer=nigar, kind=PairKind.INCOMPATIBLE)
    if why == "away":
        Absence.objects.create(trainer=nigar, first_day=monday(), last_day=monday())
    if why == "taken":
        propose(waiting("Tofiq Həsənov"), nigar, starts_at=moment(monday(), 11), by=rena.account)
    assert who_could(visit) == []
    with pytest.raises(TimeTaken if why == "taken" else NotReachable):
        accompany(visit, nigar, by=rena.account)


def test_only_the_office_sends_somebody_along_and_only_where_two_must_go(visit, rena):
    nigar = trainer("Nigar Əhmədova")
    with pytest.raises(NotYours):
        accompany(visit, nigar, by=nigar.person.account)
    alone = propose(waiting("Tofiq Həsənov"), nigar, starts_at=moment(monday(), 15), by=rena.account)
    with pytest.raises(DoesNotFit):
        accompany(alone, visit.trainer, by=rena.account)


def test_a_moved_visit_needs_a_second_anew(visit, rena):
    beside = accompany(visit, trainer("Nigar Əhmədova"), by=rena.account)
    visit.refresh_from_db()
    moved = move(visit, starts_at=moment(monday(), 14), by=rena.account)
    beside.refresh_from_db()
    assert (beside.state, lacking()) == ("cancelled", [moved])
    told = Notice.objects.filter(kind="trainer_visit_cancelled")
    assert [one.person for one in told] == [beside.trainer.person]


@pytest.mark.parametrize("count", [1, 3])
def test_who_could_takes_a_constant_number_of_queries(visit, django_assert_num_queries, count):
    for name in ("Nigar Əhmədova", "Elçin Səfərov", "Lalə Məlikova")[:count]:
        trainer(name)
    visit = Visit.objects.select_related("request__district").get()
    with django_assert_num_queries(10):
        assert len(who_could(visit)) == count


def test_a_coordinator_chooses_who_goes_along(visit, rena, signed_in):
    nigar = trainer("Nigar Əhmədova")
    page = signed_in(rena)
    assert "Sona Kərimova" in page.get("/admin/trainers/beside/").text
    address = f"/admin/trainers/beside/{visit.pk}/"
    assert "Nigar Əhmədova" in page.get(address).text
    assert page.post(address, {"trainer": visit.trainer_id}).status_code == 200
    page.post(address, {"trainer": nigar.pk})
    assert Visit.objects.get(along_with=visit).trainer == nigar
    assert "lack a second person" not in page.get("/desk/").text
    for who in (nigar.person, staff("Nigar Səfərova", "operator"), staff("Aygün Rzayeva", "safeguarding")):
        assert signed_in(who).get(address).status_code in (302, 403)


def test_who_goes_along_sees_it_and_calls_the_office_to_cancel(visit, rena, signed_in):
    beside = accompany(visit, trainer("Nigar Əhmədova"), by=rena.account)
    page = signed_in(beside.trainer.person)
    assert "You go along with a colleague" in page.get(f"/trainer/visits/{beside.key}/").text
    page.post(f"/trainer/visits/{beside.key}/", {"deed": "cannot", "reason": "x"})
    beside.refresh_from_db()
    assert beside.state == "proposed"
