"""What time does: a minor comes of age and the account is theirs; a request nobody answered is closed."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from elearn.history import api as history

from ..models import Guardianship, GuardianState, Person
from ..models.guardian import OPEN_FOR
from ..signals import standing_changed, to_tell
from .age import is_minor
from .guardian_rows import announce, end, locked, note_deed
from .guardianship import LIVE
from .names import public_name


def sweep_guardians(now: datetime | None = None) -> int:
    """Hand over the accounts of those who came of age and close requests nobody answered; give how many."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    grown = [person for person in Person.objects.filter(guarded=True) if not is_minor(person, on=today)]
    for person in grown:
        hand_over(person)
    late = list(Guardianship.objects.filter(state=GuardianState.ASKED, asked_at__lte=now - OPEN_FOR))
    for row in late:
        expire(row)
    beside = Guardianship.objects.filter(state=GuardianState.REPLACED, agreed_at=None, guardian__isnull=False)
    for row in beside.filter(asked_at__lte=now - OPEN_FOR):
        end(row, GuardianState.REPLACED)
    return len(grown) + len(late)


@transaction.atomic
def hand_over(person: Person) -> bool:
    """Make the account the person's own: the guardian's part ends, what waited begins, the name is theirs to choose.

    False when somebody else has just done it.
    """
    if not Person.objects.filter(pk=person.pk, guarded=True).update(guarded=False, chooses_name=True):
        return False
    person.refresh_from_db()
    for row in Guardianship.objects.filter(minor=person, state__in=LIVE).select_related("minor", "guardian"):
        had_agreed = row.is_agreed
        end(row, GuardianState.OF_AGE)
        if row.guardian and had_agreed:
            announce(row.guardian, "guardian_ended", row, address="/")
    person.former_contacts.all().delete()
    history.note(history.Kind.CAME_OF_AGE, who=person.key, is_check=person.is_check)
    to_tell.send(
        sender=Person, person=person, kind="came_of_age", key=f"came_of_age:{person.pk}",
        facts={"child": public_name(person), "address": "/desk/"},
    )  # fmt: skip
    standing_changed.send(sender=Person, person=person)
    return True


@transaction.atomic
def expire(guardianship: Guardianship) -> None:
    """Close a request that nobody answered, and forget whom it went to."""
    row = locked(guardianship)
    if row.state == GuardianState.ASKED:
        end(row, GuardianState.EXPIRED)
        note_deed(history.Kind.GUARDIAN_EXPIRED, row)


@transaction.atomic
def tell_age(person: Person, *, birth_year: int | None = None, adult_from: date | None = None) -> Person:
    """Keep what somebody says of their own age. What makes a minor an adult at once is for staff to put right.

    A minor's year stays as it is; the day of coming of age is taken while none is known.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if birth_year and not person.guarded:
        person.birth_year = birth_year
    if adult_from and person.adult_from is None:
        person.adult_from = adult_from
    person.save(update_fields=["birth_year", "adult_from"])
    age_told(person)
    return person


@transaction.atomic
def age_told(person: Person) -> None:
    """Do what follows from an age that was told or corrected; call it after saving the person."""
    if not person.guarded:
        # Asked before we knew: nobody needs to answer any more.
        for row in Guardianship.objects.filter(minor=person, state=GuardianState.ASKED):
            end(row, GuardianState.REPLACED)
    elif not is_minor(person):
        hand_over(person)
        return
    standing_changed.send(sender=Person, person=person)
