"""Whether a person speaks for themself. If not, messages to them stop and a named relative decides in their place."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import log

from elearn.history import api as history

from ..models import Account, Consent, Guardianship, GuardianState, Person, PersonStanding
from ..signals import standing_noted, to_tell
from .age import is_minor
from .ask import present


def decider_of(person: Person) -> Person | None:
    """Give who answers for a person: they themself, a minor's guardian who has agreed, or the named relative.

    None when there is nobody: then only paper or a recorded voice can answer.
    """
    if not person.speaks_for_themself:
        return present(person.relative) if person.relative and person.relative.speaks_for_themself else None
    if not is_minor(person):
        return person
    agreed = Guardianship.objects.filter(minor=person, state=GuardianState.AGREED).select_related("guardian").first()
    return agreed.guardian if agreed else None


def decides_for(person: Person) -> list[Person]:
    """Give the people in whose place somebody decides: as their relative, or as the guardian who has agreed."""
    as_relative = Q(relative=person) & ~Q(standing=PersonStanding.LIVING)
    wards = Guardianship.objects.filter(guardian=person, state=GuardianState.AGREED).values("minor")
    found = Person.objects.filter(as_relative | Q(pk__in=wards)).select_related("relative").order_by("name", "pk")
    return [one for one in found if decider_of(one) == person]


@transaction.atomic
def mark_standing(
    person: Person,
    standing: PersonStanding,
    *,
    since: date,
    source: str,
    by: Account,
    relative: Person | None = None,
    relation: str = "",
) -> Person:
    """Note that a person has died, can no longer decide, or (a mistake put right) speaks for themself.

    Links in messages sent before open nothing any more, and the sign-in is closed; putting a mistake right does not
    open it again, staff do that on purpose. The relative is told where they can decide. Raises ValueError for a
    relative who is the same person or cannot decide either.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    relative = present(relative) if relative else None
    if relative and (relative.pk == person.pk or not relative.speaks_for_themself):
        raise ValueError("This relative cannot decide.")
    is_living = standing == PersonStanding.LIVING
    person.standing, person.standing_since, person.standing_source = standing, since, source.strip()[:300]
    person.relative = None if is_living else relative
    person.relation = "" if is_living else relation.strip()[:100]
    person.save(update_fields=["standing", "standing_since", "standing_source", "relative", "relation"])
    for consent in Consent.objects.filter(person=person):
        Consent.objects.filter(pk=consent.pk).update(link_number=consent.link_number + 1)
    if not is_living:
        Account.objects.filter(person=person).update(is_active=False)
    history.note(history.Kind.PERSON_STANDING, who=person.key, is_check=person.is_check, standing=standing.value)
    log(instance=person, action="people.standing", user=by, data={"standing": standing.value, "since": str(since)})
    if person.relative and Consent.objects.filter(person=person).exists():
        _tell_relative(person)
    standing_noted.send(sender=Person, person=person)
    return person


def _tell_relative(person: Person) -> None:
    assert person.relative is not None  # noqa: S101 - the caller has looked
    to_tell.send(
        sender=Person, person=person.relative, kind="decide_for",
        key=f"decide_for:{person.pk}:{person.relative_id}:{person.standing}:{person.standing_since}",
        facts={"name": person.name, "person_id": person.pk, "has_died": person.standing == PersonStanding.DECEASED},
    )  # fmt: skip
