"""Views of the soil: the way in, language, reading preferences, plain pages, and what went wrong in words."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .forms import PreferencesForm
from .language import CODES, language_without_account, same_page_in
from .models import HomePage
from .preferences import keep_preferences, read_preferences


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the home page in the visitor's language."""
    return redirect(f"/{request.interface_language}/")  # type: ignore[attr-defined]


@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """Lead to the catalogue in the visitor's language: the first page of the home page's menu.

    The head of every page leads here, so that it need not ask the database where that is.
    """
    language = request.interface_language  # type: ignore[attr-defined]
    home = HomePage.objects.live().filter(locale__language_code=language).first()
    first = home and home.get_children().live().in_menu().first()
    return redirect((first and first.get_url(request)) or f"/{language}/")


def _way_back(request: HttpRequest) -> str:
    """The address to return to, if it is one of ours; else the home page."""
    address = request.POST.get("next") or request.GET.get("next") or "/"
    own = url_has_allowed_host_and_scheme(address, None) and address.startswith("/")
    return address if own else "/"


# Without a token, so that pages that are the same for everyone can be kept by caches; what a
# forged request could do is change the language of the buttons.
@csrf_exempt
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the language that was chosen, on the device and with the account, and go back in it."""
    language = request.POST.get("language", "")
    if language not in CODES:
        return redirect(_way_back(request))
    response = HttpResponseRedirect(same_page_in(request, _way_back(request), language))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
    person = getattr(request.user, "person", None)
    if person is not None and person.language != language:
        person.language = language
        person.save(update_fields=["language"])
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """Show and keep how the visitor likes to read."""
    now = read_preferences(request)
    form = PreferencesForm(
        request.POST or None,
        initial={
            "text": now.text,
            "scheme": now.scheme,
            "captions": bool(now.captions),
            "saver": now.saver,
        },
    )
    if request.method == "POST" and form.is_valid():
        query = urlencode({"kept": 1, "next": _way_back(request)})
        response = redirect(f"{request.path}?{query}")
        keep_preferences(request, response, form.preferences())
        return response
    back = _way_back(request)
    return render(
        request,
        "web/settings.html",
        {
            "form": form,
            "kept": "kept" in request.GET,
            "back": back if not back.startswith(request.path) else "/",
        },
    )


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "web/help.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "web/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "web/accessibility.html")


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    return render(request, "web/figures.html")


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: this page is for somebody else. What is closed for a reason says so in a page of its own, which the
    exception names, or in its words alone where a script asks.
    """
    words = getattr(exception, "words", "")
    if words and request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"words": str(words)}, status=403)
    answer = _in_words(request, getattr(exception, "template", "403.html"), 403, refused=exception)
    add_never_cache_headers(answer)
    return answer


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is nothing at this address. What is hidden says so in a page of its own, which the exception names."""
    return _in_words(request, getattr(exception, "template", "404.html"), 404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: too many tries in a short time."""
    return _in_words(request, "429.html", 429)


def failed(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours. Asks the database nothing."""
    request.is_broken = True  # type: ignore[attr-defined]
    return _in_words(request, "500.html", 500)


def _in_words(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    translation.activate(getattr(request, "interface_language", None) or language_without_account(request))
    return render(request, template, context, status=status)
