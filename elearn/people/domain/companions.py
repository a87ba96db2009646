"""Helpers of somebody's choice: invited by the elder alone, accepted with a sign-in of their own, ended at any moment.

Our staff may write an invitation down for an elder on the phone or beside them, and hold a helper up; the elder is
told each time. Nobody becomes a helper without the elder, and nobody stays one against them.
"""

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from elearn.history import api as history

from ..errors import HelperRefused
from ..models import Account, Companionship, CompanionshipState, ContactPoint, EndedBy, Invitation, Person, Scope
from ..models.companion import OPEN_FOR, RULES_VERSION
from ..policies import is_helper_of
from .age import is_minor
from .apart import may_keep_record
from .companion_rows import (
    addresses_of,
    announce,
    become_companion,
    check_terms,
    close,
    is_own,
    is_suspended,
    locked,
    note_deed,
    proved_addresses,
    set_scopes,
)
from .register import add_contact

MOST_INVITATIONS = 5  # of one elder in the time an invitation is open
WARNED_BEFORE = timedelta(days=7)


# The elder chooses ---------------------------------------------------------------------------------
@transaction.atomic
def invite(
    elder: Person,
    *,
    name: str,
    kind: ContactPoint.Kind,
    value: str,
    scopes: list[Scope],
    ends_on: date,
    language: str,
    chosen: Invitation = Invitation.OWN,
    by: Account | None = None,
) -> Companionship:
    """Invite somebody to help an elder. `by` is the member of staff who has the elder on the phone or beside them.

    Raises HelperRefused: "own", "self", "minor", "scopes", "until", "too_many", "standing", "helper" or "officer".
    """
    elder = Person.objects.select_for_update().get(pk=elder.pk)
    check_terms(scopes, ends_on)
    _check_may_invite(elder, value, by=by)
    for row in Companionship.objects.filter(elder=elder, state=CompanionshipState.INVITED, contact=value):
        close(row, CompanionshipState.ENDED, by=EndedBy.ELDER)
    invited = Person.objects.create(name=name.strip(), language=language, is_check=elder.is_check)
    add_contact(invited, kind, value)
    row = Companionship(
        elder=elder, invited=invited, name=name.strip(), kind=kind, contact=value, language=language, ends_on=ends_on,
        chosen=chosen, invited_by=by,
    )  # fmt: skip
    set_scopes(row, scopes)
    row.save()
    note_deed(history.Kind.COMPANION_INVITED, row, how=chosen.value)
    announce(invited, "companion_invited", row, address=reverse("helper:invitation", args=[row.token]))
    if by is not None:
        announce(elder, "companion_noted", row)
    return row


def _check_may_invite(elder: Person, value: str, *, by: Account | None) -> None:
    if not elder.speaks_for_themself:
        raise HelperRefused("standing")
    if is_minor(elder) or elder.guarded:
        raise HelperRefused("minor")
    if is_own(elder, value):
        raise HelperRefused("own")
    if by is not None and (by.person_id == elder.pk or value in addresses_of(by.person)):
        raise HelperRefused("self")
    if by is not None and is_helper_of(by.person_id, elder.pk):
        raise HelperRefused("helper")
    if by is not None and not may_keep_record(by, elder):
        raise HelperRefused("officer")
    recent = Companionship.objects.filter(elder=elder, invited_at__gt=timezone.now() - OPEN_FOR)
    if recent.exclude(state=CompanionshipState.ACTIVE).count() >= MOST_INVITATIONS:
        raise HelperRefused("too_many")


@transaction.atomic
def change(companionship: Companionship, *, scopes: list[Scope], ends_on: date, by: Account) -> Companionship:
    """Let the elder change what their helper may do, or until when. Raises HelperRefused."""
    row = locked(companionship)
    check_terms(scopes, ends_on)
    if by.person_id != row.elder_id:
        raise HelperRefused("helper" if is_helper_of(by.person_id, row.elder_id) else "self")
    if not row.is_current:
        raise HelperRefused("closed")
    set_scopes(row, scopes)
    row.ends_on, row.told_ending_at = ends_on, None
    row.save()
    note_deed(history.Kind.COMPANION_CHANGED, row)
    if row.is_active:
        announce(row.companion, "companion_changed", row)
    return row


