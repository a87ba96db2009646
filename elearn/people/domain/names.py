"""What others may see of somebody: of a minor the first name and nothing else."""

from ..models import Person
from ..writing import given_name
from .age import is_minor


def public_name(person: Person) -> str:
    """Give the name that others may see: a minor's first name, an adult's as they gave it or as they chose.

    It stays the first name after coming of age, until the account is handed over and the person has chosen.
    """
    if person.removed_at:
        return str(person)
    if person.guarded or is_minor(person):
        return person.shown_name if person.shown_name in person.name.split() else given_name(person.name)
    return person.shown_name or person.name


def choose_first_name(person: Person, word: str) -> Person:
    """Let a minor say which word of their name is the first name; others see no other."""
    if word not in person.name.split():
        raise ValueError("This is no word of the name.")
    person.shown_name = word
    person.save(update_fields=["shown_name"])
    return person


def choose_name(person: Person, *, full: bool) -> Person:
    """Let somebody who has come of age choose: the full name, or the first name as before."""
    person.shown_name = "" if full else given_name(person.name)
    person.chooses_name = False
    person.save(update_fields=["shown_name", "chooses_name"])
    return person
