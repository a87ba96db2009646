"""What anybody who checks a badge elsewhere reads: who we are, our keys, what a badge is of, and what was cancelled.

The same for everybody and of no person; any site may read it (CORS), caches may keep it for a while.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from openbadgeslib.ob3.credential import OB3_CONTEXT, Issuer
from openbadgeslib.ob3.did import build_did_document, did_web_from_url

from courses.documents.badge_picture import draw_badge
from courses.domain.badges import badge_keys, status_lists
from courses.domain.badges.achievements import Described, described
from courses.domain.badges.badge_addresses import achievement_address, issuer_address, picture_address
from courses.models import StatusList

View = Callable[..., HttpResponse]
PICTURES = {"png": "image/png", "svg": "image/svg+xml"}


def for_everybody(view: View) -> View:
    """Let any site read the answer, keep it for five minutes, and say it in the site's first language."""

    @wraps(view)
    def answered(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
        with translation.override(settings.LANGUAGE_CODE):
            response = view(request, *parts, **named)
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Robots-Tag"] = "noindex"
        return response

    return require_safe(cache_control(public=True, max_age=300)(answered))


def _json(document: dict[str, Any], kind: str) -> JsonResponse:
    return JsonResponse(document, content_type=kind, json_dumps_params={"ensure_ascii": False})


@for_everybody
def issuer(request: HttpRequest) -> HttpResponse:
    """Say who issues: the profile that every badge names."""
    profile = Issuer(id=issuer_address(), name=settings.WAGTAIL_SITE_NAME, url=settings.BASE_URL)
    return _json({"@context": OB3_CONTEXT} | profile.to_dict(), "application/ld+json")


@for_everybody
def key(request: HttpRequest, thumbprint: str) -> HttpResponse:
    """Give a public key that signs or signed badges, as a JWK: the `kid` of a badge is this address."""
    found = badge_keys.known_keys().get(thumbprint)
    if found is None:
        raise Http404
    return _json(dict(found), "application/jwk+json")


@for_everybody
def status(request: HttpRequest, number: int) -> HttpResponse:
    """Give a list of cancelled badges, signed."""
    try:
        found = status_lists.published(number)
    except StatusList.DoesNotExist as error:
        raise Http404 from error
    return HttpResponse(found.token, content_type="application/vc+jwt")


@for_everybody
def did(request: HttpRequest) -> HttpResponse:
    """Say the same of our keys in the way of did:web; only where the site has an https address without a path."""
    if not has_did():
        raise Http404
    document = build_did_document(did_web_from_url(settings.BASE_URL), list(badge_keys.known_keys().items()))
    return _json(document | {"alsoKnownAs": [issuer_address()]}, "application/did+json")


def has_did() -> bool:
    """Say whether this site can be a did:web, which trusts TLS."""
    base = urlsplit(settings.BASE_URL)
    return base.scheme == "https" and not base.path


@for_everybody
def achievement(request: HttpRequest, key: str) -> HttpResponse:
    """Say what a badge is of."""
    found = _described(key)
    address = achievement_address(key)
    document = {
        "@context": OB3_CONTEXT,
        "id": address,
        "type": ["Achievement"],
        "name": found.name,
        "description": found.description,
        "criteria": {"narrative": found.criteria},
        "achievementType": "CertificateOfCompletion",
        "creator": issuer_address(),
        "image": {"id": picture_address(key), "type": "Image"},
    }
    return _json(document, "application/ld+json")


@for_everybody
def picture(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """Give the picture of a badge, without a token."""
    drawn = draw_badge(_described(key).words, "svg" if form == "svg" else "png")
    return HttpResponse(drawn, content_type=PICTURES[form])


def _described(key: str) -> Described:
    found = described(key)
    if found is None:
        raise Http404
    return found
