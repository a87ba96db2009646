"""A person's data are removed: planned, with a fortnight to think again, then done for good.

What others rely on stays, without the person: see decision 0012.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from elearn.history import api as history
from elearn.web.api import number_in

from ..errors import CannotRemove
from ..models import Account, Person, Removal, RemovalState
from ..own_data import forgettings, records_of
from ..signals import to_tell
from .apart import may_keep_record

GRACE = timedelta(days=14)
# Somebody who was not here for years may need longer to read a message.
GRACE_UNUSED = timedelta(days=60)
REMIND_BEFORE = timedelta(days=2)


def planned_for(person: Person) -> Removal | None:
    """Give the removal that is planned for a person."""
    return Removal.objects.filter(person=person, state=RemovalState.PLANNED).first()


@transaction.atomic
def plan_removal(person: Person, *, cause: Removal.Cause, by: Account | None = None) -> Removal:
    """Plan the removal of a person's data and tell them; a second time gives the plan there is.

    Raises CannotRemove: "gone" (removed or merged before), "administrator", whom the installation cannot spare, or
    "officer", an officer's by others than themselves and an administrator.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.removed_at or person.merged_into_id:
        raise CannotRemove("gone")
    if Account.objects.filter(person=person, is_superuser=True).exists():
        raise CannotRemove("administrator")
    if by is not None and not may_keep_record(by, person):
        raise CannotRemove("officer")
    if found := planned_for(person):
        return found
    grace = GRACE_UNUSED if cause == Removal.Cause.UNUSED else GRACE
    now = timezone.now()
    removal = Removal.objects.create(person=person, cause=cause, asked_by=by, asked_at=now, run_at=now + grace)
    history.note(history.Kind.REMOVAL_PLANNED, who=person.key, is_check=person.is_check, cause=str(cause))
    _tell("still_here" if cause == Removal.Cause.UNUSED else "removal_planned", removal)
    return removal


@transaction.atomic
def undo_removal(removal: Removal) -> bool:
    """Call a planned removal off; False when it was called off or done before."""
    undone = Removal.objects.filter(pk=removal.pk, state=RemovalState.PLANNED).update(
        state=RemovalState.UNDONE, ended_at=timezone.now()
    )
    if undone:
        person = removal.person
        history.note(history.Kind.REMOVAL_UNDONE, who=person.key, is_check=person.is_check)
        _tell("removal_undone", removal)
    return bool(undone)


def find_removal(token: str) -> Removal | None:
    """Give the removal that an address names, when the address is whole."""
    found = Removal.objects.select_related("person").filter(pk=number_in(token.partition("-")[0])).first()
    return found if found and found.is_token(token) else None


def due_removals(now: datetime) -> QuerySet[Removal]:
    """Give the removals whose day has come."""
    return Removal.objects.filter(state=RemovalState.PLANNED, run_at__lte=now).select_related("person")


def remind(now: datetime) -> int:
    """Tell people shortly before the day; says how many were told."""
    soon = Removal.objects.filter(state=RemovalState.PLANNED, reminded_at=None, run_at__lte=now + REMIND_BEFORE)
    told = 0
    for removal in soon.select_related("person")[:100]:
        with transaction.atomic():
            if Removal.objects.filter(pk=removal.pk, reminded_at=None).update(reminded_at=now):
                _tell("removal_soon", removal)
                told += 1
    return told


@transaction.atomic
def remove(removal: Removal) -> bool:
    """Remove a person's data for good, all or nothing; False when the plan was called off or somebody is at it."""
    person = Person.objects.select_for_update().get(pk=removal.person_id)
    if removal.cause == Removal.Cause.UNUSED and _was_here_since(removal):
        return not undo_removal(removal)
    done = Removal.objects.filter(pk=removal.pk, state=RemovalState.PLANNED).update(
        state=RemovalState.DONE, ended_at=timezone.now(), asked_by=None
    )
    if not done:
        return False
    is_check = person.is_check
    for record in records_of(person):
        for one in forgettings():
            one.forget(record)
    # Without a key: who it was can no longer be told from the history.
    history.note(history.Kind.PERSON_REMOVED, subject=f"removal:{removal.pk}", is_check=is_check)
    return True


def _was_here_since(removal: Removal) -> bool:
    return Account.objects.filter(person=removal.person_id, last_login__gt=removal.asked_at).exists()


def _tell(kind: str, removal: Removal) -> None:
    to_tell.send(
        sender=Removal, person=removal.person, kind=kind, key=f"{kind}:{removal.pk}",
        facts={
            "day": date_format(timezone.localtime(removal.run_at).date(), "d.m.Y"),
            "address": reverse("my_data:undo", args=[removal.token]),
            "may_sign_in": hasattr(removal.person, "account"),
        },
    )  # fmt: skip
