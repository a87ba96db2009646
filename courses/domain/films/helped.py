"""Recording for an elder: who may, for whom, and what of it they can reach. What is not allowed is denied.

Our staff record for any elder, a helper of somebody's choice only for whom they help. Each reaches the films they
recorded themself and no others. Asked at the deed, not only at the page.
"""

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from courses.errors import MayNotHelp
from courses.models import UNLISTED, Contribution
from elearn.people import api as people
from elearn.people.errors import MayNotAct
from elearn.people.models import Account, Did, Person, PersonStanding, Role, Scope

from . import succession_choices
from .consents import subject_of

OLDER_FROM = 60
FEWEST_SIGNS = 3
MOST_FOUND = 10


def elders(on: date | None = None) -> QuerySet[Person]:
    """Give the people our staff may record for: teachers, and who is or may be 60 or older, and can decide."""
    newest = (on or timezone.localdate()).year - OLDER_FROM
    older = Q(birth_year__lte=newest) | Q(birth_year__isnull=True, adult_from__isnull=True)
    teaches = Q(account__groups__name=Role.ELDER.value)
    living = Person.objects.filter(merged_into__isnull=True, is_check=False, guarded=False)
    return living.filter(older | teaches, standing=PersonStanding.LIVING).distinct()


def find_elders(account: Account, asked: str) -> list[Person]:
    """Give the elders a member of staff means by a name: never a list of everybody, never an address."""
    if not records_as_staff(account) or sum(sign.isalpha() for sign in asked) < FEWEST_SIGNS:
        return []
    found = people.find(elders().exclude(pk=account.person_id), asked)
    return list(found.order_by("name", "pk")[:MOST_FOUND])


def records_as_staff(account: Account) -> bool:
    return account.is_active and account.has_perm("courses.record_for_elder")


def may_record_for(account: Account, elder: Person) -> bool:
    """Say whether somebody may record for an elder today; who is their chosen helper, only as that."""
    if people.is_helper_of(account.person_id, elder.pk):
        return people.may_act(account, elder, Scope.RECORD)
    return records_as_staff(account) and elder.pk != account.person_id and elders().filter(pk=elder.pk).exists()


def may_change_for(account: Account, contribution: Contribution) -> bool:
    """Say whether somebody may shorten or replace what they themself recorded for an elder; nobody else's."""
    is_theirs = contribution.is_helped and contribution.recorded_by_id == account.person_id
    return is_theirs and contribution.recorded_by_id is not None and may_record_for(account, contribution.person)


def check(account: Account, elder: Person) -> None:
    """Raise MayNotHelp unless somebody may record for an elder today."""
    if not may_record_for(account, elder):
        raise MayNotHelp


def note_act(account: Account, elder: Person, did: Did, contribution: Contribution) -> None:
    """Allow a deed and write it down with it. Raises MayNotHelp; call it in the transaction of the deed."""
    check(account, elder)
    if not people.is_helper_of(account.person_id, elder.pk):
        return
    try:
        people.act(
            account, elder, scope=Scope.RECORD, did=did, subject=subject_of(contribution.film),
            title=contribution.title,
        )  # fmt: skip
    except MayNotAct as error:
        raise MayNotHelp from error


def recorded_for(elder: Person, *, by: Account) -> QuerySet[Contribution]:
    """Give the films that somebody recorded for an elder, newest first: their own, nobody else's."""
    mine = Contribution.objects.filter(person=elder, is_helped=True, recorded_by=by.person_id)
    shown = mine.exclude(state__in=UNLISTED).select_related("film", "topic", "lesson", "person")
    return shown.order_by("-created_at", "-pk")


def recorded_by(account: Account) -> QuerySet[Contribution]:
    """Give the films that somebody recorded for others, whether or not they still may help."""
    mine = Contribution.objects.filter(is_helped=True, recorded_by=account.person_id)
    return mine.exclude(state__in=UNLISTED).select_related("film", "topic", "lesson", "person")


def taken_by(account: Account, pk: int) -> Contribution | None:
    """Give the video that stands now where one stood that somebody recorded for an elder; None when it still stands."""
    recorded = Contribution.objects.filter(pk=pk, is_helped=True, recorded_by=account.person_id)
    old = recorded.select_related("person").first()
    newer = succession_choices.taken_by(old.person, pk) if old else None
    return newer if newer and newer.is_helped and newer.recorded_by_id == account.person_id else None


@transaction.atomic
def look(account: Account, elder: Person) -> QuerySet[Contribution]:
    """Let a helper see how an elder's films stand, and write down that they looked. Raises MayNotHelp."""
    try:
        people.act(account, elder, scope=Scope.SEE, did=Did.SAW)
    except MayNotAct as error:
        raise MayNotHelp from error
    return (
        Contribution.objects.filter(person=elder)
        .exclude(state__in=UNLISTED)
        .select_related("film", "topic", "lesson", "person")
        .order_by("-created_at", "-pk")
    )