@transaction.atomic
def end(companionship: Companionship, *, by: EndedBy) -> bool:
    """End it, from this moment on; both are told. False when it was over already."""
    row = locked(companionship)
    if row.state not in (CompanionshipState.INVITED, CompanionshipState.ACTIVE):
        return False
    was_active, companion = row.is_active, row.companion
    close(row, CompanionshipState.ENDED, by=by)
    note_deed(history.Kind.COMPANION_ENDED, row, by=by.value)
    if was_active and by != EndedBy.COMPANION:
        announce(companion, "companion_ended", row)
    if by != EndedBy.ELDER:
        announce(row.elder, "companion_ended", row)
    return True


# The helper answers --------------------------------------------------------------------------------
@transaction.atomic
def accept(companionship: Companionship, *, account: Account, language: str) -> Companionship:
    """Accept with a sign-in of one's own, to the rules of today.

    Raises HelperRefused: "closed", "self" (signed in as the elder), "address", "minor" or "suspended".
    """
    row = locked(companionship)
    person = account.person
    if row.is_active and row.companion_id == person.pk:
        return row
    if not row.is_open or not row.elder.speaks_for_themself:
        raise HelperRefused("closed")
    if person.pk == row.elder_id or is_own(row.elder, row.contact):
        raise HelperRefused("self")
    if row.contact not in proved_addresses(account):
        raise HelperRefused("address")
    if is_minor(person) or person.guarded:
        raise HelperRefused("minor")
    if is_suspended(person):
        raise HelperRefused("suspended")
    for other in Companionship.objects.filter(elder=row.elder, companion=person, state=CompanionshipState.ACTIVE):
        close(other, CompanionshipState.ENDED, by=EndedBy.ELDER)
    row.state, row.accepted_at = CompanionshipState.ACTIVE, timezone.now()
    row.rules_version, row.rules_language = RULES_VERSION, language
    become_companion(row, person)
    note_deed(history.Kind.COMPANION_ACCEPTED, row)
    announce(row.elder, "companion_accepted", row)
    return row


@transaction.atomic
def decline(companionship: Companionship) -> bool:
    """Say no to an invitation; the address is forgotten. False when it is not open any more."""
    row = locked(companionship)
    if not row.is_open:
        return False
    close(row, CompanionshipState.DECLINED, by=None)
    note_deed(history.Kind.COMPANION_DECLINED, row)
    announce(row.elder, "companion_declined", row)
    return True


# Time ----------------------------------------------------------------------------------------------
def sweep_companions() -> int:
    """End what is over, tell both a week before, forget invitations nobody answered; says how much that was."""
    today, now = timezone.localdate(), timezone.now()
    over = Companionship.objects.filter(state=CompanionshipState.ACTIVE, ends_on__lt=today)
    unanswered = Companionship.objects.filter(state=CompanionshipState.INVITED, invited_at__lt=now - OPEN_FOR)
    ended = sum(end(row, by=EndedBy.TIME) for row in [*over, *unanswered])
    near = Companionship.objects.filter(
        state=CompanionshipState.ACTIVE, ends_on__lte=today + WARNED_BEFORE, told_ending_at__isnull=True
    )
    return ended + sum(_warn(row) for row in near)


@transaction.atomic
def _warn(companionship: Companionship) -> bool:
    row = locked(companionship)
    if not row.is_active or row.told_ending_at:
        return False
    row.told_ending_at = timezone.now()
    row.save(update_fields=["told_ending_at"])
    announce(row.elder, "companion_ending", row)
    announce(row.companion, "companion_ending", row)
    return True
