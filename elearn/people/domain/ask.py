"""Questions about who somebody is."""

from django.contrib.auth.models import AnonymousUser

from ..models import Account, Person


def person_of(user: Account | AnonymousUser) -> Person | None:
    """Give the person behind a signed-in user; None for a visitor."""
    return user.person if isinstance(user, Account) else None


def present(person: Person) -> Person:
    """Follow a merged record to the one that is kept."""
    while person.merged_into is not None:
        person = person.merged_into
    return person
