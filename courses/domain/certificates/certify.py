"""Issue a certificate: a number and claims first, then the signed paper and the badge; safe to repeat and to race.

The row is made in a short transaction, so that no lock is held while the paper is drawn and signed (about 50 ms). The
paper is then set by compare-and-set together with history and the notice: of two workers, one wins.
"""

import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.utils import timezone
from typst import TypstError

from courses.documents.make import Made, make
from courses.errors import CannotPrint, RequirementsNotMet
from courses.models import Certificate, Enrolment, EnrolmentState
from courses.models.papers import StatusList
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.api import needs_guardian
from elearn.people.models import Account, Person

from ..badges import status_lists
from ..learning.complete import uncertified
from ..watching.evidence import evidence_of
from .claims import Claims, gather
from .printing import job_of, put_away
from .validity import valid_until

# Crockford's base 32: no I, L, O or U, so a code can be read aloud and typed.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_SIGNS = 12  # × 5 bits
NUMBER_TRIES = 50

logger = logging.getLogger(__name__)


def certify(enrolment: Enrolment) -> Certificate:
    """Issue the certificate of a completed enrolment, or give the one there is, also when it was cancelled.

    Raises RequirementsNotMet and CannotPrint. Two callers at once get the same certificate.
    """
    return finish(Certificate.objects.current().filter(enrolment=enrolment).first() or _reserve(enrolment))


def finish(certificate: Certificate) -> Certificate:
    """Print the paper of a certificate that has its number, unless that is done. Raises CannotPrint."""
    if not certificate.paper:
        try:
            _issue(certificate)
        except TypstError as error:
            _try_anew(certificate, error)
        certificate.refresh_from_db()
    return certificate


def _try_anew(certificate: Certificate, error: TypstError) -> None:
    """Print what could not be printed with the name and the titles as they are now: they may have been put right."""
    if certificate.enrolment is not None:
        now = gather(certificate.enrolment).to_json()
        if Certificate.objects.filter(pk=certificate.pk, paper="").exclude(claims=now).update(claims=now):
            try:
                return _issue(certificate)
            except TypstError as again:
                error = again
    logger.error("The paper of %s cannot be drawn: %s", certificate.number, error)
    raise CannotPrint from error


def certificate_for(enrolment: Enrolment) -> Certificate | None:
    """Give the certificate of an enrolment, issuing it now if it is due; None while requirements are open.

    None as well where it cannot be printed: it has its number, and is tried again.
    """
    try:
        return certify(enrolment)
    except (RequirementsNotMet, CannotPrint):
        return None


def certificates_of(person: Person) -> list[Certificate]:
    """Give a person's certificates, the newest first, issuing those that are due; none that was issued again."""
    for enrolment in uncertified().filter(person=person):
        with suppress(CannotPrint):
            certify(enrolment)
    mine = list(Certificate.objects.current().of(person).with_holder().select_related("enrolment__course"))
    return [certificate for certificate in mine if certificate.paper or _is_left(certificate)]


def _is_left(certificate: Certificate) -> bool:
    """Print what no enrolment leads back to; says whether it did."""
    with suppress(CannotPrint):
        return certificate.enrolment_id is None and bool(finish(certificate).paper)
    return False


def unprinted() -> list[int]:
    """Give certificates of no course that have a number and no paper: a crash came between the two."""
    return list(Certificate.objects.filter(paper="", enrolment__isnull=True).values_list("pk", flat=True)[:100])


def read_paper(certificate: Certificate) -> bytes:
    """Give the signed PDF as it was issued."""
    with storages["papers"].open(certificate.paper) as file:
        return bytes(file.read())


def discard_check(certificate: Certificate) -> None:
    """Remove a certificate that a self-check made. Any other is never deleted: raises ValueError."""
    if not certificate.is_check:
        raise ValueError("Certificates are cancelled, never deleted.")
    if certificate.paper:
        storages["papers"].delete(certificate.paper)
    of = certificate.taught or certificate.contributed
    certificate.delete()
    if of:
        of.delete()


def _reserve(enrolment: Enrolment, **more: Any) -> Certificate:
    find = Certificate.objects.current().filter(enrolment=enrolment).first
    return reserve(lambda: _write_row(enrolment, **more), find)


def reserve_by_hand(enrolment: Enrolment, *, by: Account, reason: str) -> Certificate:
    """Make the row of a certificate that somebody issues at their word, or give the one there is; print it after."""
    return _reserve(enrolment, issued_by=by, issue_reason=reason)


