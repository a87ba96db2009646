"""Find the person somebody means: by name in whatever writing, by number or e-mail address."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from phonenumbers import country_code_for_region

from ..models import ContactPoint, Person, PersonStanding
from ..writing import SHORTEST_SKELETON, TITLES, fold, same_name, skeleton

FEWEST_DIGITS = 4


def search(people: QuerySet[Person], asked: str) -> QuerySet[Person]:
    """Narrow people to those with this name, number or e-mail address; nothing asked narrows nothing."""
    asked = asked.strip()
    if not asked:
        return people
    digits = "".join(character for character in asked if character.isdigit())
    if len(digits) >= FEWEST_DIGITS and not any(character.isalpha() for character in asked):
        return people.filter(_reached_at(_local_part(digits)))
    if "@" in asked:
        return people.filter(_reached_at(asked.lower()))
    words = fold(asked).split()
    for word in [word for word in words if word not in TITLES] or words:
        wanted = Q(found_by__contains=word)
        bones = skeleton(word)
        if len(bones) >= SHORTEST_SKELETON:
            wanted |= Q(found_by__contains=f"~{bones}")
        people = people.filter(wanted)
    return people


def likely_same(person: Person) -> QuerySet[Person]:
    """Give the other records that may be the same person: reached at the same address, or of the same name."""
    others = Person.objects.filter(merged_into__isnull=True).exclude(pk=person.pk)
    values = [contact.value for contact in person.contact_points.all()]
    shared = ContactPoint.objects.filter(value__in=values).values("person")
    return others.filter(Q(pk__in=shared) | Q(pk__in=search(others, person.name).values("pk")))


def _local_part(digits: str) -> str:
    """The digits of a number without country code or leading zeros, so that every way of writing it matches."""
    digits = digits.lstrip("0")
    country = str(country_code_for_region(settings.PHONE_REGION))
    return digits.removeprefix(country).lstrip("0") or digits


def _reached_at(part: str) -> Exists:
    return Exists(ContactPoint.objects.filter(person=OuterRef("pk"), value__contains=part))


def known_as(name: str, *, kind: ContactPoint.Kind, value: str) -> Person | None:
    """Give the one person of this name who is reached at this address, with or without an account."""
    found = ContactPoint.objects.select_related("person").filter(
        kind=kind, value=value, person__merged_into__isnull=True
    )
    same = [contact.person for contact in found if same_name(contact.person.name, name)]
    return same[0] if len(same) == 1 else None


def person_waiting_for(name: str, *, kind: ContactPoint.Kind, value: str) -> Person | None:
    """Give the one person without an account who is reached at this address, is not sharing it, and has this name."""
    found = [
        contact.person
        for contact in ContactPoint.objects.select_related("person").filter(
            kind=kind,
            value=value,
            is_shared=False,
            person__account__isnull=True,
            person__standing=PersonStanding.LIVING,
            person__merged_into__isnull=True,
        )
    ]
    return found[0] if len(found) == 1 and same_name(found[0].name, name) else None
