"""Mend the name on a certificate, once and soon after it was issued: a new paper under the same number.

The earlier paper stays known and is recognised as replaced. One correction only: a certificate is not passed on.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from courses.errors import CorrectionClosed
from courses.models import Certificate, ReplacedPaper

from .certify import print_paper
from .claims import Claims

CORRECTION_DAYS = 30


def may_be_corrected(certificate: Certificate, now: datetime | None = None) -> bool:
    """Say whether the holder may still mend the name."""
    open_until = certificate.issued_at + timedelta(days=CORRECTION_DAYS)
    untouched = certificate.corrected_at is None and certificate.cancelled_at is None
    return untouched and (now or timezone.now()) < open_until


def correct_name(certificate: Certificate, *, name: str) -> Certificate:
    """Print the certificate again with the name as in the holder's papers; keeps that name with the person.

    Raises CorrectionClosed after 30 days, a correction or a cancellation, and ValueError without a name.
    """
    name = " ".join(name.split())
    if not name:
        raise ValueError("A certificate carries a name.")
    if not may_be_corrected(certificate):
        raise CorrectionClosed
    before = Claims.from_json(certificate.claims)
    if before.holder == name:
        return certificate
    claims = replace(before, holder=name)
    key, digest, signer = print_paper(certificate, claims)
    if not _swap(certificate, claims, paper=key, paper_sha256=digest, signer_sha256=signer):
        storages["papers"].delete(key)
        raise CorrectionClosed
    certificate.refresh_from_db()
    return certificate


@transaction.atomic
def _swap(certificate: Certificate, claims: Claims, **printed: str) -> bool:
    """Put the new paper in the place of the old one, unless somebody was faster."""
    now = timezone.now()
    swapped = Certificate.objects.filter(
        pk=certificate.pk, paper=certificate.paper, corrected_at=None, cancelled_at=None
    ).update(claims=claims.to_json(), corrected_at=now, **printed)
    if not swapped:
        return False
    ReplacedPaper.objects.create(
        certificate=certificate, claims=certificate.claims, paper=certificate.paper,
        paper_sha256=certificate.paper_sha256, signer_sha256=certificate.signer_sha256, replaced_at=now,
    )  # fmt: skip
    person = certificate.person
    person.papers_name = claims.holder
    person.save(update_fields=["papers_name"])
    return True
