"""Where two people must go, a second one is sent along, and nobody gets round what holds for the first."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from elearn.history.models import Entry
from elearn.notices.domain.compose import email_of, sms_of
from elearn.notices.models import Notice
from elearn.people.models import ContactPoint
from elearn.visits.domain.answer import agree, cancel
from elearn.visits.domain.ask import change
from elearn.visits.domain.beside import accompany, lacking, let_one_go, who_could
from elearn.visits.domain.book import move, propose
from elearn.visits.domain.day_before import tell_day_before
from elearn.visits.domain.elder import visits_of
from elearn.visits.domain.heard import sentences
from elearn.visits.domain.reassign import free_beside, send_instead
from elearn.visits.domain.telling import first_name
from elearn.visits.domain.trainers import suspend
from elearn.visits.enums import PairKind, Way
from elearn.visits.errors import (
    ChangedMeanwhile,
    DoesNotFit,
    NotBookable,
    NotReachable,
    NotYours,
    SecondMissing,
    TimeTaken,
)
from elearn.visits.links import visit_address
from elearn.visits.models import Absence, Pair, Visit
from elearn.visits.own_data import forget_trainer
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


def test_who_was_let_go_before_is_not_told_that_it_is_agreed(visit, rena):
    nigar = trainer("Nigar Əhmədova")
    accompany(visit, nigar, by=rena.account)
    visit.refresh_from_db()
    moved = move(visit, starts_at=moment(monday(), 14), by=rena.account)
    accompany(moved, trainer("Elçin Səfərov"), by=rena.account)
    agree(Visit.objects.get(pk=visit.pk), way=Way.LINK)
    assert told(nigar.person) == ["trainer_visit_cancelled"]


@pytest.mark.parametrize("is_agreed", [True, False])
def test_a_suspended_second_is_shown_to_nobody_and_another_can_go(
    visit, rena, is_agreed, django_capture_on_commit_callbacks
):
    nigar, elchin = trainer("Nigar Əhmədova"), trainer("Elçin Səfərov")
    beside = accompany(visit, nigar, by=rena.account)
    visit.refresh_from_db()
    if is_agreed:
        visit = agree(visit, way=Way.LINK)
    with django_capture_on_commit_callbacks(execute=True):
        suspend(nigar, why="Şikayət", by=rena.account)
    word = visit.word
    visit, beside = Visit.objects.get(pk=visit.pk), Visit.objects.get(pk=beside.pk)
    assert (beside.state, first_name(visit), lacking()) == ("cancelled", "Murad", [visit])
    lines = visits_of(visit.person).coming
    assert [one.trainer for line in lines for one in line.going] == ([visit.trainer] if is_agreed else [])
    assert visit.state == ("confirmed" if is_agreed else "proposed") and (not is_agreed or visit.word != word)
    assert told(visit.person)[-1] == ("visit_somebody_else" if is_agreed else "visit_cancelled")
    accompany(visit, elchin, by=rena.account)
    assert first_name(Visit.objects.get(pk=visit.pk)) == "Murad, Elçin" and lacking() == []


def test_the_elder_is_not_told_that_nobody_comes_when_only_the_second_leaves(visit, rena):
    nigar = trainer("Nigar Əhmədova")
    beside = accompany(visit, nigar, by=rena.account)
    visit.refresh_from_db()
    agree(visit, way=Way.LINK)
    forget_trainer(nigar.person)
    visit.refresh_from_db()
    beside.refresh_from_db()
    assert (visit.state, beside.state, lacking()) == ("confirmed", "cancelled", [visit])
    assert told(visit.person) == ["visit_proposed", "visit_confirmed", "visit_somebody_else"]


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


# Somebody else goes along, and nobody opens to one where two must go --------------------------------
def ill(who) -> None:
    Absence.objects.create(trainer=who, first_day=monday(), last_day=monday(), kind="ill")


@pytest.mark.parametrize("is_agreed", [True, False])
def test_another_second_goes_instead_of_one_who_is_ill(visit, rena, signed_in, is_agreed):
    nigar, elchin = trainer("Nigar Əhmədova"), trainer("Elçin Səfərov")
    before = accompany(visit, nigar, by=rena.account)
    visit.refresh_from_db()
    if is_agreed:
        visit = agree(visit, way=Way.LINK)
    word, address = visit.word, f"/admin/trainers/beside/{visit.pk}/"
    ill(nigar)
    office = signed_in(rena)
    assert f'href="{address}"' in office.get("/admin/visit-plans/").text
    assert "Nigar Əhmədova goes along." in office.get(address).text
    office.post(address, {"trainer": elchin.pk})  # as a page that still showed nobody
    assert Visit.objects.get(along_with=visit, state=visit.state) == before
    office.post(address, {"trainer": elchin.pk, "instead": before.pk})
    office.post(address, {"trainer": elchin.pk, "instead": before.pk})
    before.refresh_from_db()
    visit = Visit.objects.get(pk=visit.pk)
    going = visit.seconds.exclude(state="cancelled").get()
    assert (before.state, going.trainer, going.state) == ("cancelled", elchin, visit.state)
    assert told(nigar.person)[-1] == "trainer_visit_cancelled" and first_name(visit) == "Murad, Elçin"
    assert told(visit.person)[-1] == ("visit_somebody_else" if is_agreed else "visit_proposed")
    if is_agreed:
        assert told(elchin.person) == ["trainer_visit_confirmed"] and visit.word not in ("", word)
    else:
        asked = Notice.objects.filter(kind="visit_proposed", person=visit.person).order_by("created_at").last()
        assert asked.facts["trainer"] == "Murad, Elçin"


def test_who_cannot_go_instead_leaves_everything_as_it_was(visit, rena):
    nigar, elchin = trainer("Nigar Əhmədova"), trainer("Elçin Səfərov")
    before = accompany(visit, nigar, by=rena.account)
    ill(elchin)
    with pytest.raises(NotReachable):
        send_instead(before, elchin, by=rena.account)
    with pytest.raises(NotYours):
        send_instead(before, elchin, by=nigar.person.account)
    before.refresh_from_db()
    assert before.state == "proposed" and told(nigar.person) == []


def test_nobody_is_asked_whether_a_suspended_first_may_come_with_somebody(visit, rena):
    suspend(visit.trainer, why="Şikayət", by=rena.account)
    with pytest.raises(NotBookable):
        accompany(Visit.objects.get(pk=visit.pk), trainer("Nigar Əhmədova"), by=rena.account)
    with pytest.raises(NotBookable):
        let_one_go(Visit.objects.get(pk=visit.pk), why="Tanışdırlar", by=rena.account)
    assert told(visit.person) == []


@pytest.mark.parametrize("why", ["gone", "ill", "unchecked"])
def test_the_elder_is_not_told_to_open_to_one_where_two_must_go(visit, rena, why, signed_in):
    nigar = trainer("Nigar Əhmədova")
    beside = accompany(visit, nigar, by=rena.account)
    agree(Visit.objects.get(pk=visit.pk), way=Way.LINK)
    the_day_before = visit.starts_at - timedelta(days=1)
    if why == "gone":
        free_beside(beside)
    if why == "ill":
        ill(nigar)
    if why == "unchecked":
        nigar.checks.all().delete()
    assert tell_day_before(the_day_before) == 0
    assert "Sona Kərimova" in signed_in(rena).get("/admin/visit-plans/").text
    if why == "gone":
        let_one_go(visit, why="Tanışdırlar", by=rena.account)
    else:
        send_instead(beside, trainer("Elçin Səfərov"), by=rena.account)
    assert tell_day_before(the_day_before) == 1
    assert Notice.objects.get(kind="visit_day_before").facts["trainer"] == (
        "Murad" if why == "gone" else "Murad, Elçin"
    )


def test_the_word_for_the_door_is_not_shown_while_one_of_two_is_missing(visit, rena):
    beside = accompany(visit, trainer("Nigar Əhmədova"), by=rena.account)
    visit = agree(Visit.objects.get(pk=visit.pk), way=Way.LINK)
    soon = timezone.now() + timedelta(minutes=20)
    Visit.objects.filter(person=visit.person).update(starts_at=soon, ends_at=soon + timedelta(hours=1))
    assert visits_of(visit.person).coming[0].word
    free_beside(beside)
    shown = visits_of(visit.person)
    assert (shown.coming[0].word, shown.coming[0].presence_code) == ("", "")
    assert any("open to nobody" in sentence for sentence in sentences(shown))


@pytest.mark.parametrize("why", ["gone", "suspended"])
def test_an_earlier_message_says_no_word_that_was_drawn_since(visit, rena, why):
    beside = accompany(visit, trainer("Nigar Əhmədova"), by=rena.account)
    visit = agree(Visit.objects.get(pk=visit.pk), way=Way.LINK)
    tell_day_before(visit.starts_at - timedelta(days=1))
    notice = Notice.objects.get(kind="visit_day_before")
    assert visit.word in email_of(notice)[1] and visit.presence_code in sms_of(notice)
    if why == "gone":
        free_beside(beside)
    else:
        suspend(visit.trainer, why="Şikayət", by=rena.account)
    visit = Visit.objects.get(pk=visit.pk)
    words = email_of(notice)[1] + sms_of(notice)
    assert visit.word and visit.word not in words and visit.presence_code not in words


@pytest.mark.parametrize("why", ["gone", "suspended"])
def test_operators_name_nobody_while_it_is_not_settled_who_comes(visit, rena, signed_in, why):
    beside = accompany(visit, trainer("Nigar Əhmədova"), by=rena.account)
    agree(Visit.objects.get(pk=visit.pk), way=Way.LINK)
    office, caller = signed_in(rena), f"/desk/callers/{visit.person.key}/"
    assert "Print the letter" in office.get(f"{caller}letter/").text
    if why == "gone":
        free_beside(beside)
    else:
        suspend(visit.trainer, why="Şikayət", by=rena.account)
    assert "Please name nobody" in office.get(caller).text
    assert "Print the letter" not in office.get(f"{caller}letter/").text
    assert office.post(f"{caller}letter/").status_code == 404


# It is decided later that two must go, or that one is enough ----------------------------------------
def test_that_two_must_go_after_all_takes_the_question_back(rena):
    request = waiting("Sona Kərimova")
    visit = propose(request, trainer("Murad Quliyev"), starts_at=moment(monday(), 11), by=rena.account)
    change(request, by=rena.account, is_two_person=True)
    assert told(visit.person) == ["visit_proposed", "visit_cancelled", "visits_noted"]
    visit.refresh_from_db()
    assert (visit.state, visit.answer_by, lacking()) == ("proposed", None, [visit])
    accompany(visit, trainer("Nigar Əhmədova"), by=rena.account)
    assert told(visit.person)[-1] == "visit_proposed"


def test_that_two_must_go_to_an_agreed_visit_draws_a_new_word(rena):
    request = waiting("Sona Kərimova")
    visit = propose(request, trainer("Murad Quliyev"), starts_at=moment(monday(), 11), by=rena.account)
    word = agree(visit, way=Way.LINK).word
    change(request, by=rena.account, is_two_person=True)
    visit = Visit.objects.get(pk=visit.pk)
    assert (visit.state, lacking()) == ("confirmed", [visit]) and visit.word not in ("", word)
    assert "visit_somebody_else" in told(visit.person)


@pytest.mark.parametrize("stands", ["lacking", "asked", "agreed"])
def test_that_one_is_enough_frees_the_second_and_asks_the_elder(visit, rena, stands):
    nigar = trainer("Nigar Əhmədova")
    if stands != "lacking":
        accompany(visit, nigar, by=rena.account)
    if stands == "agreed":
        agree(Visit.objects.get(pk=visit.pk), way=Way.LINK)
    change(visit.request, by=rena.account, is_two_person=False)
    visit.refresh_from_db()
    assert not visit.seconds.exclude(state="cancelled").exists()
    assert told(nigar.person)[-1:] == ([] if stands == "lacking" else ["trainer_visit_cancelled"])
    assert told(visit.person)[-2] == ("visit_somebody_else" if stands == "agreed" else "visit_proposed")
    assert (visit.answer_by is None) == (stands == "agreed")
    if stands != "agreed":
        asked = Notice.objects.filter(kind="visit_proposed").order_by("created_at").last()
        assert asked.facts["trainer"] == "Murad"


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
