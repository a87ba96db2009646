"""Parents and guardians: asked by the minor, answer with a code of their own, may withdraw at any time.

A request is open for 30 days. Whoever said no, or withdrew, may still say yes by the same address; the minor cannot
go round a no by naming somebody else, only our staff can, who speak with the family.
"""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from elearn.history import api as history

from ..errors import GuardianRefused
from ..models import Account, ContactPoint, Guardianship, GuardianState, Person, Relation, Way
from ..models.guardian import OPEN_FOR, TEXT_VERSION
from ..signals import guardian_consented, standing_changed
from ..writing import same_name
from .age import is_minor
from .guardian_consent import keep_withdrawal, keep_yes
from .guardian_rows import address_of, announce, end, forget, locked, note_deed, send_request
from .guardianship import LIVE, guardianship_of, is_a_minors, is_own
from .register import add_contact

MOST_MESSAGES = 4  # of one request to one guardian
MOST_REQUESTS = 5  # of one minor in the time a request is open


# The minor asks ------------------------------------------------------------------------------------
@transaction.atomic
def ask_guardian(
    minor: Person, *, name: str, relation: Relation, kind: ContactPoint.Kind, value: str, language: str
) -> Guardianship:
    """Ask somebody for their consent; a request that is open is replaced, with its address.

    Raises GuardianRefused with the reason "own", "agreed", "no", "of_age" or "too_many".
    """
    minor = Person.objects.select_for_update().get(pk=minor.pk)
    _check_may_ask(minor, value)
    for row in Guardianship.objects.filter(minor=minor, state=GuardianState.ASKED):
        end(row, GuardianState.REPLACED)
    row = _written(minor, name=name, relation=relation, kind=kind, value=value, language=language)
    note_deed(history.Kind.GUARDIAN_ASKED, row)
    send_request(row)
    return row


def _check_may_ask(minor: Person, value: str) -> None:
    if not is_minor(minor):
        raise GuardianRefused("of_age")
    before = guardianship_of(minor)
    if before and before.is_agreed:
        raise GuardianRefused("agreed")
    if before and before.said_no:
        raise GuardianRefused("no")
    if is_own(minor, value):
        raise GuardianRefused("own")
    recent = Guardianship.objects.filter(minor=minor, asked_at__gt=timezone.now() - OPEN_FOR)
    if recent.count() >= MOST_REQUESTS:
        raise GuardianRefused("too_many")


def _written(
    minor: Person, *, name: str, relation: Relation, kind: ContactPoint.Kind, value: str, language: str
) -> Guardianship:
    guardian = Person.objects.create(name=name, language=language, is_check=minor.is_check)
    add_contact(guardian, kind, value)
    return Guardianship.objects.create(
        minor=minor, guardian=guardian, relation=relation, kind=kind, contact=value, language=language
    )


@transaction.atomic
def remind_guardian(guardianship: Guardianship) -> bool:
    """Send the guardian the message again; False after the fourth, or when there is nothing to wait for."""
    row = Guardianship.objects.select_for_update().get(pk=guardianship.pk)
    if not row.is_open or row.messages >= MOST_MESSAGES:
        return False
    send_request(row)
    return True


