"""Whose record is left alone by whom: an officer's by those they oversee, a person's by who waits for their answer.

A member of staff who recorded a film for an elder could note their own number with the elder, and answer. So while a
question is open they change nothing of how the elder is reached or signs in, and no message to the elder goes to an
address that is also theirs. The rooms above say who waits for whom.
"""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from ..models import Account, Companionship, CompanionshipState, ContactPoint, Person
from .staff import NOT_GIVEN_BY_STAFF

# From a person to the people who wait for their answer.
Waiting = Callable[[Person], QuerySet[Person]]
_waiting: list[Waiting] = []


def waits_for_answer(waiting: Waiting) -> Waiting:
    """Register who waits for a person's answer; from the app's `ready()`."""
    if waiting not in _waiting:
        _waiting.append(waiting)
    return waiting


def may_keep_record(account: Account, person: Person) -> bool:
    """Say whether an account may change a person's record at all.

    A safeguarding officer's, and an administrator's, is changed by an administrator or by themselves: whoever could
    close their sign-in or have their messages sent elsewhere could keep a concern from being read.
    """
    return account.is_superuser or account.person_id == person.pk or not oversees(person)


def oversees(person: Person) -> bool:
    """Say whether somebody oversees the work of staff: as a safeguarding officer or as an administrator."""
    return _overseeing(person).exists()


def _overseeing(person: Person) -> QuerySet[Account]:
    roles = [role.value for role in NOT_GIVEN_BY_STAFF]
    return Account.objects.filter(Q(is_superuser=True) | Q(groups__name__in=roles), person=person).distinct()


def may_change_reach(account: Account, person: Person) -> bool:
    """Say whether an account may change how a person is reached and signs in: nobody who waits for their answer."""
    return not any(waiting(person).filter(pk=account.person_id).exists() for waiting in _waiting)


def others_addresses(person: Person) -> set[str]:
    """Give the addresses that are also a helper's of the person, or of somebody who waits for their answer.

    What an officer signs in with is theirs alone, whoever notes it as their own as well: it must not stop a message
    about a concern.
    """
    helpers = Companionship.objects.filter(elder=person, state=CompanionshipState.ACTIVE).values("companion")
    others = Q(person__in=helpers)
    for waiting in _waiting:
        others |= Q(person__in=waiting(person))
    others &= ~Q(person=person)
    theirs = set(ContactPoint.objects.filter(others).values_list("value", flat=True))
    for email, phone in Account.objects.filter(others).values_list("email", "phone"):
        theirs |= {value for value in (email, phone) if value}
    if theirs:
        for email, phone in _overseeing(person).values_list("email", "phone"):
            theirs -= {email, phone}
    return theirs
