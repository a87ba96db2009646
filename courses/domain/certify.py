"""Issue a certificate: a number and claims first, then the signed paper; safe to repeat and to race.

The row is made in a short transaction, so that no lock is held while the paper is drawn and signed (about 50 ms). The
paper is then set by compare-and-set together with history and the notice: of two workers, one wins.
"""

import hashlib
import secrets
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.documents.certificate import draw
from courses.documents.signature import sign
from courses.errors import RequirementsNotMet
from courses.models import Certificate, Enrolment, EnrolmentState, Taught
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.api import needs_guardian
from elearn.people.models import Person

from . import keys
from .claims import Claims, gather
from .complete import uncertified
from .wording import paper_of

# Crockford's base 32: no I, L, O or U, so a code can be read aloud and typed.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_SIGNS = 12  # × 5 bits
NUMBER_TRIES = 50


def certify(enrolment: Enrolment) -> Certificate:
    """Issue the certificate of a completed enrolment, or give the one there is.

    Raises RequirementsNotMet. Two callers at once get the same certificate.
    """
    return finish(Certificate.objects.filter(enrolment=enrolment).first() or _reserve(enrolment))


def finish(certificate: Certificate) -> Certificate:
    """Print the paper of a certificate that has its number, unless that is done."""
    if not certificate.paper:
        _issue(certificate)
        certificate.refresh_from_db()
    return certificate


def certificate_for(enrolment: Enrolment) -> Certificate | None:
    """Give the certificate of an enrolment, issuing it now if it is due; None while requirements are open."""
    try:
        return certify(enrolment)
    except RequirementsNotMet:
        return None


def certificates_of(person: Person) -> list[Certificate]:
    """Give a person's certificates, the newest first, issuing those that are due."""
    for enrolment in uncertified().filter(person=person):
        certify(enrolment)
    mine = list(Certificate.objects.of(person).with_holder().select_related("enrolment__course"))
    return [certificate for certificate in mine if certificate.paper or (certificate.taught and finish(certificate))]


def unprinted() -> list[int]:
    """Give certificates of what was taught that have a number and no paper: a crash came between the two."""
    return list(Certificate.objects.filter(paper="", taught__isnull=False).values_list("pk", flat=True)[:100])


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
    taught = certificate.taught
    certificate.delete()
    if taught:
        taught.delete()


def _reserve(enrolment: Enrolment) -> Certificate:
    return reserve(lambda: _write_row(enrolment), lambda: Certificate.objects.filter(enrolment=enrolment).first())


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


def _write_row(enrolment: Enrolment) -> Certificate:
    locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if locked.state != EnrolmentState.COMPLETED or needs_guardian(locked.person):
        raise RequirementsNotMet
    is_check = locked.person.is_check or locked.course.is_check
    return numbered(gather(locked), language=locked.person.language, is_check=is_check, enrolment=locked)


def numbered(claims: Claims, *, language: str, is_check: bool, **of: Enrolment | Taught) -> Certificate:
    """Write the row of a certificate with the next number; `of` is what it certifies. Raises IntegrityError."""
    return Certificate.objects.create(
        number=_next_number("CHECK" if is_check else "KP", claims.issued_on.year),
        code="".join(secrets.choice(ALPHABET) for _sign in range(CODE_SIGNS)),
        language=language,
        claims=claims.to_json(),
        issued_at=timezone.now(),
        is_check=is_check,
        **of,
    )


def _next_number(prefix: str, year: int) -> str:
    start = f"{prefix}-{year}-"
    last = Certificate.objects.filter(number__startswith=start).order_by("-number").values_list("number", flat=True)
    count = int(last[0].removeprefix(start)) + 1 if last[:1] else 1
    return f"{start}{count:06}"


def _issue(certificate: Certificate) -> None:
    key, digest, signer = print_paper(certificate, Claims.from_json(certificate.claims))
    with transaction.atomic():
        won = Certificate.objects.filter(pk=certificate.pk, paper="").update(
            paper=key, paper_sha256=digest, signer_sha256=signer
        )
        if won:
            _announce(certificate)
    if not won:
        storages["papers"].delete(key)


def print_paper(certificate: Certificate, claims: Claims) -> tuple[str, str, str]:
    """Draw, sign and store a paper; gives its key in the storage, its SHA-256 and its signer's fingerprint."""
    signer = keys.signer()
    pdf = sign(
        draw(paper_of(certificate, claims)), signer,
        name=claims.issuer, reason=f"Certificate {certificate.number}",
    )  # fmt: skip
    digest = hashlib.sha256(pdf).hexdigest()
    # Named by its digest: two workers never write to the same file.
    key = f"certificates/{claims.issued_on.year}/{certificate.number}-{digest[:16]}.pdf"
    return storages["papers"].save(key, ContentFile(pdf)), digest, signer.fingerprint


def _announce(certificate: Certificate) -> None:
    person = certificate.person
    note(
        Kind.CERTIFIED, who=person.key, subject=certificate.subject,
        is_check=certificate.is_check, language=certificate.language,
    )  # fmt: skip
    kind = "certificate_taught" if certificate.taught_id else "certificate_issued"
    tell(
        person, kind, key=f"certificate_issued:{certificate.pk}",
        facts={
            "course": certificate.claims["course"],
            "number": certificate.number,
            "address": certificate.get_absolute_url(),
        },
    )  # fmt: skip
