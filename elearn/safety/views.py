"""The page where anybody reports a concern, without an account and without JavaScript."""

from urllib.parse import urlsplit

from allauth.decorators import rate_limit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from elearn.people.api import person_of

from .api import report
from .forms import ConcernForm


@never_cache
@require_http_methods(["GET", "POST"])
@rate_limit(action="report_concern")
def report_concern(request: HttpRequest) -> HttpResponse:
    """Take a concern; `?about=` or the page the visitor came from fills in where."""
    if request.method == "POST":
        form = ConcernForm(request.POST)
        if form.is_valid():
            words = form.cleaned_data
            report(
                words["text"],
                about=words["about"],
                person=person_of(request.user),
                contact=words["contact"],
            )
            return redirect("safety:thanks")
    else:
        form = ConcernForm(initial={"about": _where(request)})
    return render(request, "safety/concern.html", _help() | {"form": form})


@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Say thank you, what happens now, and whom to call when it cannot wait."""
    return render(request, "safety/thanks.html", _help())


def _where(request: HttpRequest) -> str:
    """Where it happened: what a link says (?about=), else the page of ours that one came from."""
    about = request.GET.get("about", "")
    if about:
        return f"{settings.BASE_URL}{about}" if about.startswith("/") else about
    parts = urlsplit(request.headers.get("referer", ""))
    own = parts.netloc == request.get_host() and parts.path != request.path
    return f"{settings.BASE_URL}{parts.path}" if own else ""


def _help() -> dict[str, object]:
    return {
        "numbers": settings.EMERGENCY_NUMBERS,
        "numbers_source": settings.EMERGENCY_NUMBERS_SOURCE,
        "working_days": settings.CONCERN_WORKING_DAYS,
    }
