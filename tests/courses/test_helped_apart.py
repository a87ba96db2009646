"""Whoever recorded a film for an elder cannot give the elder's answer, by whatever way they try."""

import pytest
from django.urls import reverse

from courses.domain.films import answers, codes
from courses.models import Contribution, ContributionState
from elearn.notices.models import Notice
from elearn.people import api as people
from elearn.people.errors import CannotMerge
from elearn.people.models import Account, ContactPoint, Person, PersonStanding, Role
from tests.courses.test_helped import (  # noqa: F401 - fixtures
    agreed,
    fresh,
    leyla,
    murad,
    nigar,
    pages,
    recorded,
    rena,
    says,
)  # fmt: skip
from tests.factories import person, staff
from tests.visitors import signed_in, visitor  # noqa: F401 - fixtures

# ruff: noqa: F811
pytestmark = [pytest.mark.django_db]
ELDERS, RECORDERS = "+994507654321", "+994702223344"


@pytest.fixture
def recorder() -> Person:
    """A coordinator who also records: may do everything with people, but not this."""
    return staff("Aydan Həsənova", Role.COORDINATOR, phone=RECORDERS, language="en")


def form_of(elder: Person, phone: str) -> dict[str, str]:
    point = ContactPoint.objects.filter(person=elder).first()
    row = {"id": point.pk, "kind": "phone", "value": phone, "ORDER": "1"} if point else {}
    count = "1" if point else "0"
    return {
        "name": elder.name, "form_of_address": "xanim", "papers_name": "", "birth_year": "1950", "adult_from": "",
        "language": "az", "may_sign_in": "on", "contact_points-TOTAL_FORMS": count,
        "contact_points-INITIAL_FORMS": count, "contact_points-MIN_NUM_FORMS": "0",
        "contact_points-MAX_NUM_FORMS": "1000", **{f"contact_points-0-{key}": str(value) for key, value in row.items()},
    }  # fmt: skip


def test_the_recorder_changes_neither_contact_nor_sign_in_while_the_answer_is_open(signed_in, leyla, recorder):
    recorded(leyla, recorder)
    browser = signed_in(fresh(recorder))
    address = reverse("people:edit", args=[leyla.pk])
    assert "a colleague changes how" in browser.get(address).content.decode()
    assert browser.post(address, form_of(leyla, RECORDERS)).status_code == 302
    assert list(leyla.contact_points.values_list("value", flat=True)) == [ELDERS]
    assert not Account.objects.filter(person=leyla).exists()


def test_a_colleague_can(signed_in, leyla, recorder, rena):
    recorded(leyla, recorder)
    signed_in(rena).post(reverse("people:edit", args=[leyla.pk]), form_of(leyla, "+994559990000"))
    assert list(leyla.contact_points.values_list("value", flat=True)) == ["+994559990000"]


def test_when_the_film_is_placed_the_recorder_may_again(signed_in, leyla, recorder):
    made = recorded(leyla, recorder)
    says(made)
    assert not people.may_change_reach(recorder.account, leyla)  # until it is public, a change of the page asks anew
    Contribution.objects.update(state=ContributionState.PLACED)
    assert people.may_change_reach(recorder.account, leyla)
    signed_in(fresh(recorder)).post(reverse("people:edit", args=[leyla.pk]), form_of(leyla, "+994559990000"))
    assert list(leyla.contact_points.values_list("value", flat=True)) == ["+994559990000"]


def test_not_by_merging_the_elder_with_a_record_that_has_their_number(signed_in, leyla, recorder):
    recorded(leyla, recorder)
    other = person("Leyla Əliyeva", phone=RECORDERS, with_account=False)
    for keep, absorb in ((leyla, other), (other, leyla)):
        with pytest.raises(CannotMerge) as refused:
            people.merge(keep, absorb, by=recorder.account)
        assert refused.value.reason == "waits"
    page = signed_in(fresh(recorder)).post(
        reverse("people:merge", args=[leyla.pk]), {"with": other.pk, "keep": leyla.pk}, follow=True
    ).content.decode()  # fmt: skip
    assert "a colleague changes how" in page
    assert Person.objects.get(pk=other.pk).merged_into is None


def test_not_by_writing_down_that_a_relative_decides(signed_in, leyla, recorder):
    recorded(leyla, recorder)
    said = {
        "standing": "without_capacity", "since": "2026-01-01", "source": "I was told", "relative_name": "Aydan",
        "relation": "daughter", "contact": RECORDERS,
    }  # fmt: skip
    signed_in(fresh(recorder)).post(reverse("people:standing", args=[leyla.pk]), said)
    assert fresh(leyla).standing == PersonStanding.LIVING


def test_not_by_noting_their_own_number_before_they_record(leyla, recorder):
    ContactPoint.objects.filter(person=leyla).update(value=RECORDERS)
    made = recorded(leyla, recorder)
    assert not Notice.objects.filter(kind="helped_asked").exists()
    assert not answers.reachable(leyla)
    codes.send_code(Contribution.objects.get(pk=made.pk), by=fresh(recorder).account)
    assert not Notice.objects.filter(kind="helped_code").exists()
    assert not agreed(made)


def test_not_in_the_list_of_accounts_of_who_administers(signed_in, leyla):
    root = person("Kök", email="root@korpu.example")
    Account.objects.filter(person=root).update(is_superuser=True)
    elder = person("Sona Quliyeva", phone="+994501112233", birth_year=1950)
    recorded(elder, fresh(root))
    Account.objects.filter(person=elder).update(is_active=False)
    address = reverse("wagtailusers_users:edit", args=[elder.account.pk])
    signed_in(fresh(root)).post(address, {"is_active": "on"})
    assert not Account.objects.get(person=elder).is_active


def test_who_recorded_for_another_elder_is_not_held_up(leyla, recorder):
    recorded(leyla, recorder)
    other = person("Sona Quliyeva", birth_year=1950)
    assert people.may_change_reach(recorder.account, other)
