"""Who oversees the work of staff is not in their hands: an officer's record, sign-in and roles, and an administrator's."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

import elearn.safety.api as safety
from elearn.notices.models import MailboxMessage
from elearn.people.api import contact_for_messages, contacts_for_messages
from elearn.people.domain.merge import merge
from elearn.people.domain.remove import plan_removal
from elearn.people.errors import CannotMerge, CannotRemove
from elearn.people.models import (
    Account,
    Companionship,
    ContactPoint,
    Person,
    PersonStanding,
    PrivateDetails,
    Removal,
    Scope,
)
from elearn.safety.domain.officer import named_officer
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Person:
    return factories.staff("Sevda Məlikova", "safeguarding", email="sevda@korpu.example", language="en")


@pytest.fixture
def rena() -> Person:
    return factories.staff("Rəna Həsənova", "coordinator", language="en")


@pytest.fixture
def operator() -> Person:
    return factories.staff("Ofelya Quliyeva", "operator", email="ofelya@korpu.example", language="en")


@pytest.fixture
def root() -> Person:
    return Account.objects.create_superuser(handle="root", email="root@korpu.example").person


def unharmed(person: Person) -> bool:
    """Whether the record, its sign-in and where messages go are as before."""
    account = Account.objects.get(person=person)
    person.refresh_from_db()
    values = set(person.contact_points.values_list("value", flat=True))
    return bool(
        account.is_active and account.email and person.merged_into is None and values <= {account.email, account.phone}
    )


def test_nobody_becomes_an_officer_by_merging(officer, rena, signed_in):
    concern = safety.report("The coordinator shouts at my mother", about="visit")
    for one, other in ((rena, officer), (officer, rena)):
        answer = signed_in(rena).post(reverse("people:merge", args=[one.pk]), {"with": other.pk, "keep": rena.pk})
        assert answer.url == reverse("people:index")
    assert unharmed(officer) and named_officer().name == officer.name
    assert not rena.account.groups.filter(name="safeguarding").exists()
    assert signed_in(rena).get(reverse("concerns:read", args=[concern.pk])).status_code != 200


def test_nobody_else_merges_an_officer_or_an_administrator(officer, root, rena, signed_in):
    browser = signed_in(rena)
    third = factories.person("Sevda Məlikova", email="third@korpu.example")
    for held in (officer, root):
        for one, other in ((third, held), (held, third)):
            browser.post(reverse("people:merge", args=[one.pk]), {"with": other.pk, "keep": third.pk})
        assert unharmed(held)
    page = browser.get(reverse("people:index")).content.decode()
    assert "Only they themselves and the administrator change this record" in page


def test_an_administrator_merges_an_officers_two_records_but_nobody_their_own(officer, root):
    second = factories.person("Sevda Məlikova", email="second@korpu.example")
    assert merge(officer, second, by=root.account) == officer
    with pytest.raises(CannotMerge) as refused:
        merge(root, factories.person("Root", email="other@korpu.example"), by=root.account)
    assert refused.value.reason == "own"


def form_of(person: Person, **said) -> dict:
    point = person.contact_points.first()
    return {
        "name": person.name, "form_of_address": "", "papers_name": "", "birth_year": "", "adult_from": "",
        "language": "en", "contact_points-TOTAL_FORMS": "1", "contact_points-INITIAL_FORMS": "1",
        "contact_points-MIN_NUM_FORMS": "0", "contact_points-MAX_NUM_FORMS": "1000",
        "contact_points-0-id": str(point.pk), "contact_points-0-kind": "email",
        "contact_points-0-value": "ofelya.private@example.com", **said,
    }  # fmt: skip


@pytest.mark.parametrize("role", ["operator", "coordinator"])
def test_staff_neither_close_an_officers_sign_in_nor_send_their_messages_elsewhere(officer, role, signed_in):
    browser = signed_in(factories.staff("Ofelya Quliyeva", role, email="ofelya@korpu.example", language="en"))
    edit = reverse("people:edit", args=[officer.pk])
    page = browser.get(edit).content.decode()
    assert "so that nobody can keep a concern from being read" in page
    for deed in ("standing", "removal", "merge"):
        assert reverse(f"people:{deed}", args=[officer.pk]) not in page
    assert browser.post(edit, form_of(officer)).url == edit
    dead = {"standing": PersonStanding.DECEASED, "since": "2026-01-01", "source": "I say so"}
    browser.post(reverse("people:standing", args=[officer.pk]), dead)
    browser.post(reverse("people:removal", args=[officer.pk]), {"name": officer.name, "asked": "on"})
    assert unharmed(officer) and officer.speaks_for_themself
    assert not Removal.objects.exists()


def test_an_administrator_changes_an_officers_record(officer, root, signed_in):
    browser = signed_in(root)
    said = form_of(officer, **{"contact_points-0-value": "sevda.new@korpu.example", "may_sign_in": "on"})
    browser.post(reverse("people:edit", args=[officer.pk]), said)
    assert list(officer.contact_points.values_list("value", flat=True)) == ["sevda.new@korpu.example"]


@pytest.mark.parametrize("named", ["", "x", "-1", "9" * 5000, "999999"])
def test_a_merge_with_nobody_is_refused_in_words(rena, signed_in, named):
    leyla = factories.person("Leyla", email="leyla@korpu.example")
    answer = signed_in(rena).post(reverse("people:merge", args=[leyla.pk]), {"with": named})
    assert answer.status_code in (302, 404)
    assert signed_in(rena).get(reverse("people:merge", args=[leyla.pk]), {"with": named}).status_code in (200, 404)


def test_which_merge_would_be_refused_is_said_before_and_has_no_button(officer, rena, root, signed_in):
    third = factories.person("Sevda Məlikova", email="third@korpu.example")
    merging = reverse("people:merge", args=[third.pk])
    page = signed_in(rena).get(merging, {"with": officer.pk}).content.decode()
    assert "Only they themselves and the administrator change this record" in page and 'name="keep"' not in page
    page = signed_in(rena).get(merging, {"with": rena.pk}).content.decode()
    assert "One of the two is your own record" in page and 'name="keep"' not in page
    page = signed_in(rena).get(reverse("people:merge", args=[officer.pk])).content.decode()
    assert "Only they themselves and the administrator change this record" in page and 'name="q"' not in page
    page = signed_in(root).get(merging, {"with": officer.pk}).content.decode()
    assert page.count('name="keep"') == 2 and "Roles that move over: safeguarding officer" in page


def test_roles_that_go_over_are_in_the_log(officer, root):
    third = factories.person("Sevda Məlikova", email="third@korpu.example")
    merge(third, officer, by=root.account)
    entry = ModelLogEntry.objects.get(action="people.merge")
    assert (entry.user, entry.data["roles"]) == (root.account, ["safeguarding"])


def test_no_helper_is_noted_for_an_officer_by_staff(officer, operator, signed_in):
    browser, invite = signed_in(operator), reverse("people_helpers:invite", args=[officer.pk])
    said = {"name": "Murad", "address": "murad@example.com", "scopes": [Scope.SEE], "months": "3", "chosen": "phone"}
    page = browser.post(invite, said | {"said_yes": "on"}).content.decode()
    assert "choose their own helpers, without our staff" in page
    assert not Companionship.objects.exists()
    assert invite not in browser.get(reverse("people:edit", args=[officer.pk])).content.decode()
    desk = browser.get(reverse("desk:caller", args=[officer.key])).content.decode()
    assert invite not in desk and reverse("people:edit", args=[officer.pk]) not in desk


def test_staff_plan_no_removal_of_an_officer_and_the_officer_may(officer, rena):
    with pytest.raises(CannotRemove) as refused:
        plan_removal(officer, cause=Removal.Cause.STAFF, by=rena.account)
    assert refused.value.reason == "officer"
    assert plan_removal(officer, cause=Removal.Cause.OWN, by=officer.account)


def test_no_address_is_written_over_an_officers(officer, operator, signed_in):
    private = reverse("people:private", args=[officer.pk])
    page = signed_in(operator).post(private, {"why": "visit", "save": "1", "address": "Elsewhere"}, follow=True)
    assert "Only they themselves and the administrator change this record" in page.content.decode()
    assert not PrivateDetails.objects.filter(person=officer).exists()


def test_nobody_hides_an_officers_address_behind_a_helper(officer, operator):
    """Who helps somebody has none of their messages; an address noted with two people must not stop an officer's."""
    factories.helps(officer, operator)
    ContactPoint.objects.create(person=operator, kind="email", value=officer.account.email)
    assert contact_for_messages(officer).value == officer.account.email
    assert contacts_for_messages([officer])[officer.pk].value == officer.account.email


