"""Make people known: by themselves (`join`), or by staff, an import or the demo (`create_person`)."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone

from elearn.history import api as history

from ..errors import SignInClosed
from ..models import Account, ContactPoint, Person, Role
from ..phones import is_landline, normalise_phone
from .guardianship import is_guardians
from .match import person_waiting_for


def grant_role(person: Person, role: Role) -> None:
    """Give a role to the account of a person. Raises Account.DoesNotExist for a person without one."""
    account = Account.objects.get(person=person)
    group, _made = Group.objects.get_or_create(name=role.value)
    account.groups.add(group)


def take_role(person: Person, role: Role) -> None:
    """Take a role from the account of a person, if they have one."""
    for account in Account.objects.filter(person=person):
        account.groups.remove(*Group.objects.filter(name=role.value))


def add_contact(
    person: Person, kind: ContactPoint.Kind, value: str, *, proved_at: datetime | None = None
) -> ContactPoint:
    """Note one way to reach a person, once; a proof of it is kept, never taken back."""
    contact, _made = ContactPoint.objects.get_or_create(
        person=person,
        kind=kind,
        value=value,
        defaults={"is_landline": kind == ContactPoint.Kind.PHONE and is_landline(value)},
    )
    if proved_at and not contact.verified_at:
        contact.verified_at = proved_at
        contact.save(update_fields=["verified_at"])
    return contact


@transaction.atomic
def create_person(
    name: str,
    *,
    language: str,
    birth_year: int | None = None,
    email: str = "",
    phone: str = "",
    form_of_address: str = "",
    papers_name: str = "",
    roles: Iterable[Role] = (),
    with_account: bool = True,
    is_check: bool = False,
) -> Person:
    """Make a person, their contact points and, unless told not to, an account to sign in with.

    The address given becomes a sign-in address when nobody else signs in with it: couples share a phone, so
    a taken one is only a way to reach them. Raises ValueError for a number nobody can call.
    """
    person = Person.objects.create(
        name=name.strip(),
        language=language,
        birth_year=birth_year,
        form_of_address=form_of_address,
        papers_name=papers_name.strip(),
        is_check=is_check,
    )
    email = email.strip().lower()
    phone = normalise_phone(phone) if phone.strip() else ""
    if email:
        add_contact(person, ContactPoint.Kind.EMAIL, email)
    if phone:
        add_contact(person, ContactPoint.Kind.PHONE, phone)
    if with_account and (email or phone):
        open_account(person, email=email, phone=phone)
        for role in roles:
            grant_role(person, role)
    return person


def open_account(person: Person, *, email: str = "", phone: str = "") -> Account:
    """Open a sign-in with the addresses that are still free and can take a code."""
    account = Account.objects.create_user(person=person)
    if email:
        claim_address(account, ContactPoint.Kind.EMAIL, email)
    if phone and not is_landline(phone):
        claim_address(account, ContactPoint.Kind.PHONE, phone)
    return account


def claim_address(account: Account, kind: ContactPoint.Kind, value: str, *, proved: bool = False) -> bool:
    """Make an address one that the account signs in with; False when another account has it."""
    field = kind.value
    others = Account.objects.exclude(pk=account.pk)
    if others.filter(**{field: value}).exists():
        return False
    if kind == ContactPoint.Kind.EMAIL:
        if EmailAddress.objects.exclude(user=account).filter(email=value).exists():
            return False
        EmailAddress.objects.filter(user=account).exclude(email=value).delete()
        EmailAddress.objects.update_or_create(user=account, email=value, defaults={"primary": True, "verified": proved})
    else:
        account.phone_verified = proved
    setattr(account, field, value)
    account.save(update_fields=["email", "phone", "phone_verified"])
    return True


def join(
    name: str, *, kind: ContactPoint.Kind, value: str, language: str, teaches: bool = False
) -> tuple[Account, bool]:
    """Sign somebody up whose code has just proved an address; give the account and whether it is new.

    An address that already signs somebody in gives that account. Somebody staff know under this address and
    this name, and who has no account yet, gets theirs; otherwise a new person is made.
    Raises SignInClosed when the address belongs to an account that may no longer sign in.
    """
    try:
        return _join(name, kind=kind, value=value, language=language, teaches=teaches)
    except IntegrityError:
        # The same code was sent twice at the same moment; the other request has made the account.
        return _join(name, kind=kind, value=value, language=language, teaches=teaches)


@transaction.atomic
def _join(
    name: str, *, kind: ContactPoint.Kind, value: str, language: str, teaches: bool = False
) -> tuple[Account, bool]:
    account = Account.objects.filter(**{kind.value: value}).first()
    if account:
        if not account.is_active:
            raise SignInClosed
        prove_address(account, kind=kind, value=value)
        if teaches:
            grant_role(account.person, Role.ELDER)
        return account, False
    person = person_waiting_for(name, kind=kind, value=value) or Person.objects.create(
        name=name.strip(), language=language
    )
    account = Account.objects.create_user(person=person)
    claim_address(account, kind, value, proved=True)
    add_contact(person, kind, value, proved_at=timezone.now())
    grant_role(person, Role.ELDER if teaches else Role.LEARNER)
    history.note(
        history.Kind.JOINED,
        who=person.key,
        role=(Role.ELDER if teaches else Role.LEARNER).value,
        language=language,
        by=kind.value,
    )
    return account, True


@transaction.atomic
def prove_address(account: Account, *, kind: ContactPoint.Kind, value: str) -> bool:
    """Keep an address that a code has proved; False when it already signs in somebody else.

    A minor's guardian answers at an address of their own: that one is not taken, nor kept with the minor.
    """
    if is_guardians(account.person, value):
        return False
    add_contact(account.person, kind, value, proved_at=timezone.now())
    return claim_address(account, kind, value, proved=True)


def note_proof(account: Account, *, kind: ContactPoint.Kind, value: str) -> None:
    """Note that a code has reached an address somebody signs in with: messages may go there too."""
    add_contact(account.person, kind, value, proved_at=timezone.now())
