"""From a certificate's row to what is made of it, and from what was made back to the row's columns."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from courses.documents.make import Job, Made
from courses.documents.paper_key import certificate_der
from courses.documents.timestamp import Tsa
from courses.models import Certificate

from ..badges import badge_keys
from ..badges.credentials import facts_of
from . import keys
from .claims import Claims
from .wording import paper_of

Columns = dict[str, str]


def job_of(
    certificate: Certificate, claims: Claims, *, with_badge: bool = True, emails: dict[int, str] | None = None
) -> Job:
    """Gather everything that drawing and signing need. `emails`: as `credentials.proved_emails`, for many at once.

    A paper printed again keeps the badge there is: it carries no name.
    """
    badge = facts_of(certificate, claims, emails=emails) if with_badge else None
    return Job(
        key=certificate.pk,
        paper=paper_of(certificate, claims),
        signer=keys.signer(),
        reason=f"Certificate {certificate.number}",
        credential=badge,
        badge_key=badge_keys.key() if badge else b"",
        tsa=timestamp_authority(),
    )


def put_away(certificate: Certificate, made: Made) -> Columns:
    """Store a signed paper; gives what is to be set in the certificate's row."""
    # Named by its digest: two workers never write to the same file.
    year = certificate.claims["issued_on"][:4]
    key = f"certificates/{year}/{certificate.number}-{made.sha256[:16]}.pdf"
    paper = storages["papers"].save(key, ContentFile(made.pdf))
    columns = {
        "paper": paper, "paper_sha256": made.sha256, "signer_sha256": made.signer_sha256, "level": made.level
    }  # fmt: skip
    return columns | ({"credential": made.token, "credential_sha256": made.token_sha256} if made.token else {})


def timestamp_authority() -> Tsa | None:
    """Give the authority that tells when a paper was signed; None where none is configured."""
    if not settings.TSA_URL:
        return None
    return Tsa(
        settings.TSA_URL, settings.TSA_USER, settings.TSA_PASSWORD, settings.TSA_TIMEOUT, _roots(settings.TSA_ROOTS)
    )


@lru_cache(maxsize=1)
def _roots(folder: str) -> tuple[bytes, ...]:
    """Read the certificates of a folder, once for a process."""
    if not folder:
        return ()
    return tuple(certificate_der(path.read_bytes()) for path in sorted(Path(folder).glob("*.pem")))