def test_the_pages_that_refuse_say_so_before_anything_is_typed(officer, rena, signed_in):
    for deed in ("standing", "removal"):
        page = signed_in(rena).get(reverse(f"people:{deed}", args=[officer.pk])).content.decode()
        assert "Only they themselves and the administrator change this record" in page


# Told at the address they had ----------------------------------------------------------------------
def letters_to(address: str) -> list[str]:
    return list(MailboxMessage.objects.filter(to=address).values_list("body", flat=True))


@pytest.fixture
def at_work(root, signed_in, django_capture_on_commit_callbacks):
    """Send a form as the administrator, with what follows once it is kept."""

    def send(name: str, pk: int, said: dict) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            signed_in(root).post(reverse(name, args=[pk]), said)

    return send


def test_an_officer_is_told_of_another_address_at_the_one_they_had(officer, at_work):
    said = form_of(officer, **{"contact_points-0-value": "elsewhere@korpu.example", "may_sign_in": "on"})
    at_work("people:edit", officer.pk, said)
    (letter,) = letters_to("sevda@korpu.example")
    assert "The addresses at which we reach you were changed." in letter and "root" in letter


def test_an_officer_is_told_that_the_sign_in_is_closed(officer, at_work):
    at_work("people:edit", officer.pk, form_of(officer, **{"contact_points-0-value": "sevda@korpu.example"}))
    (letter,) = letters_to("sevda@korpu.example")
    assert "Your sign-in was closed." in letter and "addresses" not in letter


