"""Two records become one, and nothing is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from elearn.notices.models import Notice
from elearn.people.api import best_contact, merge, on_merge
from elearn.people.domain.merge import _settlers, what_would_move
from elearn.people.errors import CannotMerge
from elearn.people.models import Account, ContactPoint, Person
from elearn.safety.models import Concern
from tests import factories

PHONE, OTHER_PHONE = "+994501234567", "+994557654321"


@pytest.fixture
def rena(db):
    return factories.staff("Rəna", "coordinator")


def one(**more) -> Person:
    return factories.person("Leyla Əliyeva", **more)


def test_the_absorbed_row_stays_and_leads_to_the_kept_one(rena):
    keep, absorb = one(), one()
    assert merge(keep, absorb, by=rena.account) == keep
    absorb.refresh_from_db()
    assert absorb.merged_into == keep


def test_it_is_in_the_log(rena):
    keep, absorb = one(), one()
    merge(keep, absorb, by=rena.account)
    entry = ModelLogEntry.objects.get(action="people.merge")
    assert (entry.object_id, entry.user, entry.data["absorbed"]) == (
        str(keep.pk),
        rena.account,
        absorb.pk,
    )


@pytest.mark.database
def test_ways_to_reach_them_move_and_the_same_one_stays_once(rena):
    keep = one(phone=PHONE, with_account=False)
    absorb = one(phone=PHONE, email="leyla@example.com", with_account=False)
    absorb.contact_points.filter(value=PHONE).update(is_shared=True)
    merge(keep, absorb, by=rena.account)
    assert set(keep.contact_points.values_list("value", "is_shared")) == {
        (PHONE, True),
        ("leyla@example.com", False),
    }
    assert not ContactPoint.objects.filter(person=absorb).exists()


def test_the_only_sign_in_moves(rena):
    keep, absorb = one(), one(phone=PHONE)
    merge(keep, absorb, by=rena.account)
    assert Account.objects.get(phone=PHONE).person == keep


def test_of_two_sign_ins_the_kept_one_stays_and_takes_free_addresses(rena):
    keep, absorb = one(phone=PHONE), one(phone=OTHER_PHONE, email="leyla@example.com")
    merge(keep, absorb, by=rena.account)
    kept, gone = Account.objects.get(person=keep), Account.objects.get(person=absorb)
    assert (kept.phone, kept.email, kept.is_active) == (PHONE, "leyla@example.com", True)
    assert (gone.phone, gone.email, gone.is_active) == (None, None, False)


def test_roles_come_together(rena):
    from elearn.people.models import Role

    keep, absorb = (
        one(phone=PHONE, roles=[Role.LEARNER]),
        one(phone=OTHER_PHONE, roles=[Role.ELDER]),
    )
    merge(keep, absorb, by=rena.account)
    names = set(Account.objects.get(person=keep).groups.values_list("name", flat=True))
    assert names == {"learner", "elder"}


@pytest.mark.database
@pytest.mark.usefixtures("in_english")
def test_everything_else_moves(rena):
    keep, absorb = one(), one()
    Notice.objects.create(person=absorb, kind="x", key="1")
    Concern.objects.create(person=absorb, text="x", deadline="2026-11-30T00:00Z")
    assert what_would_move(absorb) == [("concern", 1), ("message", 1)]
    merge(keep, absorb, by=rena.account)
    assert what_would_move(absorb) == []
    assert Notice.objects.get().person == Concern.objects.get().person == keep


@pytest.mark.database
def test_every_relation_to_a_person_is_moved_or_settled(rena):
    """A model that points at people in a way that cannot be moved would be found here."""
    from elearn.people.domain.merge import _relations

    for relation in _relations():
        assert relation.one_to_many or relation.many_to_many or relation.one_to_one, relation


def test_an_app_settles_its_own_rows_first(rena):
    seen = []

    @on_merge
    def settle(keep, absorb):
        seen.append((keep.pk, absorb.pk, absorb.merged_into_id))

    try:
        keep, absorb = one(), one()
        merge(keep, absorb, by=rena.account)
    finally:
        _settlers.remove(settle)
    assert seen == [(keep.pk, absorb.pk, None)]


def test_an_earlier_merge_leads_on(rena):
    first, second, third = one(), one(), one()
    merge(second, first, by=rena.account)
    merge(third, second, by=rena.account)
    first.refresh_from_db()
    assert first.merged_into == third


def test_gaps_are_filled_and_nothing_is_overwritten(rena):
    keep = one(birth_year=1955)
    absorb = one(birth_year=1956, papers_name="Leyla Həsən qızı", form_of_address="xanim")
    merge(keep, absorb, by=rena.account)
    keep.refresh_from_db()
    assert (keep.birth_year, keep.papers_name, keep.form_of_address) == (
        1955,
        "Leyla Həsən qızı",
        "xanim",
    )


@pytest.mark.parametrize("again", [False, True])
def test_one_record_is_not_merged_with_itself_nor_twice(rena, again):
    keep, absorb = one(), one()
    if again:
        merge(keep, absorb, by=rena.account)
    with pytest.raises(CannotMerge, match="already" if again else "same"):
        merge(keep, absorb if again else keep, by=rena.account)


@pytest.mark.database
def test_a_failing_settler_leaves_everything_as_it_was(rena):
    @on_merge
    def settle(keep, absorb):
        raise RuntimeError

    try:
        keep, absorb = one(), one(phone=PHONE)
        with pytest.raises(RuntimeError):
            merge(keep, absorb, by=rena.account)
    finally:
        _settlers.remove(settle)
    assert Account.objects.get(phone=PHONE).person == absorb


# Reaching people -----------------------------------------------------------------------------------
def test_a_couple_shares_a_phone_and_one_signs_in_with_it(db):
    rauf, leyla = one(phone=PHONE), one(phone=PHONE)
    assert best_contact(rauf).value == best_contact(leyla).value == PHONE
    assert rauf.account.phone == PHONE
    assert leyla.account.phone is None


def test_the_preferred_then_the_proved_way_is_the_best(db):
    leyla = one(phone=PHONE, email="leyla@example.com")
    assert best_contact(leyla).value == "leyla@example.com"
    leyla.contact_points.filter(value=PHONE).update(verified_at="2026-11-20T00:00Z")
    assert best_contact(leyla).value == PHONE
    leyla.contact_points.filter(kind="email").update(is_preferred=True)
    assert best_contact(leyla).value == "leyla@example.com"


def test_a_landline_is_no_way_to_send_anything(db):
    leyla = one(phone="012 498 12 34", with_account=False)
    assert leyla.contact_points.get().is_landline
    assert best_contact(leyla) is None


def test_asking_for_the_best_way_costs_one_query(db):
    leyla = Person.objects.get(pk=one(phone=PHONE, email="leyla@example.com").pk)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        best_contact(leyla)
    assert len(queries) == 1