def reserve(write: Callable[[], Certificate], find: Callable[[], Certificate | None]) -> Certificate:
    """Make a row with the next number of the year by `write`, or `find` the one that somebody made meanwhile.

    Numbers follow each other without a gap.
    """
    for _attempt in range(NUMBER_TRIES):
        try:
            with transaction.atomic():
                return write()
        except IntegrityError:  # another took this number, or certified this very thing
            found = find()
            if found:
                return found
    raise RuntimeError("No free certificate number was found.")


def _write_row(enrolment: Enrolment, **more: Any) -> Certificate:
    locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if locked.state != EnrolmentState.COMPLETED or needs_guardian(locked.person):
        raise RequirementsNotMet
    is_check = locked.person.is_check or locked.course.is_check
    return numbered(
        gather(locked), language=locked.person.language, is_check=is_check, enrolment=locked, cohort=locked.cohort,
        **more,
    )  # fmt: skip


def numbered(claims: Claims, *, language: str, is_check: bool, **of: Any) -> Certificate:
    """Write the row of a certificate with the next number; `of` is what it certifies. Raises IntegrityError."""
    if enrolment := of.get("enrolment"):
        of["evidence"] = evidence_of(enrolment)
    (place,) = status_lists.take(1)
    number = next_number(is_check=is_check, year=claims.issued_on.year)
    row = new_row(number, claims, language=language, is_check=is_check, place=place, **of)
    row.save(force_insert=True)
    return row


def new_row(
    number: str, claims: Claims, *, language: str, is_check: bool, place: tuple[StatusList, int], **of: Any
) -> Certificate:
    """Give the row of a certificate, not written yet: with its code, its claims and its badge's place."""
    status_list, index = place
    return Certificate(
        number=number,
        code="".join(secrets.choice(ALPHABET) for _sign in range(CODE_SIGNS)),
        language=language,
        claims=claims.to_json(),
        issued_at=timezone.now(),
        valid_until=valid_until(claims),
        status_list=status_list,
        status_index=index,
        is_check=is_check,
        **of,
    )


def next_number(*, is_check: bool, year: int) -> str:
    """Give the number that follows the last one of a year; two who ask at once get the same, and one tries again."""
    return _next_number("CHECK" if is_check else "KP", year)


def _next_number(prefix: str, year: int) -> str:
    start = f"{prefix}-{year}-"
    last = Certificate.objects.filter(number__startswith=start).order_by("-number").values_list("number", flat=True)
    count = int(last[0].removeprefix(start)) + 1 if last[:1] else 1
    return f"{start}{count:06}"


def _issue(certificate: Certificate) -> None:
    row = Certificate.objects.with_holder().select_related("status_list").get(pk=certificate.pk)
    settle(row, make(job_of(row, Claims.from_json(row.claims))))


def settle(certificate: Certificate, made: Made, *, queue: str = "quick") -> bool:
    """Set what was made in the certificate's row, unless another was faster; then history and the holder are told.

    `queue`: by which the holder's message goes, when there are very many.
    """
    columns = put_away(certificate, made)
    with transaction.atomic():
        won = Certificate.objects.filter(pk=certificate.pk, paper="").update(**columns)
        if won:
            _announce(certificate, queue)
    if not won:
        storages["papers"].delete(columns["paper"])
    return bool(won)


def _announce(certificate: Certificate, queue: str) -> None:
    person = certificate.person
    if _counts_as_new(certificate):
        note(
            Kind.CERTIFIED, who=person.key, subject=certificate.subject,
            is_check=certificate.is_check, language=certificate.language,
        )  # fmt: skip
    kind = "certificate_issued"
    if certificate.replaces_id:
        kind = "certificate_again"
    elif certificate.taught_id:
        kind = "certificate_taught"
    elif certificate.contributed_id:
        kind = "certificate_contributed"
    tell(
        person, kind, key=f"certificate_issued:{certificate.pk}",
        facts={
            "course": certificate.claims["course"],
            "number": certificate.number,
            "address": certificate.get_absolute_url(),
        },
        queue=queue,
    )  # fmt: skip


def _counts_as_new(certificate: Certificate) -> bool:
    """Whether the figures count it: not what takes the place of an expired one, which they counted and still do."""
    return certificate.replaces is None or certificate.replaces.cancelled_at is not None
