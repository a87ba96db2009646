"""What every deed about a guardian does to its row: lock, end, note, tell, forget."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.urls import reverse
from django.utils import timezone

from elearn.history import api as history

from ..models import Account, Guardianship, GuardianState, Person
from ..signals import to_tell
from .names import public_name

# After these, nothing is kept of somebody who perhaps never was a guardian.
FORGOTTEN = (GuardianState.REPLACED, GuardianState.MISTAKEN, GuardianState.EXPIRED)


def locked(guardianship: Guardianship) -> Guardianship:
    """Lock the minor, then read the row as it is now: deeds about one minor follow each other."""
    Person.objects.select_for_update().get(pk=guardianship.minor_id)
    return Guardianship.objects.select_related("minor", "guardian").get(pk=guardianship.pk)


def end(row: Guardianship, state: GuardianState, *, keep: bool = False) -> None:
    """Close a row; of a request that led to nothing, the guardian is forgotten, unless they may still answer."""
    row.state, row.ended_at = state, timezone.now()
    row.save()
    if state in FORGOTTEN and row.agreed_at is None and not keep:
        guardian, row.guardian, row.contact = row.guardian, None, ""
        row.save(update_fields=["guardian", "contact"])
        if guardian:
            forget(guardian)


def forget(person: Person) -> None:
    """Remove somebody whom only a minor has named: no sign-in, nobody else's guardian, nothing hangs on them."""
    if Account.objects.filter(person=person).exists() or Guardianship.objects.filter(guardian=person).exists():
        return
    try:
        with transaction.atomic():
            person.delete()
    except (ProtectedError, RestrictedError):
        return


def note_deed(kind: history.Kind, row: Guardianship, **facts: str) -> None:
    """Keep in history what happened, without a name."""
    history.note(
        kind, who=row.minor.key, subject=f"guardianship:{row.pk}", is_check=row.minor.is_check,
        relation=row.relation, **facts,
    )  # fmt: skip


def announce(person: Person, kind: str, row: Guardianship, *, address: str, **facts: Any) -> None:
    """Tell the minor or the guardian. The minor's full name is in no message to anybody else."""
    to_tell.send(
        sender=Guardianship,
        person=person,
        kind=kind,
        key=f"{kind}:{row.pk}:{timezone.now():%Y%m%d%H%M%S%f}",
        facts={
            "child": public_name(row.minor),
            "guardian": row.guardian.name if row.guardian else "",
            "address": address,
            **facts,
        },
    )


def tell_others(row: Guardianship) -> None:
    """Tell the other guardians who can be reached that somebody else is asked, or agrees, as well. Nobody is named."""
    others = Guardianship.objects.filter(minor=row.minor_id).exclude(pk=row.pk).exclude(guardian=None)
    for other in others.select_related("minor", "guardian"):
        if other.guardian and other.may_answer and other.guardian_id != row.guardian_id:
            announce(other.guardian, "guardian_second", other, address=address_of(other))


def send_request(row: Guardianship) -> None:
    """Send the guardian the address of the page where they decide."""
    row.messages += 1
    row.told_at = timezone.now()
    row.save(update_fields=["messages", "told_at"])
    if row.guardian:
        announce(row.guardian, "guardian_asked", row, address=address_of(row))


def address_of(row: Guardianship) -> str:
    """Give the path of the guardian's page."""
    return reverse("guardian", args=[row.token])
