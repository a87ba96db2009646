"""Hold a helper up: our staff with a reason, the safeguarding officer at once and for everybody they help."""

from django.db import transaction
from django.utils import timezone

from elearn.history import api as history

from ..errors import HelperRefused
from ..models import Account, Companionship, CompanionshipState, Person
from ..policies import is_helper_of
from .companion_rows import announce, locked, note_deed


@transaction.atomic
def pause(companionship: Companionship, *, reason: str, by: Account) -> bool:
    """Let a helper do nothing more until it is lifted; both are told. False when it holds already, or is over.

    Raises ValueError without a reason, HelperRefused for somebody who is the helper or the elder themself.
    """
    if not reason.strip():
        raise ValueError("A helper is held up with a reason.")
    row = locked(companionship)
    _check_staff(row, by)
    if not row.is_active or row.is_paused:
        return False
    _hold(row, reason=reason, by=by, is_suspended=False)
    note_deed(history.Kind.COMPANION_PAUSED, row, how="paused")
    return True


@transaction.atomic
def resume(companionship: Companionship, *, by: Account) -> bool:
    """Let a helper go on. Raises HelperRefused("safety") where only the safeguarding officer may."""
    row = locked(companionship)
    _check_staff(row, by)
    if not row.is_paused or not row.is_active:
        return False
    if row.is_suspended and not by.has_perm("people.suspend_companion"):
        raise HelperRefused("safety")
    row.paused_at, row.paused_by, row.pause_reason, row.is_suspended = None, None, "", False
    row.save()
    note_deed(history.Kind.COMPANION_RESUMED, row)
    announce(row.elder, "companion_resumed", row)
    announce(row.companion, "companion_resumed", row)
    return True


@transaction.atomic
def suspend(companion: Person, *, reason: str, by: Account) -> int:
    """Suspend a helper at once, for every elder they help; says for how many. Raises ValueError without a reason.

    A helper may be suspended who helps nobody today: the newest row carries it, and no invitation can be accepted.
    """
    if not reason.strip():
        raise ValueError("A helper is suspended with a reason.")
    if not by.has_perm("people.suspend_companion") or by.person_id == companion.pk:
        raise HelperRefused("safety")
    rows = list(Companionship.objects.filter(companion=companion, state=CompanionshipState.ACTIVE))
    for found in rows or Companionship.objects.filter(companion=companion)[:1]:
        row = locked(found)
        _hold(row, reason=reason, by=by, is_suspended=True)
        note_deed(history.Kind.COMPANION_PAUSED, row, how="suspended")
    return len(rows)


def _check_staff(row: Companionship, by: Account) -> None:
    if by.person_id in (row.elder_id, row.companion_id) or is_helper_of(by.person_id, row.elder_id):
        raise HelperRefused("self")


def _hold(row: Companionship, *, reason: str, by: Account, is_suspended: bool) -> None:
    was_paused = row.is_paused
    row.paused_at, row.paused_by, row.pause_reason = timezone.now(), by, reason.strip()
    row.is_suspended = is_suspended or row.is_suspended
    row.save()
    if row.is_active and not was_paused:
        announce(row.elder, "companion_paused", row)
        announce(row.companion, "companion_paused", row)
