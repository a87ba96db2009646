"""Mend the name on a certificate: a new paper under the same number.

Its holder may do so once and soon after it was issued: a certificate is not passed on. A coordinator may at any time,
for who has no sign-in or made a second mistake: never on their own, with a reason, and the holder is told. The earlier
paper stays known, with who replaced it and why, and is recognised as replaced.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from courses.documents.make import make
from courses.errors import CorrectionClosed, IssueReasonWanting, NameStands, NoLongerCounts, OwnCertificate
from courses.models import Certificate, ReplacedPaper
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.models import Account

from .claims import Claims
from .printing import Columns, job_of, put_away
from .verdict import is_expired

CORRECTION_DAYS = 30


def may_be_corrected(certificate: Certificate, now: datetime | None = None) -> bool:
    """Say whether the holder may still mend the name."""
    open_until = certificate.issued_at + timedelta(days=CORRECTION_DAYS)
    untouched = certificate.corrected_at is None and certificate.cancelled_at is None
    return untouched and not certificate.superseded_at and (now or timezone.now()) < open_until


def correct_name(certificate: Certificate, *, name: str) -> Certificate:
    """Print the certificate again with the name as in the holder's papers; keeps that name with the person.

    Raises CorrectionClosed after 30 days, a correction or a cancellation, and ValueError without a name.
    """
    name = " ".join(name.split())
    if not name:
        raise ValueError("A certificate carries a name.")
    if not may_be_corrected(certificate):
        raise CorrectionClosed
    if not _print_with(certificate, name, corrected_at=None):
        raise CorrectionClosed
    return certificate


def may_be_mended(certificate: Certificate) -> bool:
    """Say whether our staff may mend the name: on what counts. What counts no more is issued again."""
    gone = certificate.cancelled_at or certificate.superseded_at or certificate.holder_is_removed
    return bool(certificate.paper) and not gone and not is_expired(certificate)


def mend_name(certificate: Certificate, *, name: str, reason: str, by: Account) -> Certificate:
    """Mend the name for the holder, who is told.

    Raises OwnCertificate, IssueReasonWanting, NameStands, NoLongerCounts, and ValueError without a name.
    """
    name, reason = " ".join(name.split()), reason.strip()
    if not name:
        raise ValueError("A certificate carries a name.")
    if by.person_id == certificate.person.pk:
        raise OwnCertificate
    if not reason:
        raise IssueReasonWanting
    if certificate.claims["holder"] == name:
        raise NameStands
    if not may_be_mended(certificate) or not _print_with(certificate, name, by=by, reason=reason):
        raise NoLongerCounts
    return certificate


def _print_with(
    certificate: Certificate, name: str, *, by: Account | None = None, reason: str = "", **still: None
) -> bool:
    """Print it with this name and put it in the place of what there is; False when somebody was faster."""
    before = Claims.from_json(certificate.claims)
    if before.holder == name:
        return True
    claims = replace(before, holder=name)
    columns = put_away(certificate, make(job_of(certificate, claims, with_badge=False)))
    with transaction.atomic():
        swapped = _swap(certificate, claims, columns, by=by, reason=reason, still=still)
        if swapped and by:
            _tell_mended(certificate, by)
    if not swapped:
        storages["papers"].delete(columns["paper"])
        return False
    certificate.refresh_from_db()
    return True


def _swap(
    certificate: Certificate, claims: Claims, printed: Columns, *, by: Account | None, reason: str,
    still: dict[str, None],
) -> bool:  # fmt: skip
    """Put the new paper in the place of the old one, unless somebody was faster."""
    now = timezone.now()
    swapped = Certificate.objects.filter(
        pk=certificate.pk, paper=certificate.paper, cancelled_at=None, superseded_at=None, **still
    ).update(claims=claims.to_json(), corrected_at=now, **printed)
    if not swapped:
        return False
    ReplacedPaper.objects.create(
        certificate=certificate, claims=certificate.claims, paper=certificate.paper,
        paper_sha256=certificate.paper_sha256, signer_sha256=certificate.signer_sha256, replaced_at=now, by=by,
        reason=reason,
    )  # fmt: skip
    person = certificate.person
    person.papers_name = claims.holder
    person.save(update_fields=["papers_name"])
    return True


def _tell_mended(certificate: Certificate, by: Account) -> None:
    subject = certificate.subject
    note(
        Kind.CERTIFICATE_NAME_MENDED, who=by.person.key, subject=subject, is_check=certificate.is_check,
        certificate=certificate.pk,
    )  # fmt: skip
    papers = certificate.replaced_papers.count()
    tell(
        certificate.person, "certificate_mended", key=f"certificate_mended:{certificate.pk}:{papers}",
        facts={
            "course": certificate.claims["course"],
            "number": certificate.number,
            "address": certificate.get_absolute_url(),
        },
    )  # fmt: skip
