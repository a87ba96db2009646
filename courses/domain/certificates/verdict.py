"""What somebody's file turned out to be."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from courses.models import Certificate

LARGEST_BYTES = 5 * 2**20


class Finding(StrEnum):
    GENUINE = "genuine"
    CANCELLED = "cancelled"  # ours, of a certificate that no longer counts
    EXPIRED = "expired"  # ours, and it was valid for a time that is over
    REPLACED = "replaced"  # ours, made again since: with the name corrected, or showing something else
    ALTERED = "altered"
    UNKNOWN = "unknown"


class Unreadable(StrEnum):
    """Why a file was not even looked at."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_PDF = "not_a_pdf"
    NO_KIND = "no_kind"  # neither PDF nor badge
    LIST = "list"  # our list of cancelled badges, which is no certificate


@dataclass(frozen=True)
class Verdict:
    """What a file is. `certificate` is set only when the file itself proves to hold its whole address, or is a badge
    that we know by its digest. A badge carries no name: who shows it does not show whose it is."""

    finding: Finding
    certificate: Certificate | None = None
    unreadable: Unreadable | None = None
    is_badge: bool = False
    token: str = ""  # of a badge that we know, to ask whose it is
    # Whether a badge is of the person whose e-mail address, or number and code, was typed; None when none was.
    is_of_holder: bool | None = None


def is_expired(certificate: Certificate, now: datetime | None = None) -> bool:
    """Say whether a certificate was valid for a time, and that time is over."""
    return certificate.valid_until is not None and certificate.valid_until <= (now or timezone.now())


def finding_of(certificate: Certificate, *, replaced: bool) -> Finding:
    """Say what a file of ours is worth, by how its certificate stands now."""
    if certificate.cancelled_at:
        return Finding.CANCELLED
    if is_expired(certificate):
        return Finding.EXPIRED
    return Finding.REPLACED if replaced else Finding.GENUINE