# The guardian answers ------------------------------------------------------------------------------
@transaction.atomic
def agree(guardianship: Guardianship, *, way: Way, language: str, by: Account | None = None) -> Guardianship:
    """Record a guardian's consent, to the words of today, in the language they read them in.

    Raises GuardianRefused: "own" (the address is the minor's by now), "minor", "closed"; for staff "self", or
    "staff" (not an operator or coordinator).
    """
    row = locked(guardianship)
    if row.is_agreed:
        return row
    if not row.may_answer or not is_minor(row.minor):
        raise GuardianRefused("closed")
    _check_guardian(row, by)
    for other in Guardianship.objects.filter(minor=row.minor, state__in=LIVE).exclude(pk=row.pk):
        end(other, GuardianState.REPLACED)
    row.state, row.agreed_at, row.withdrawn_at, row.ended_at = GuardianState.AGREED, timezone.now(), None, None
    row.way, row.text_version, row.text_language, row.recorded_by = way, TEXT_VERSION, language, by
    _join_known_guardian(row, proved=way == Way.CODE)
    row.save()
    keep_yes(row, language=language, by=by)
    note_deed(history.Kind.GUARDIAN_AGREED, row, way=way.value, text=TEXT_VERSION, language=language)
    announce(row.minor, "guardian_agreed", row, address="/desk/")
    if row.guardian:
        announce(row.guardian, "guardian_thanks", row, address=address_of(row))
    guardian_consented.send(sender=Guardianship, person=row.minor)
    standing_changed.send(sender=Guardianship, person=row.minor)
    return row


def _check_guardian(row: Guardianship, by: Account | None) -> None:
    if by is not None and row.minor_id == by.person_id:
        raise GuardianRefused("self")
    if row.contact and is_own(row.minor, row.contact):
        raise GuardianRefused("own")
    if row.contact and is_a_minors(row.contact):
        raise GuardianRefused("minor")


def _join_known_guardian(row: Guardianship, *, proved: bool) -> None:
    """The address has been proved: note it, and know the guardian who already signs in with it by that account."""
    if not proved or row.guardian is None:
        return
    noted = row.guardian
    kind = ContactPoint.Kind(row.kind)
    account = Account.objects.filter(**{kind.value: row.contact}).exclude(person=noted).first()
    if account and same_name(account.person.name, noted.name):
        row.guardian = account.person
        row.save(update_fields=["guardian"])
        forget(noted)
    else:
        add_contact(noted, kind, row.contact, proved_at=timezone.now())


@transaction.atomic
def refuse(guardianship: Guardianship) -> Guardianship:
    """Record that a guardian said no; one who had agreed withdraws. What was done is kept, nothing more counts."""
    row = locked(guardianship)
    if row.is_agreed:
        return _withdraw(row)
    if row.is_open:
        end(row, GuardianState.REFUSED)
        note_deed(history.Kind.GUARDIAN_REFUSED, row)
        announce(row.minor, "guardian_refused", row, address="/desk/")
    return row


def _withdraw(row: Guardianship) -> Guardianship:
    row.withdrawn_at = timezone.now()
    end(row, GuardianState.WITHDRAWN)
    keep_withdrawal(row)
    note_deed(history.Kind.GUARDIAN_WITHDREW, row)
    announce(row.minor, "guardian_withdrew", row, address="/desk/")
    standing_changed.send(sender=Guardianship, person=row.minor)
    return row


@transaction.atomic
def mistaken(guardianship: Guardianship) -> Guardianship:
    """Somebody who is not the guardian got the message: close the request and forget the address."""
    row = locked(guardianship)
    if row.is_open:
        end(row, GuardianState.MISTAKEN)
        announce(row.minor, "guardian_mistaken", row, address=reverse("account_guardian"))
    return row


# Staff ---------------------------------------------------------------------------------------------
@transaction.atomic
def record_consent(
    minor: Person, *, name: str, relation: Relation, kind: ContactPoint.Kind, value: str, language: str, by: Account
) -> Guardianship:
    """Write down the consent that a guardian gave by phone; goes over an earlier no, since staff spoke with them.

    Raises GuardianRefused.
    """
    if not is_minor(minor):
        raise GuardianRefused("of_age")
    if is_own(minor, value):
        raise GuardianRefused("own")
    before = Guardianship.objects.filter(minor=minor, kind=kind, contact=value).exclude(guardian=None).first()
    if before is None or not before.may_answer:
        for row in Guardianship.objects.filter(minor=minor, state__in=LIVE):
            end(row, GuardianState.REPLACED)
        before = _written(minor, name=name, relation=relation, kind=kind, value=value, language=language)
    return agree(before, way=Way.PHONE, language=language, by=by)