def test_an_officer_is_told_in_whichever_way_it_happens(officer, at_work):
    at_work("wagtailusers_users:edit", officer.account.pk, {"is_active": "on", "groups": []})
    assert "Your roles were changed." in letters_to("sevda@korpu.example")[0]


def test_an_officer_is_told_of_what_is_noted_about_them(officer, at_work):
    dead = {"standing": PersonStanding.WITHOUT_CAPACITY, "since": "2026-01-01", "source": "I say so"}
    at_work("people:standing", officer.pk, dead)
    assert "Your sign-in was closed." in letters_to("sevda@korpu.example")[0]


def test_an_officer_is_told_of_a_record_joined_to_theirs(officer, at_work):
    other = factories.person("Sevda Məlikova", email="other@korpu.example")
    at_work("people:merge", other.pk, {"with": officer.pk, "keep": other.pk})
    assert any("The addresses at which we reach you were changed." in one for one in letters_to("sevda@korpu.example"))


def test_nothing_is_told_where_nothing_of_it_changed_nor_to_others(officer, at_work):
    same = {"contact_points-0-value": "sevda@korpu.example", "may_sign_in": "on"}
    at_work("people:edit", officer.pk, form_of(officer, name="Sevda xanım", **same))
    leyla = factories.person("Leyla", email="leyla@korpu.example")
    at_work("people:edit", leyla.pk, form_of(leyla))
    assert not letters_to("sevda@korpu.example") and not letters_to("leyla@korpu.example")
