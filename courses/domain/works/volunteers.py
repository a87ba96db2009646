"""Volunteers: named by a coordinator for single courses, so that each sees the works of those learners and no others.

The role alone shows nothing, and neither does having been named once: both have to hold today.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from courses.errors import NoSuchAccount, UnfitVolunteer
from courses.models import CoursePage, Volunteer
from elearn.history.api import Kind, note
from elearn.people.api import Role, grant_role, has_role, may_be_contacted_unmoderated, take_role
from elearn.people.models import Account, Person

from ..cohorts.contacts import account_at


@transaction.atomic
def name_volunteer(course: CoursePage, *, address: str, by: Account) -> Volunteer:
    """Let the person who signs in with this address answer the works of a course; named once, however often asked.

    Raises NoSuchAccount or UnfitVolunteer: whoever reads what the young send is known to be of age.
    """
    account = account_at(address)
    if account is None:
        raise NoSuchAccount
    person = account.person
    if not may_be_contacted_unmoderated(person) or not person.speaks_for_themself:
        raise UnfitVolunteer
    try:
        with transaction.atomic():
            made = Volunteer.objects.create(course=course, person=person)
    except IntegrityError:
        made = Volunteer.objects.get(course=course, person=person, ended_at=None)
    else:
        note(Kind.VOLUNTEER_NAMED, who=by.person.key, subject=f"course:{course.pk}", volunteer=made.pk)
    grant_role(person, Role.VOLUNTEER)
    return made


@transaction.atomic
def end_volunteer(volunteer: Volunteer, *, by: Account) -> bool:
    """Let somebody answer the works of a course no longer; False when that was so before.

    Whoever is named for no course any more loses the role.
    """
    if not Volunteer.objects.filter(pk=volunteer.pk, ended_at=None).update(ended_at=timezone.now()):
        return False
    if not Volunteer.objects.filter(person=volunteer.person_id, ended_at=None).exists():
        take_role(volunteer.person, Role.VOLUNTEER)
    note(Kind.VOLUNTEER_ENDED, who=by.person.key, subject=f"course:{volunteer.course_id}", volunteer=volunteer.pk)
    return True


def named_now() -> QuerySet[Volunteer]:
    """Give who is named today, by course."""
    rows = Volunteer.objects.filter(ended_at=None).select_related("person", "course__locale")
    return rows.order_by("course__title", "course", "since", "pk")


def courses_of(account: Account) -> QuerySet[Volunteer, Any]:
    """Give the keys of the courses whose works somebody answers as a volunteer today."""
    rows = Volunteer.objects.filter(person=account.person_id, ended_at=None)
    return (rows if has_role(account, Role.VOLUNTEER) else rows.none()).values("course")


def settle_merge(keep: Person, absorb: Person) -> None:
    """Name nobody twice for one course; runs in the transaction of the merge."""
    named = Volunteer.objects.filter(ended_at=None)
    here = named.filter(person=keep).values("course")
    named.filter(person=absorb, course__in=here).update(ended_at=timezone.now())
