"""Where two people must go, a second one is sent along, and nobody gets round what holds for the first."""

import pytest
from django.urls import reverse

from elearn.history.models import Entry
from elearn.notices.models import Notice
from elearn.people.models import ContactPoint
from elearn.visits.domain.answer import agree, cancel
from elearn.visits.domain.beside import accompany, lacking, let_one_go, who_could
from elearn.visits.domain.book import move, propose
from elearn.visits.domain.elder import visits_of
from elearn.visits.domain.telling import first_name
from elearn.visits.enums import PairKind, Way
from elearn.visits.errors import ChangedMeanwhile, DoesNotFit, NotReachable, NotYours, SecondMissing, TimeTaken
from elearn.visits.links import visit_address
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


# Nothing is agreed or told before the second is chosen ----------------------------------------------
def told(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("created_at").values_list("kind", flat=True))


def test_the_elder_is_neither_asked_nor_able_to_agree(visit, rena):
    assert told(visit.person) == [] and visit.answer_by is None
    shown = visits_of(visit.person)
    assert (shown.coming, [line.visit for line in shown.lacking]) == ((), [visit])
    for way, by, code in ((Way.LINK, None, ""), (Way.OPERATOR, rena.account, ""), (Way.CODE, rena.account, visit.code)):
        with pytest.raises(SecondMissing):
            agree(visit, way=way, by=by, code=code)
    visit.refresh_from_db()
    assert visit.state == "proposed"


def test_as_soon_as_the_second_is_chosen_the_elder_is_asked(visit, rena):
    accompany(visit, trainer("Nigar Əhmədova"), by=rena.account)
    visit.refresh_from_db()
    assert told(visit.person) == ["visit_proposed"] and visit.answer_by
    assert Notice.objects.get(kind="visit_proposed").facts["trainer"] == "Murad, Nigar"
    assert [line.visit for line in visits_of(visit.person).coming] == [visit]
    agreed = agree(visit, way=Way.OPERATOR, by=rena.account)
    assert agreed.state == "confirmed" and agreed.seconds.get().state == "confirmed"


def test_a_coordinator_may_let_one_go_alone_and_says_why(visit, rena):
    for by in (visit.trainer.person, staff("Aysel Nəbiyeva", "operator")):
        with pytest.raises(NotYours):
            let_one_go(visit, why="Tanışdırlar", by=by.account)
    with pytest.raises(ValueError):
        let_one_go(visit, why="  ", by=rena.account)
    let_one_go(visit, why="Tanışdırlar", by=rena.account)
    visit.refresh_from_db()
    assert (visit.alone_by, visit.alone_why, told(visit.person)) == (rena.account, "Tanışdırlar", ["visit_proposed"])
    assert lacking() == [] and agree(visit, way=Way.LINK).state == "confirmed"
    assert Entry.objects.filter(kind="visit_proposed", facts__alone=True).count() == 1
    with pytest.raises(ChangedMeanwhile):
        let_one_go(visit, why="Yenə", by=rena.account)


def test_an_exception_is_for_one_time_only(visit, rena):
    visit = let_one_go(visit, why="Tanışdırlar", by=rena.account)
    moved = move(visit, starts_at=moment(monday(), 14), by=rena.account)
    assert (moved.alone_at, lacking()) == (None, [moved])
    assert told(visit.person) == ["visit_proposed", "visit_cancelled"]
    with pytest.raises(SecondMissing):
        agree(moved, way=Way.LINK)


def test_what_was_never_told_ends_without_a_word_to_the_elder(visit, rena):
    cancel(visit, by=rena.account, is_elder=False)
    assert told(visit.person) == []


def test_on_the_phone_it_cannot_be_agreed_for_two(rena):
    request = waiting("Tofiq Həsənov", is_two_person=True)
    with pytest.raises(SecondMissing):
        propose(
            request, trainer("Murad Quliyev"), starts_at=moment(monday(), 11), by=rena.account, agreed_way="operator"
        )
    assert not Visit.objects.exists() and not Notice.objects.exists()


def test_operators_read_that_it_is_not_to_be_told_yet(visit, rena, signed_in):
    office = signed_in(rena)
    for address in (f"/home-visits/for/{visit.person.key}/", f"/desk/callers/{visit.person.key}/"):
        page = office.get(address).text
        assert "Please do not tell it yet." in page and 'value="yes"' not in page


def test_the_link_of_an_earlier_message_says_no_more_than_the_list(visit, visitor):
    ContactPoint.objects.create(person=visit.person, kind="email", value="sona@beside.example")
    page = visitor.get(visit_address(visit)).text
    assert "You are on our list." in page and "11:00" not in page and 'value="yes"' not in page


def test_the_exception_is_made_on_the_page_of_the_visit(visit, rena, signed_in):
    office = signed_in(rena)
    address = reverse("trainers_admin:beside", args=[visit.pk])
    assert "Or one goes alone this time" in office.get(address).text
    assert "Please write why." in office.post(address, {"deed": "alone", "why": " "}).text
    office.post(address, {"deed": "alone", "why": "Tanışdırlar"})
    visit.refresh_from_db()
    assert visit.alone_why == "Tanışdırlar"


@pytest.mark.parametrize("count", [1, 3])
def test_what_an_elder_sees_costs_the_same(visit, rena, django_assert_num_queries, count):
    for number in range(1, count):
        Visit.objects.create(
            request=visit.request, person=visit.person, trainer=visit.trainer, number=number + 1,
            starts_at=moment(monday(), 11 + number), ends_at=moment(monday(), 12 + number),
        )  # fmt: skip
    assert visit.person
    with django_assert_num_queries(QUERIES):
        visits_of(visit.person)


QUERIES = 7
