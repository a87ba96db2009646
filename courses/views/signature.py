"""What other programs say about our signatures, why, and how anybody checks them without us."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.documents.paper_key import fingerprint
from courses.domain.badges import badge_keys
from courses.domain.badges.badge_addresses import issuer_address, keys_address
from courses.domain.certificates import keys

from .badges_public import has_did


@require_safe
def signature(request: HttpRequest) -> HttpResponse:
    """Name our keys as they are now, and those from before."""
    now = keys.signer().fingerprint
    papers = [mark for mark in (fingerprint(one) for one in keys.known_certificates()) if mark != now]
    context = {
        "fingerprint": now,
        "earlier": papers,
        "keys": [keys_address() + mark for mark in badge_keys.known_keys()],
        "issuer": issuer_address(),
        "did": f"did:web:{urlsplit(settings.BASE_URL).netloc.replace(':', '%3A')}" if has_did() else "",
        "is_https": urlsplit(settings.BASE_URL).scheme == "https",
    }
    return render(request, "courses/signature.html", context)
