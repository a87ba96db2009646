"""A guardian who is gone, a second guardian, a no that holds, and who was made sure of; and ways round each."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.models import Enrolment
from courses.models.enrolment import EnrolmentState
from elearn.history.models import Entry, Kind
from elearn.notices.models import Notice
from elearn.people import api
from elearn.people.domain.coming_of_age import sweep_guardians
from elearn.people.domain.guardian_review import confirm, set_aside, to_look_at
from elearn.people.domain.guardians import agree, ask_guardian, record_consent, refuse
from elearn.people.domain.guardianship import guardianship_of, needs_guardian, without_consent
from elearn.people.domain.remove import plan_removal, remove
from elearn.people.errors import GuardianRefused
from elearn.people.models import (
    Confirmed,
    Consent,
    ContactPoint,
    FormerContact,
    Guardianship,
    GuardianState,
    Person,
    PersonStanding,
    Relation,
    Removal,
    Way,
)
from tests import factories

MOTHERS, FATHERS, CHILDS = "+994557654321", "+994702223344", "+994501234567"
YOUNG = timezone.localdate().year - 15
BY_PHONE = ContactPoint.Kind.PHONE
HEARD = {"relation": "mother", "language": "en", "heard": "on", "action": "agree"}


@pytest.fixture
def gunay(db) -> Person:
    return factories.person("Günay Zərqələmova", phone=CHILDS, birth_year=YOUNG, language="en")


@pytest.fixture
def rena(db) -> Person:
    return factories.staff("Rəna Quliyeva", "coordinator", language="en")


@pytest.fixture
def operator(db) -> Person:
    return factories.staff("Səbinə Quluzadə", "operator", language="en")


@pytest.fixture
def guest(db) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    return client


def asked(minor, value=MOTHERS, name="Sevinc", **more) -> Guardianship:
    return ask_guardian(
        minor, name=name, relation=Relation.MOTHER, kind=BY_PHONE, value=value, language="en", **more
    )  # fmt: skip


def agreed(minor, value=MOTHERS, **more) -> Guardianship:
    return agree(asked(minor, value, **more), way=Way.CODE, language="en")


def mark(person, standing, by) -> None:
    api.mark_standing(person, standing, since=timezone.localdate(), source="called", by=by.account)


def kinds() -> set[tuple[str, int]]:
    return set(Notice.objects.values_list("kind", "person"))


def refused(deed, *args, **more) -> str:
    with pytest.raises(GuardianRefused) as error:
        deed(*args, **more)
    return error.value.reason


# A guardian who is gone ------------------------------------------------------------------------------
@pytest.mark.parametrize("standing", [PersonStanding.DECEASED, PersonStanding.WITHOUT_CAPACITY])
def test_a_guardian_who_is_gone_leaves_no_consent_behind(gunay, rena, guest, standing):
    row = agreed(gunay)
    course, _lessons = factories.course_with({"text": "<p>Oxuyun.</p>"})
    import courses.api as school

    school.enrol(gunay, course)
    assert Enrolment.objects.get(person=gunay).state == EnrolmentState.ACTIVE
    mark(row.guardian, standing, rena)
    row.refresh_from_db()
    assert (row.state, row.agreed_at is not None) == (GuardianState.ENDED, True)
    assert needs_guardian(gunay) and list(without_consent()) == [gunay]
    assert Enrolment.objects.get(person=gunay).state == EnrolmentState.WAITING
    assert Consent.objects.get(person=gunay, kind="guardian").state == "withdrawn"
    assert ("guardian_gone", gunay.pk) in kinds()
    assert guest.get(reverse("guardian", args=[row.token])).status_code == 404
    assert list(to_look_at()) == [row]
    assert Entry.objects.filter(kind=Kind.GUARDIAN_ENDED).count() == 1
    agreed(gunay, FATHERS, name="Elçin")
    assert not needs_guardian(gunay)
    assert Enrolment.objects.get(person=gunay).state == EnrolmentState.ACTIVE
    assert row.pk not in to_look_at().values_list("pk", flat=True)


def test_a_guardian_whose_data_are_removed_has_not_said_no(gunay, guest):
    row = agreed(gunay)
    mother = row.guardian
    remove(plan_removal(mother, cause=Removal.Cause.OWN))
    row.refresh_from_db()
    assert (row.state, row.holds_as_no, needs_guardian(gunay)) == (GuardianState.ENDED, False, True)
    assert Consent.objects.get(person=gunay, kind="guardian").state == "withdrawn"
    told = Notice.objects.get(kind="guardian_gone", person=gunay)
    assert told.facts["has_left"] and "Sevinc" not in str(told.facts)
    agreed(gunay, FATHERS, name="Elçin")
    assert not needs_guardian(gunay)


def test_who_was_only_asked_and_leaves_has_not_said_no_either(gunay):
    row = asked(gunay)
    remove(plan_removal(row.guardian, cause=Removal.Cause.OWN))
    row.refresh_from_db()
    assert (row.state, row.holds_as_no) == (GuardianState.ENDED, False)


def test_a_guardian_finds_what_they_agreed_to_and_the_child_has_no_door_to_it(gunay, signed_in):
    mother = factories.person("Aynur Zərqələmova", phone=MOTHERS, birth_year=1985)
    row = agreed(gunay, name="Aynur Zərqələmova")
    assert row.guardian == mother
    consent = Consent.objects.get(person=gunay, kind="guardian")
    address = reverse("consent", args=[consent.key])
    assert address in signed_in(mother).get(reverse("consents")).content.decode()
    childs = signed_in(gunay)
    page = childs.get(reverse("consents")).content.decode()
    assert address not in page and "your parent or guardian decides about it" in page
    assert childs.get(address).status_code == 404
    refuse(row)
    assert address not in signed_in(mother).get(reverse("consents")).content.decode()


def test_the_child_is_asked_kindly_for_somebody_else(gunay, rena, signed_in):
    mark(agreed(gunay).guardian, PersonStanding.DECEASED, rena)
    browser = signed_in(gunay)
    page = browser.get(reverse("account_guardian")).content.decode()
    assert "Nothing you have done is lost." in page and 'name="address"' in page
    assert "Nothing is lost." in browser.get(reverse("desk:home")).content.decode()


def test_who_is_gone_does_not_agree_by_the_old_address(gunay, rena):
    row = asked(gunay)
    mark(row.guardian, PersonStanding.DECEASED, rena)
    assert refused(agree, row, way=Way.CODE, language="en") == "closed"
    assert needs_guardian(gunay)


def test_a_mistake_put_right_lets_them_answer_again_but_does_not_do_it_for_them(gunay, rena, guest):
    row = agreed(gunay)
    mark(row.guardian, PersonStanding.DECEASED, rena)
    mark(row.guardian, PersonStanding.LIVING, rena)
    assert needs_guardian(gunay)
    assert guest.get(reverse("guardian", args=[row.token])).status_code == 200


def test_the_no_of_who_has_died_stays_until_somebody_decides(gunay, rena):
    row = refuse(asked(gunay))
    agreed(gunay, FATHERS, another=True)
    mark(row.guardian, PersonStanding.DECEASED, rena)
    assert needs_guardian(gunay)


def test_merged_into_somebody_who_has_died_a_guardian_is_gone_too(gunay, rena):
    row = agreed(gunay)
    known = factories.person("Sevinc", email="s@example.com", birth_year=1980)
    mark(known, PersonStanding.DECEASED, rena)
    api.merge(known, row.guardian, by=rena.account)
    assert needs_guardian(gunay)


# Another guardian ------------------------------------------------------------------------------------
def test_the_child_names_another_and_the_first_is_told_and_may_still_answer(gunay, signed_in, guest):
    first = asked(gunay)
    browser = signed_in(gunay)
    page = browser.get(reverse("account_guardian")).content.decode()
    assert "They cannot be reached: name another" in page
    said = {"name": "Elçin", "relation": "father", "address": FATHERS, "language": "en"}
    assert browser.post(f"{reverse('account_guardian')}?another=1", said).status_code == 302
    first.refresh_from_db()
    assert (first.state, first.contact) == (GuardianState.REPLACED, MOTHERS)
    assert ("guardian_second", first.guardian_id) in kinds()
    notice = Notice.objects.get(kind="guardian_second")
    assert "Elçin" not in str(notice.facts)
    assert guest.get(reverse("guardian", args=[first.token])).status_code == 200
    assert refuse(first).state == GuardianState.REFUSED
    agree(Guardianship.objects.get(contact=FATHERS), way=Way.CODE, language="en")
    assert needs_guardian(gunay)


def test_a_wrong_number_is_still_forgotten_and_nobody_there_is_told(gunay, signed_in):
    first = asked(gunay)
    said = {"name": "Sevinc", "relation": "mother", "address": FATHERS, "language": "en"}
    signed_in(gunay).post(f"{reverse('account_guardian')}?change=1", said)
    first.refresh_from_db()
    assert (first.contact, first.guardian) == ("", None)
    assert not Notice.objects.filter(kind="guardian_second").exists()


def test_who_was_asked_beside_by_mistake_says_so_and_is_forgotten(gunay, guest):
    first = asked(gunay)
    asked(gunay, FATHERS, another=True)
    guest.post(reverse("guardian", args=[first.token]), {"action": "mistaken"})
    first.refresh_from_db()
    assert (first.state, first.contact, first.guardian) == (GuardianState.MISTAKEN, "", None)


def test_who_was_asked_beside_is_forgotten_after_thirty_days(gunay):
    first = asked(gunay)
    asked(gunay, FATHERS, another=True)
    Guardianship.objects.update(asked_at=timezone.now() - timedelta(days=31))
    sweep_guardians()
    first.refresh_from_db()
    assert (first.contact, first.guardian) == ("", None)


def test_a_second_consent_takes_over_and_the_first_stays_in_the_record(gunay, guest):
    first = agreed(gunay)
    second = agreed(gunay, FATHERS, name="Elçin", another=True)
    first.refresh_from_db()
    assert (first.state, first.agreed_at is not None, first.contact) == (GuardianState.REPLACED, True, MOTHERS)
    assert Consent.objects.filter(person=gunay, kind="guardian", state="given").count() == 2
    assert guardianship_of(gunay) == second and not needs_guardian(gunay)
    page = guest.get(reverse("guardian", args=[first.token])).content.decode()
    assert "Another parent or guardian of Günay answers now" in page and "Elçin" not in page
    refuse(first)
    assert needs_guardian(gunay)


@pytest.mark.parametrize("way", ["asked", "phone"])
def test_the_child_does_not_get_round_a_no_with_another_name(gunay, operator, signed_in, way):
    row = refuse(asked(gunay))
    assert refused(asked, gunay, FATHERS) == "no"
    assert refused(asked, gunay, MOTHERS, another=True) == "same"
    if way == "asked":
        agreed(gunay, FATHERS, name="Elçin", another=True)
    else:
        record_consent(
            gunay, name="Elçin", relation=Relation.FATHER, kind=BY_PHONE, value=FATHERS, language="en",
            by=operator.account,
        )  # fmt: skip
    assert needs_guardian(gunay) and guardianship_of(gunay) == row
    assert ("guardian_waits", gunay.pk) in kinds() and ("guardian_agreed", gunay.pk) not in kinds()
    assert list(to_look_at().filter(state="refused")) == [row]
    page = signed_in(gunay).get(reverse("account_guardian")).content.decode()
    assert "Our coordinator speaks with your family and decides." in page


def test_a_coordinator_decides_with_a_reason_and_the_guardian_is_told(gunay, rena, operator, signed_in):
    row = refuse(asked(gunay))
    agreed(gunay, FATHERS, another=True)
    address = reverse("people:guardian", args=[gunay.pk])
    said = {"action": "set_aside", "row": row.pk}
    assert "Only a coordinator" in signed_in(operator).post(address, {**said, "why": "x"}).content.decode()
    assert "Please write why" in signed_in(rena).post(address, said).content.decode()
    assert needs_guardian(gunay)
    signed_in(rena).post(address, {**said, "why": "Spoke with both on Monday."})
    row.refresh_from_db()
    assert (row.state, row.set_aside_why, row.set_aside_by) == ("refused", "Spoke with both on Monday.", rena.account)
    assert not needs_guardian(gunay)
    assert {("guardian_set_aside", row.guardian_id), ("guardian_agreed", gunay.pk)} <= kinds()
    refuse(agree(row, way=Way.CODE, language="en"))
    assert needs_guardian(gunay)


@pytest.mark.parametrize("number", ["", "x", "²", "9" * 5000])
def test_a_deed_on_no_guardian_is_answered_in_words(gunay, operator, signed_in, number):
    agreed(gunay)
    said = {"action": "refuse", "row": number}
    assert signed_in(operator).post(reverse("people:guardian", args=[gunay.pk]), said).status_code == 404
    assert not needs_guardian(gunay)


def test_nobody_decides_in_their_own_family(gunay, rena):
    row = refuse(asked(gunay, "+994559998877"))
    ContactPoint.objects.create(person=rena, kind="phone", value=FATHERS)
    yes = agreed(gunay, FATHERS, another=True)
    assert refused(set_aside, row, why="It is fine.", by=rena.account) == "self"
    assert refused(confirm, yes, how=Confirmed.SEEN, on=timezone.localdate(), by=rena.account) == "self"
    Guardianship.objects.update(state="refused")
    assert refused(
        record_consent, gunay, name="R", relation=Relation.MOTHER, kind=BY_PHONE, value=FATHERS, language="en",
        by=rena.account,
    ) == "self"  # fmt: skip


def test_staff_ask_another_guardian_in_writing(gunay, operator, signed_in):
    first = agreed(gunay)
    said = {"name": "Elçin", "relation": "father", "address": FATHERS, "language": "en", "action": "ask"}
    browser = signed_in(operator)
    address = reverse("people:guardian", args=[gunay.pk])
    assert "landline" in browser.post(address, {**said, "address": "012 498 12 34"}).content.decode()
    assert browser.post(address, said).status_code == 302
    assert Guardianship.objects.get(contact=FATHERS).state == GuardianState.ASKED
    assert not needs_guardian(gunay)
    assert ("guardian_second", first.guardian_id) in kinds()


# Made sure by a person -------------------------------------------------------------------------------
def test_the_list_shows_who_was_not_made_sure_of_and_a_day_takes_them_off(gunay, operator, signed_in):
    row = agreed(gunay)
    browser = signed_in(operator)
    page = browser.get(reverse("people_guardians:index")).content.decode()
    assert "Make sure who they are" in page and reverse("people:guardian", args=[gunay.pk]) in page
    address = reverse("people:guardian", args=[gunay.pk])
    late = str(timezone.localdate() + timedelta(days=1))
    said = {"action": "confirm", "row": row.pk, "how": "paper"}
    assert "yet to come" in browser.post(address, {**said, "on": late}).content.decode()
    assert browser.post(address, {**said, "on": str(timezone.localdate())}).status_code == 302
    row.refresh_from_db()
    assert (row.confirmed_how, row.confirmed_on, row.confirmed_by) == (
        "paper", timezone.localdate(), operator.account,
    )  # fmt: skip
    assert not to_look_at().exists()


def test_a_consent_by_phone_is_made_sure_of(gunay, operator, signed_in):
    said = {**HEARD, "name": "Sevinc", "address": MOTHERS}
    signed_in(operator).post(reverse("people:guardian", args=[gunay.pk]), said)
    row = guardianship_of(gunay)
    assert (row.confirmed_how, row.confirmed_by) == ("call", operator.account)


@pytest.mark.parametrize("role", ["learner", "elder", "trainer", "counsellor", "partner", "safeguarding", "companion"])
def test_others_see_no_list_and_make_sure_of_nobody(gunay, signed_in, role):
    row = agreed(gunay)
    stranger = factories.staff("Murad", role)
    assert signed_in(stranger).get(reverse("people_guardians:index")).status_code in (302, 403)
    assert refused(confirm, row, how=Confirmed.CALL, on=timezone.localdate(), by=stranger.account) == "staff"
    assert refused(set_aside, refuse(row), why="x", by=stranger.account) == "staff"


def test_where_a_call_is_needed_nothing_counts_before_it(gunay, rena, settings, signed_in):
    settings.GUARDIAN_NEEDS_CALL = True
    row = agreed(gunay)
    assert needs_guardian(gunay) and list(without_consent()) == [gunay]
    assert ("guardian_waits", gunay.pk) in kinds()
    assert "We still speak with Sevinc once." in signed_in(gunay).get(reverse("account_guardian")).content.decode()
    confirm(row, how=Confirmed.CALL, on=timezone.localdate(), by=rena.account)
    assert not needs_guardian(gunay) and not without_consent().exists()
    assert ("guardian_agreed", gunay.pk) in kinds()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(operator, signed_in, django_assert_num_queries, count):
    for number in range(count):
        child = factories.person("Günay", email=f"g{number}@example.com", birth_year=YOUNG)
        agreed(child, f"+99455765432{number}")
    browser = signed_in(operator)
    browser.get(reverse("people_guardians:index"))
    with django_assert_num_queries(11):
        browser.get(reverse("people_guardians:index"))


# What was the child's once ---------------------------------------------------------------------------
def test_an_address_the_child_has_given_up_is_no_guardians(gunay, signed_in):
    point = ContactPoint.objects.create(person=gunay, kind="email", value="gunay.z@gmail.com")
    point.value = "other@example.com"
    point.save()
    ContactPoint.objects.get(value="other@example.com").delete()
    browser = signed_in(gunay)
    for once in ("gunayz+mama@googlemail.com", "other@example.com"):
        said = {"name": "Sevinc", "relation": "mother", "address": once, "language": "en"}
        assert "This is your own address" in browser.post(reverse("account_guardian"), said).content.decode()
    assert "gmail" not in str(list(FormerContact.objects.values_list("digest", flat=True)))


def test_staff_who_spoke_with_the_mother_may_use_what_was_noted_with_the_child(gunay, operator):
    ContactPoint.objects.create(person=gunay, kind="phone", value=MOTHERS).delete()
    assert refused(asked, gunay) == "own"
    row = record_consent(
        gunay, name="Sevinc", relation=Relation.MOTHER, kind=BY_PHONE, value=MOTHERS, language="en",
        by=operator.account,
    )  # fmt: skip
    assert row.is_agreed and not needs_guardian(gunay)


def test_nothing_is_left_of_them_when_the_childs_data_are_removed(gunay):
    ContactPoint.objects.create(person=gunay, kind="email", value="x@example.com").delete()
    remove(plan_removal(gunay, cause=Removal.Cause.OWN))
    assert not FormerContact.objects.exists()


def test_former_addresses_go_with_the_child_and_when_it_comes_of_age(gunay):
    ContactPoint.objects.create(person=gunay, kind="email", value="x@example.com").delete()
    Person.objects.filter(pk=gunay.pk).update(birth_year=YOUNG - 4)
    sweep_guardians()
    assert not FormerContact.objects.exists()
    child = factories.person("Günay", email="g@example.com", birth_year=YOUNG)
    child.delete()
    assert not FormerContact.objects.exists()
