"""What of the directory waits for staff, as figures for their desk."""

from dataclasses import dataclass

from django.conf import settings

from ..models.care import CareReport
from .care_keep import to_confirm


@dataclass(frozen=True)
class CareWaiting:
    """Mistakes that readers and providers told us of, and entries that nobody has confirmed for too long."""

    mistakes: int
    stale: int


def care_waiting() -> CareWaiting:
    """Count what waits, in two queries."""
    return CareWaiting(
        mistakes=CareReport.objects.filter(settled_at=None).count(), stale=to_confirm(settings.CARE_STALE_DAYS).count()
    )
