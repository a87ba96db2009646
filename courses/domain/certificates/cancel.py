"""Cancel a certificate with a reason. Its page says so from then on; nothing is deleted."""

from django.db import transaction
from django.utils import timezone

from courses.errors import AlreadyCancelled
from courses.models import Certificate
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.models import Account

from ..badges import status_lists


@transaction.atomic
def cancel(certificate: Certificate, *, reason: str, by: Account | None) -> Certificate:
    """Cancel a certificate; the holder is told why. Raises AlreadyCancelled, and ValueError without a reason."""
    reason = reason.strip()
    if not reason:
        raise ValueError("A certificate is cancelled with a reason.")
    changed = Certificate.objects.filter(pk=certificate.pk, cancelled_at=None).update(
        cancelled_at=timezone.now(), cancel_reason=reason, cancelled_by=by
    )
    if not changed:
        raise AlreadyCancelled
    certificate.refresh_from_db()
    status_lists.changed(certificate.status_list_id)
    note(
        Kind.CERTIFICATE_CANCELLED, who=certificate.person.key, subject=certificate.subject,
        is_check=certificate.is_check,
    )  # fmt: skip
    tell(
        certificate.person, "certificate_cancelled", key=f"certificate_cancelled:{certificate.pk}",
        facts={
            "course": certificate.claims["course"],
            "number": certificate.number,
            "address": certificate.get_absolute_url(),
            "reason": reason,
        },
    )  # fmt: skip
    return certificate
