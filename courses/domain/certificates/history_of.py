"""What happened to a certificate since it was issued, for everybody who looks at it: dates and words, never a name.

The name that stood on a corrected paper is not told: the page says that it was corrected, and the earlier paper is
still recognised as replaced by whoever holds it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from courses.models import Certificate

from .verdict import is_expired


@dataclass(frozen=True)
class Event:
    """One thing that happened, and when."""

    at: datetime
    words: str


def history_of(certificate: Certificate) -> list[Event]:
    """Tell it in order, the first thing first, in the active language."""
    events = [Event(certificate.issued_at, _issued(certificate))]
    for earlier in certificate.replaced_papers.all():
        words = _("The name was corrected. A new paper took the place of the earlier one, which is known as replaced.")
        events.append(Event(earlier.replaced_at, words))
    for credential in certificate.replaced_credentials.all():
        words = _("The badge was issued anew. The one before it no longer counts.")
        events.append(Event(credential.replaced_at, words))
    if certificate.valid_until and is_expired(certificate):
        events.append(Event(certificate.valid_until, _("It expired. It was issued for a time.")))
    if certificate.cancelled_at:
        words = _("Cancelled. Reason: %(reason)s") % {"reason": certificate.cancel_reason}
        events.append(Event(certificate.cancelled_at, words))
    if newer := replacement_of(certificate):
        words = _("Certificate %(number)s was issued in its place.") % {"number": newer.number}
        events.append(Event(newer.issued_at, words))
    return sorted(events, key=lambda event: event.at)


def replacement_of(certificate: Certificate) -> Certificate | None:
    """Give the certificate that was issued in the place of this one. Asks the database only where there may be one."""
    if certificate.superseded_at is None:
        return None
    found: Certificate | None = Certificate.objects.filter(replaces=certificate).first()
    return found


def _issued(certificate: Certificate) -> str:
    """How it came to be is for staff: whoever met the requirements has met them."""
    earlier = certificate.replaces
    return _("Issued in the place of certificate %(number)s") % {"number": earlier.number} if earlier else _("Issued")
