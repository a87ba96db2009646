"""What staff decide about parents and guardians: who could be made sure of, whose no holds no more, who is gone.

A code proves that somebody answered at an address, not whose it is; a child may own two telephones. So a person of
this programme makes sure, by phone, paper or in person, and the rest stand in a list until somebody has.
"""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from elearn.history import api as history

from ..errors import GuardianRefused
from ..models import Account, Confirmed, Guardianship, GuardianState, Person, PersonStanding, Role
from ..policies import has_role
from ..signals import standing_changed
from .age import is_minor
from .guardian_consent import keep_withdrawal
from .guardian_rows import address_of, announce, end, locked, note_deed
from .guardians import now_it_counts
from .guardianship import LIVE, NO, is_own


@transaction.atomic
def confirm(guardianship: Guardianship, *, how: Confirmed, on: date, by: Account) -> Guardianship:
    """Note that staff made sure who the guardian is; where a setting waits for that, the consent counts from now on.

    Raises GuardianRefused: "staff" (not an operator or coordinator), "self", "closed" (no consent) or "day".
    """
    row = locked(guardianship)
    if not (has_role(by, Role.COORDINATOR) or has_role(by, Role.OPERATOR)):
        raise GuardianRefused("staff")
    _refuse_own_family(row, by)
    if not row.is_agreed or not is_minor(row.minor):
        raise GuardianRefused("closed")
    if on > timezone.localdate():
        raise GuardianRefused("day")
    waited = row.confirmed_on is None
    row.confirmed_on, row.confirmed_how, row.confirmed_by = on, how, by
    row.save(update_fields=["confirmed_on", "confirmed_how", "confirmed_by"])
    note_deed(history.Kind.GUARDIAN_CONFIRMED, row, how=how.value)
    log(instance=row.minor, action="people.guardian_confirmed", user=by, data={"how": how.value, "on": str(on)})
    if waited and settings.GUARDIAN_NEEDS_CALL:
        now_it_counts(row)
    return row


@transaction.atomic
def set_aside(guardianship: Guardianship, *, why: str, by: Account) -> Guardianship:
    """Decide, having spoken with the family, that a guardian's no holds no more; it stays in the record with the why.

    The guardian is told where they can be reached, and may say no anew. Raises GuardianRefused: "staff" (not a
    coordinator), "self", "reason" (none) or "closed" (no such no).
    """
    row = locked(guardianship)
    if not has_role(by, Role.COORDINATOR):
        raise GuardianRefused("staff")
    _refuse_own_family(row, by)
    if not why.strip():
        raise GuardianRefused("reason")
    if not row.holds_as_no:
        raise GuardianRefused("closed")
    row.set_aside_at, row.set_aside_by, row.set_aside_why = timezone.now(), by, why.strip()
    row.save(update_fields=["set_aside_at", "set_aside_by", "set_aside_why"])
    note_deed(history.Kind.GUARDIAN_NO_SET_ASIDE, row)
    log(instance=row.minor, action="people.guardian_no_set_aside", user=by, data={"guardianship": row.pk})
    if row.guardian:
        announce(row.guardian, "guardian_set_aside", row, address=address_of(row))
    agreed = Guardianship.objects.filter(minor=row.minor, state=GuardianState.AGREED).select_related("minor").first()
    if agreed:
        now_it_counts(agreed)
    return row


@transaction.atomic
def guardian_stands(person: Person) -> int:
    """End what a guardian who has died or can no longer decide was asked or agreed to; says how many rows.

    The child's courses wait again, and the child is asked, kindly, for somebody else. A no of theirs stays until a
    coordinator decides. Called again, or for somebody who speaks for themself, it does nothing.
    """
    if person.speaks_for_themself:
        return 0
    return _gone(person, reason="guardian cannot decide", has_died=person.standing == PersonStanding.DECEASED)


def guardian_leaves(person: Person) -> int:
    """End the same of a guardian whose data are removed: that they went is no answer about the child."""
    return _gone(person, reason="guardian has left", has_left=True, guardian="")


def _gone(person: Person, *, reason: str, **told: bool | str) -> int:
    rows = list(Guardianship.objects.filter(guardian=person, state__in=LIVE))
    for one in rows:
        row = locked(one)
        had_agreed = row.is_agreed
        end(row, GuardianState.ENDED)
        if had_agreed:
            keep_withdrawal(row, reason=reason)
        note_deed(history.Kind.GUARDIAN_ENDED, row)
        announce(
            row.minor, "guardian_gone", row, address=reverse("account_guardian"), had_agreed=had_agreed, **told
        )  # fmt: skip
        standing_changed.send(sender=Guardianship, person=row.minor)
    return len(rows)


def to_look_at() -> QuerySet[Guardianship]:
    """Select what staff should look at: unconfirmed yeses, a no beside another's answer, a guardian who is gone."""
    others = Guardianship.objects.filter(minor=OuterRef("minor")).exclude(pk=OuterRef("pk"))
    live = others.filter(state__in=LIVE)
    unconfirmed = Q(state=GuardianState.AGREED, confirmed_on=None)
    disputed = Q(Exists(live), state__in=NO, set_aside_at=None)
    gone = Q(~Exists(live), state=GuardianState.ENDED)
    rows = Guardianship.objects.filter(unconfirmed | disputed | gone)
    return rows.filter(minor__guarded=True, minor__is_check=False, minor__merged_into=None)


def _refuse_own_family(row: Guardianship, by: Account) -> None:
    """Nobody decides about themself or about a child they are a guardian of."""
    rows = Guardianship.objects.filter(minor=row.minor)
    theirs = any(is_own(by.person, contact) for contact in rows.exclude(contact="").values_list("contact", flat=True))
    if theirs or rows.filter(guardian=by.person_id).exists() or row.minor_id == by.person_id:
        raise GuardianRefused("self")
