"""What a guide's page tells us of its reader: that it was read, and whether it helped. Nobody's name is in it.

The pages are the same for everybody, so their buttons carry no token of a session; the browser's own word that the
request comes from our page stands in its place (`Sec-Fetch-Site`; browsers without it are let in, and are counted only
as often as the limit for their network allows).
"""

from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from ..domain.helped import Told, count
from ..models import GuidePage

MONTH = 30 * 24 * 3600
COOKIE = "guide_answered"

View = Callable[..., HttpResponse]


def from_our_page(view: View) -> View:
    """Refuse what another site has sent in its visitor's name."""

    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@csrf_exempt
@require_POST
@from_our_page
def read(request: HttpRequest, guide_id: int) -> HttpResponse:
    """Count one reading."""
    page = _guide(guide_id)
    if ratelimit.consume(request, action="read_guide"):
        count(page, Told.READ)
    return HttpResponse(status=204)


@csrf_exempt
@never_cache
@require_POST
@from_our_page
def helped(request: HttpRequest, guide_id: int) -> HttpResponse:
    """Take a reader's yes or no, once in a month from one browser, and say thank you."""
    page = _guide(guide_id)
    told = Told.HELPED if request.POST.get("helped") == "yes" else Told.NOT_HELPED
    answer = redirect("guidance:helped_thanks", guide_id, told.value)
    if COOKIE not in request.COOKIES and ratelimit.consume(request, action="rate_guide"):
        count(page, told)
        # Bound to this guide by its path: nobody can be followed from guide to guide by it.
        answer.set_cookie(
            COOKIE, "1", max_age=MONTH, path=request.path, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    return answer


@require_safe
def helped_thanks(request: HttpRequest, guide_id: int, told: str) -> HttpResponse:
    """Say thank you; to whom it did not help, offer the people who can."""
    return render(request, "guidance/helped.html", {"page": _guide(guide_id), "helped": told == Told.HELPED})


def _guide(guide_id: int) -> GuidePage:
    return get_object_or_404(GuidePage.objects.live(), pk=guide_id)
