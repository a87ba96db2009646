"""Who speaks for a partner institution: named and ended by a coordinator, seen by nobody else."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from courses.errors import NoSuchAccount, UnfitContact
from courses.models import Institution, InstitutionContact
from elearn.history.api import Kind, note
from elearn.people.api import Role, grant_role, may_be_contacted_unmoderated, normalise_phone, take_role
from elearn.people.models import Account


def name_contact(institution: Institution, *, address: str, by: Account) -> InstitutionContact:
    """Let the person who signs in with this address speak for an institution; named once, however often it is asked.

    Raises NoSuchAccount or UnfitContact.
    """
    account = account_at(address)
    if account is None:
        raise NoSuchAccount
    person = account.person
    if not may_be_contacted_unmoderated(person) or not person.speaks_for_themself:
        raise UnfitContact
    try:
        with transaction.atomic():
            made = InstitutionContact.objects.create(institution=institution, person=person)
            grant_role(person, Role.PARTNER)
            note(
                Kind.CONTACT_NAMED, who=by.person.key, subject=f"institution:{institution.pk}", contact=made.pk
            )  # fmt: skip
    except IntegrityError:
        return InstitutionContact.objects.get(institution=institution, person=person, ended_at=None)
    return made


@transaction.atomic
def end_contact(contact: InstitutionContact, *, by: Account) -> bool:
    """Let somebody speak for an institution no longer; False when that was so before.

    Whoever speaks for none any more loses the role, and sees no group from this moment on.
    """
    ended = InstitutionContact.objects.filter(pk=contact.pk, ended_at=None).update(ended_at=timezone.now())
    if not ended:
        return False
    if not InstitutionContact.objects.filter(person=contact.person_id, ended_at=None).exists():
        take_role(contact.person, Role.PARTNER)
    note(
        Kind.CONTACT_ENDED, who=by.person.key, subject=f"institution:{contact.institution_id}", contact=contact.pk
    )  # fmt: skip
    return True


def account_at(address: str) -> Account | None:
    """Give the account that signs in with an e-mail address or a number, as somebody writes it."""
    address = address.strip()
    try:
        phone = normalise_phone(address) if "@" not in address else ""
    except ValueError:
        return None
    asked = Q(phone=phone) if phone else Q(email=address.lower())
    return Account.objects.select_related("person").filter(asked, is_active=True).first() if address else None
