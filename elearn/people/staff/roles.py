"""The roles of people in words, for lists and for the page on which two records are merged."""

from collections.abc import Collection

from ..models import Account, Person, Role


def roles_in_words(person: Person) -> str:
    """The roles of the person's account, for the list."""
    account = getattr(person, "account", None)
    return in_words({group.name for group in account.groups.all()} if account else ())


def roles_moving(account: Account | None, other: Account | None) -> str:
    """The roles that `account` has and `other` would get; "" where there is none."""
    return in_words(account.groups_by_name - (other.groups_by_name if other else frozenset()) if account else ())


def in_words(names: Collection[str]) -> str:
    """Roles by their names of groups, in words and in their usual order."""
    return ", ".join(str(role.label) for role in Role if role.value in names)
