"""People in the Wagtail admin: coordinators and operators work there by permission."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from elearn.people.models import Account, Person, Role
from tests import factories

PHONE, OTHER_PHONE = "+994501234567", "+994557654321"


@pytest.fixture
def coordinator(signed_in):
    return signed_in(factories.staff("Rəna", "coordinator"))


def details(person=None, **more):
    """What the form of a person sends."""
    points = more.pop("points", [])
    known = list(person.contact_points.all()) if person else []
    data = {
        "name": "Leyla Əliyeva",
        "papers_name": "",
        "form_of_address": "xanim",
        "birth_year": "1955",
        "language": "az",
        "contact_points-TOTAL_FORMS": str(len(points)),
        "contact_points-INITIAL_FORMS": str(len(known)),
        "contact_points-MIN_NUM_FORMS": "0",
        "contact_points-MAX_NUM_FORMS": "1000",
    }
    for number, point in enumerate(points):
        start = f"contact_points-{number}-"
        data |= {start + key: value for key, value in point.items()} | {start + "ORDER": str(number + 1)}
        data[start + "id"] = str(known[number].pk) if number < len(known) else ""
    return data | more


def test_a_person_is_written_down_with_their_numbers(coordinator):
    page = coordinator.post(
        reverse("people:add"),
        details(
            points=[
                {"kind": "phone", "value": "050 123 45 67", "is_shared": "on"},
                {"kind": "phone", "value": "012 498 12 34", "is_landline": "on"},
            ]
        ),
    )
    assert page.url == reverse("people:index")
    person = Person.objects.get(name="Leyla Əliyeva")
    assert list(person.contact_points.values_list("value", "is_shared", "is_landline")) == [
        (PHONE, True, False),
        ("+994124981234", False, True),
    ]
    assert not Account.objects.filter(person=person).exists()


def test_a_number_nobody_can_call_is_said_in_words(coordinator):
    page = coordinator.post(reverse("people:add"), details(points=[{"kind": "phone", "value": "12"}]))
    assert "050 123 45 67" in page.content.decode()
    assert not Person.objects.filter(name="Leyla Əliyeva").exists()


def test_a_sign_in_is_opened_and_roles_are_given(coordinator):
    coordinator.post(
        reverse("people:add"),
        details(points=[{"kind": "phone", "value": PHONE}], may_sign_in="on", roles=["elder", "learner"]),
    )
    account = Account.objects.get(phone=PHONE)
    assert set(account.groups.values_list("name", flat=True)) == {"elder", "learner"}


def test_nobody_signs_in_with_nothing(coordinator):
    factories.person("Rauf", phone=PHONE)
    page = coordinator.post(
        reverse("people:add"), details(points=[{"kind": "phone", "value": PHONE}], may_sign_in="on")
    )
    assert "nobody else signs in with" in page.content.decode()


def test_a_sign_in_is_closed_and_opened_again(coordinator):
    leyla = factories.person("Leyla Əliyeva", phone=PHONE)
    point = {"kind": "phone", "value": PHONE}
    edit = reverse("people:edit", args=[leyla.pk])
    coordinator.post(edit, details(leyla, points=[point]))
    assert not Account.objects.get(person=leyla).is_active
    coordinator.post(edit, details(leyla, points=[point], may_sign_in="on"))
    assert Account.objects.get(person=leyla).is_active


def test_a_coordinator_cannot_make_themselves_safeguarding_officer(coordinator):
    rena = Person.objects.get(name="Rəna")
    point = {"kind": "email", "value": rena.contact_points.get().value}
    page = coordinator.post(
        reverse("people:edit", args=[rena.pk]),
        details(rena, points=[point], may_sign_in="on", roles=["coordinator", "safeguarding"]),
    )
    assert page.status_code == 200
    assert not rena.account.groups.filter(name="safeguarding").exists()


def test_an_operator_writes_down_but_gives_no_roles(signed_in):
    browser = signed_in(factories.staff("Aynur", "operator"))
    assert 'name="roles"' not in browser.get(reverse("people:add")).content.decode()
    browser.post(
        reverse("people:add"),
        details(points=[{"kind": "phone", "value": PHONE}], may_sign_in="on", roles=["coordinator"]),
    )
    assert not Account.objects.get(phone=PHONE).groups.exists()
    leyla = Person.objects.get(name="Leyla Əliyeva")
    assert browser.get(reverse("people:merge", args=[leyla.pk])).url == reverse("wagtailadmin_home")


@pytest.mark.parametrize(
    "asked",
    [
        "gulnare",
        "Gülnarə",
        "Гюльнара",
        "0501234567",
        "050 123 45",
        "+994 50 123 45 67",
        "gulnare@example",
        "vəliyeva gül",
        "Gülnarə xanım",
    ],
)
def test_a_caller_is_found_however_they_are_written(coordinator, asked):
    factories.person("Gülnarə Vəliyeva", phone=PHONE, email="gulnare@example.com", with_account=False)
    factories.person("Murad Quliyev", phone=OTHER_PHONE, with_account=False)
    page = coordinator.get(reverse("people:index"), {"q": asked}).content.decode()
    assert "Gülnarə Vəliyeva" in page
    assert "Murad Quliyev" not in page


def test_the_list_costs_the_same_for_one_and_for_three(coordinator):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            page = coordinator.get(reverse("people:index"), {"q": "kişi"})
        return len(queries), page.content.decode()

    factories.person("Kişi 1", phone="+994501111111", roles=[Role.ELDER])
    cost()
    one, _page = cost()
    factories.person("Kişi 2", phone="+994502222222", roles=[Role.LEARNER])
    factories.person("Kişi 3", email="kisi@example.com")
    three, page = cost()
    assert three == one
    assert "050 222 22 22" in page
    assert "kisi@example.com" in page


def test_merged_records_and_checks_are_not_listed(coordinator):
    from elearn.people.api import merge

    keep, absorb = factories.person("Leyla A"), factories.person("Leyla B")
    merge(keep, absorb, by=None)
    factories.person("Leyla Yoxlama", is_check=True)
    page = coordinator.get(reverse("people:index")).content.decode()
    assert "Leyla A" in page
    assert "Leyla B" not in page
    assert "Yoxlama" not in page


def test_two_records_are_merged_after_looking_at_both(coordinator):
    keep = factories.person("Leyla Əliyeva", phone=PHONE)
    other = factories.person("Leyla xanım", email="leyla@example.com")
    merging = reverse("people:merge", args=[keep.pk])
    found = coordinator.get(merging, {"q": "leyla"}).content.decode()
    assert f"?with={other.pk}" in found
    assert f"?with={keep.pk}" not in found
    both = coordinator.get(merging, {"with": other.pk}).content.decode()
    assert "leyla@example.com" in both
    assert "050 123 45 67" in both
    page = coordinator.post(merging, {"with": other.pk, "keep": other.pk})
    assert page.url == reverse("people:edit", args=[other.pk])
    keep.refresh_from_db()
    assert keep.merged_into == other


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COORDINATOR, Role.OPERATOR)])
def test_who_may_not_sees_no_people(signed_in, role):
    browser = signed_in(factories.staff("Somebody", role.value))
    leyla = factories.person("Leyla Əliyeva")
    for address in (
        reverse("people:index"),
        reverse("people:add"),
        reverse("people:edit", args=[leyla.pk]),
        reverse("people:merge", args=[leyla.pk]),
        reverse("wagtailusers_users:index"),
    ):
        page = browser.get(address)
        assert page.status_code in (302, 403)
        assert "Leyla Əliyeva" not in page.content.decode()


def test_records_that_may_be_the_same_are_offered(coordinator):
    sona = factories.person("Sona xanım", phone=PHONE, with_account=False)
    by_name = factories.person("Sona Məmmədli")
    by_number = factories.person("S. M.", phone=PHONE, with_account=False)
    stranger = factories.person("Murad", phone=OTHER_PHONE, with_account=False)
    page = coordinator.get(reverse("people:merge", args=[sona.pk])).content.decode()
    assert f"?with={by_name.pk}" in page
    assert f"?with={by_number.pk}" in page
    assert f"?with={stranger.pk}" not in page


def test_coordinators_delete_nobody_and_manage_no_installation(coordinator):
    leyla = factories.person("Leyla Əliyeva")
    coordinator.post(reverse("people:delete", args=[leyla.pk]))
    assert Person.objects.filter(pk=leyla.pk).exists()
    assert "Leyla" not in coordinator.get(reverse("wagtailusers_users:index")).content.decode()


def test_the_administrator_sees_accounts_by_name(visitor):
    leyla = factories.person("Leyla Əliyeva", phone=PHONE)
    root = Account.objects.create_superuser(handle="root", email="root@korpu.example")
    visitor.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    page = visitor.get(reverse("wagtailusers_users:index")).content.decode()
    assert "Leyla Əliyeva" in page
    edit = reverse("wagtailusers_users:edit", args=[leyla.account.pk])
    assert visitor.get(edit).status_code == 200
    visitor.post(edit, {"is_active": "on", "groups": []})
    assert Account.objects.get(person=leyla).is_active
    assert visitor.get(reverse("wagtailadmin_home")).status_code == 200
    assert visitor.get(reverse("wagtailadmin_account")).status_code == 200
