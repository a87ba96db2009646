"""An institution cannot find out who said no: by no word, no figure, no seat, no clean-up and no file brought again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.domain.cohorts import invitations
from courses.domain.cohorts.cohort_import import look, planned
from courses.domain.cohorts.cohorts import cohorts_of, figures_of, lines_of, seats_left, table_of
from courses.models import CohortMember
from elearn.people.retention import tidy
from tests.courses.cohorts.groups import brought, contact, csv, group, member
from tests.visitors import signed_in, visitor  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

STUDENTS = [
    "Aysel Quliyeva;;aysel@groups.example;az;2000;A-1", "Günay Məmmədova;;gunay@groups.example;az;2000;A-2",
    "Ləman Səfərova;;leman@groups.example;az;2000;A-3",
]  # fmt: skip


@pytest.fixture
def cohort():
    return group(seats=3)


@pytest.fixture
def nigar(cohort):
    return contact(cohort)


def seen(cohort, by) -> tuple:
    """All that a contact sees of a group."""
    plan = planned(look(cohort, csv(*STUDENTS), name="again.csv", by=by))
    return (
        lines_of(cohort), figures_of(cohort), seats_left(cohort), list(table_of(cohort)),
        cohorts_of(by).get(pk=cohort.pk).invited, (len(plan.good), len(plan.known), len(plan.faulty)),
    )  # fmt: skip


def test_nothing_moves_when_one_says_no_and_nothing_at_the_clean_up(cohort, nigar):
    brought(cohort, nigar, *STUDENTS)
    at_first = seen(cohort, nigar)
    invitations.decline(member(cohort, "Aysel Quliyeva"))
    invitations.join_group(member(cohort, "Günay Məmmədova"), may_see=False)
    assert seen(cohort, nigar) == at_first
    tidy(now=timezone.now() + timedelta(days=91))
    assert CohortMember.objects.filter(person=None).count() == 2
    assert seen(cohort, nigar) == at_first


def test_a_no_does_not_make_room_for_another_invitation(cohort, nigar):
    brought(cohort, nigar, *STUDENTS)
    invitations.decline(member(cohort, "Aysel Quliyeva"))
    other = planned(look(cohort, csv("Orxan Əliyev;;orxan@groups.example;az;2000;"), name="x", by=nigar))
    assert (len(other.good), len(other.faulty)) == (0, 1)
    # ... and who said no comes back without asking for another seat.
    assert invitations.join_group(member(cohort, "Aysel Quliyeva"), may_see=False).cohort == cohort


def test_an_invitation_that_has_lapsed_opens_nothing(client, cohort, nigar):
    brought(cohort, nigar, *STUDENTS)
    address = invitations.invitation_address(member(cohort, "Aysel Quliyeva"))
    late = member(cohort, "Aysel Quliyeva")
    tidy(now=timezone.now() + timedelta(days=91))
    assert client.get(address).status_code == 404
    assert client.post(address, {"answer": "yes_seen"}).status_code == 404
    assert not invitations.decline(late)
    assert not invitations.let_see(late, may_see=True)


def test_who_said_yes_meanwhile_is_not_cleaned_away(cohort, nigar):
    brought(cohort, nigar, *STUDENTS)
    stale = member(cohort, "Aysel Quliyeva")
    invitations.join_group(stale, may_see=True)
    assert invitations.lapse(stale) is False
    assert member(cohort, "Aysel Quliyeva").person is not None


def test_the_pages_tell_the_same_before_and_after(signed_in, cohort, nigar):  # noqa: F811
    brought(cohort, nigar, *STUDENTS)
    hers = signed_in(nigar.person)
    addresses = ["/partner/", f"/partner/{cohort.pk}/", "/desk/"]
    before = [main_of(hers.get(address).text) for address in addresses]
    invitations.decline(member(cohort, "Aysel Quliyeva"))
    assert [main_of(hers.get(address).text) for address in addresses] == before
    tidy(now=timezone.now() + timedelta(days=91))
    assert [main_of(hers.get(address).text) for address in addresses] == before


def main_of(page: str) -> str:
    """The part of a page that is its own: tokens and the like stand outside of it or change at every reading."""
    return "".join(line for line in page.split("<main")[1].split("</main")[0].splitlines() if "csrf" not in line)
