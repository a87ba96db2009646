"""Parents and guardians: asked by the minor, answer with a code of their own, may withdraw at any time.

A request is open for 30 days. Whoever said no, or withdrew, may still say yes by the same address. The minor may name
another guardian where the first cannot be reached: that one is told, and may still answer. A no holds beside whatever
another guardian says, until a coordinator who has spoken with the family sets it aside (`guardian_review`).
"""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from elearn.history import api as history

from ..errors import GuardianRefused
from ..models import Account, Confirmed, ContactPoint, Guardianship, GuardianState, Person, Relation, Way
from ..models.guardian import OPEN_FOR, TEXT_VERSION
from ..signals import guardian_consented, standing_changed
from ..writing import same_name
from .age import is_minor
from .guardian_consent import keep_withdrawal, keep_yes
from .guardian_rows import address_of, announce, end, forget, locked, note_deed, send_request, tell_others
from .guardianship import binding_nos, is_a_minors, is_own, needs_guardian, same_box, was_own
from .register import add_contact

MOST_MESSAGES = 4  # of one request to one guardian
MOST_REQUESTS = 5  # of one minor in the time a request is open


# The minor asks ------------------------------------------------------------------------------------
@transaction.atomic
def ask_guardian(
    minor: Person,
    *,
    name: str,
    relation: Relation,
    kind: ContactPoint.Kind,
    value: str,
    language: str,
    another: bool = False,
    corrects: bool = False,
    by: Account | None = None,
) -> Guardianship:
    """Ask somebody for their consent; a request that is open is replaced, with its address.

    With `another`, somebody else is asked beside those asked before: these are told, and what they said stays; only of
    a request that went to a wrong address (`corrects`) nothing does. `by` is the member of staff who asks for the
    family. Raises GuardianRefused with the reason "own", "same", "agreed", "no",
    "of_age", "self" or "too_many".
    """
    minor = Person.objects.select_for_update().get(pk=minor.pk)
    _check_may_ask(minor, value, another=another, by=by)
    for row in Guardianship.objects.filter(minor=minor, state=GuardianState.ASKED):
        end(row, GuardianState.REPLACED, keep=another and not corrects)
    row = _written(minor, name=name, relation=relation, kind=kind, value=value, language=language)
    note_deed(history.Kind.GUARDIAN_ASKED, row)
    send_request(row)
    if another:
        tell_others(row)
    return row


def _check_may_ask(minor: Person, value: str, *, another: bool, by: Account | None) -> None:
    if not is_minor(minor):
        raise GuardianRefused("of_age")
    if by is not None and by.person_id == minor.pk:
        raise GuardianRefused("self")
    rows = list(Guardianship.objects.filter(minor=minor).select_related("guardian"))
    if not another and any(row.is_agreed for row in rows):
        raise GuardianRefused("agreed")
    if not another and any(row.holds_as_no for row in rows):
        raise GuardianRefused("no")
    # Staff speak with the family: a number that was noted with the child by mistake may be the mother's after all.
    if (is_own if by else was_own)(minor, value):
        raise GuardianRefused("own")
    if another and any(same_box(row.contact, value) for row in rows if row.contact and row.may_answer):
        raise GuardianRefused("same")
    recent = [row for row in rows if row.asked_at > timezone.now() - OPEN_FOR]
    if by is None and len(recent) >= MOST_REQUESTS:
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

    Another guardian's consent gives way, and they are told; another's no still holds. Raises GuardianRefused: "own"
    (the address is the minor's by now), "minor", "closed"; for staff "self", or "staff" (not an operator or
    coordinator).
    """
    row = locked(guardianship)
    if row.is_agreed:
        return row
    if not row.may_answer or not is_minor(row.minor):
        raise GuardianRefused("closed")
    _check_guardian(row, by)
    _give_way(row, told=way == Way.PHONE)
    row.state, row.agreed_at, row.withdrawn_at, row.ended_at = GuardianState.AGREED, timezone.now(), None, None
    row.way, row.text_version, row.text_language, row.recorded_by = way, TEXT_VERSION, language, by
    if way == Way.PHONE:
        row.confirmed_on, row.confirmed_how, row.confirmed_by = timezone.localdate(), Confirmed.CALL, by
    _join_known_guardian(row, proved=way == Way.CODE)
    row.save()
    keep_yes(row, language=language, by=by)
    note_deed(history.Kind.GUARDIAN_AGREED, row, way=way.value, text=TEXT_VERSION, language=language)
    if row.guardian:
        announce(row.guardian, "guardian_thanks", row, address=address_of(row))
    now_it_counts(row)
    return row


def _give_way(row: Guardianship, *, told: bool) -> None:
    """End what others were asked or agreed to. Who had agreed keeps their say, and is told."""
    others = Guardianship.objects.filter(minor=row.minor).exclude(pk=row.pk)
    for other in others.filter(state=GuardianState.ASKED):
        end(other, GuardianState.REPLACED)
    agreed = list(others.filter(state=GuardianState.AGREED))
    for other in agreed:
        end(other, GuardianState.REPLACED)
    if agreed or told:
        tell_others(row)


def now_it_counts(row: Guardianship) -> None:
    """After a yes, tell the minor and the rooms above whether what they do counts from now on, or what it waits for."""
    if needs_guardian(row.minor):
        waits_for = "no" if binding_nos().filter(minor=row.minor).exists() else "call"
        announce(row.minor, "guardian_waits", row, address=reverse("account_guardian"), waits_for=waits_for)
    else:
        announce(row.minor, "guardian_agreed", row, address="/desk/")
        guardian_consented.send(sender=Guardianship, person=row.minor)
    standing_changed.send(sender=Guardianship, person=row.minor)


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
    if row.is_agreed or (row.is_second and row.agreed_at):
        return _withdraw(row)
    if row.is_open or row.is_second:
        row.set_aside_at = None
        end(row, GuardianState.REFUSED)
        note_deed(history.Kind.GUARDIAN_REFUSED, row)
        announce(row.minor, "guardian_refused", row, address="/desk/")
        standing_changed.send(sender=Guardianship, person=row.minor)
    return row


def _withdraw(row: Guardianship) -> Guardianship:
    row.withdrawn_at, row.set_aside_at = timezone.now(), None
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
    if row.is_open or (row.is_second and row.agreed_at is None):
        end(row, GuardianState.MISTAKEN)
        announce(row.minor, "guardian_mistaken", row, address=reverse("account_guardian"))
    return row


# Staff ---------------------------------------------------------------------------------------------
@transaction.atomic
def record_consent(
    minor: Person, *, name: str, relation: Relation, kind: ContactPoint.Kind, value: str, language: str, by: Account
) -> Guardianship:
    """Write down the consent that a guardian gave by phone; over their own earlier no, not over another guardian's.

    Raises GuardianRefused.
    """
    if not is_minor(minor):
        raise GuardianRefused("of_age")
    if is_own(minor, value):
        raise GuardianRefused("own")
    if is_own(by.person, value):
        raise GuardianRefused("self")
    before = Guardianship.objects.filter(minor=minor, kind=kind, contact=value).exclude(guardian=None).first()
    if before is None or not before.may_answer:
        for row in Guardianship.objects.filter(minor=minor, state=GuardianState.ASKED):
            end(row, GuardianState.REPLACED, keep=True)
        before = _written(minor, name=name, relation=relation, kind=kind, value=value, language=language)
    return agree(before, way=Way.PHONE, language=language, by=by)
