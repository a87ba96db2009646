"""What staff decide about a person's sign-in: whether there is one, and which roles it has."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction

from ..models import Account, ContactPoint, Person, Role
from ..phones import is_landline
from .register import open_account

# Who reads concerns is decided by the administrator of the installation, not by those whose work it oversees.
NOT_GIVEN_BY_STAFF = frozenset({Role.SAFEGUARDING})
GIVEN_BY_STAFF = [role for role in Role if role not in NOT_GIVEN_BY_STAFF]


def free_addresses(person: Person, points: Iterable[ContactPoint]) -> dict[str, str]:
    """Give the first e-mail address and mobile number that the person could sign in with: {"email": …, "phone": …}."""
    free: dict[str, str] = {}
    others = Account.objects.exclude(person_id=person.pk)
    for point in points:
        takes_code = point.kind == ContactPoint.Kind.EMAIL or not (point.is_landline or is_landline(point.value))
        taken = others.filter(**{point.kind: point.value}).exists()
        if takes_code and not taken:
            free.setdefault(point.kind, point.value)
    return free


@transaction.atomic
def arrange_sign_in(person: Person, *, may_sign_in: bool, roles: Iterable[Role] | None = None) -> Account | None:
    """Open, close or reopen a person's sign-in and set the roles staff may give; None leaves roles as they are."""
    account = Account.objects.filter(person=person).first()
    if account is None and may_sign_in:
        addresses = free_addresses(person, person.contact_points.all())
        account = open_account(person, **addresses) if addresses else None
    if account is None:
        return None
    if account.is_active != may_sign_in:
        account.is_active = may_sign_in
        account.save(update_fields=["is_active"])
    if roles is not None:
        account.groups.remove(*Group.objects.filter(name__in=[r.value for r in GIVEN_BY_STAFF]))
        wanted = [role.value for role in roles if role not in NOT_GIVEN_BY_STAFF]
        account.groups.add(*Group.objects.filter(name__in=wanted))
    return account
