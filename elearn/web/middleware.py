"""What every answer carries: the content security policy, whom it is for, and the language of the interface."""

from collections.abc import Callable

from csp.constants import UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from .approval import answering_a_person
from .language import interface_language, path_language
from .preferences import set_cookie

# Wagtail's editor writes inline styles while one types. Its inline scripts, which start the choosers
# of dates, are replaced by templates/wagtailadmin/widgets and static/src/js/admin.js: no script is inline.
ADMIN_NEEDS = {"style-src": [UNSAFE_INLINE], "img-src": ["blob:"]}


class PolicyMiddleware(CSPMiddleware):
    """The strict policy of the settings everywhere; under the Wagtail admin the least more it works with."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            parts.update = ADMIN_NEEDS
        return parts


class PersonMiddleware:
    """Says that a person asked: what the program may do by itself (`approved_by_the_house`) is closed meanwhile."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with answering_a_person():
            return self.get_response(request)


class LanguageMiddleware:
    """Speaks to the visitor in the language of their choice.

    An address under /<language>/ is routed in that language, which is the content's; `BasePage.serve`
    then turns to `request.interface_language`. Both are set here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = interface_language(request)
        request.interface_language = language  # type: ignore[attr-defined]
        translation.activate(path_language(request.path_info) or language)
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        if kept := getattr(request, "reading_to_keep", ""):
            set_cookie(response, kept)
        response.headers.setdefault("Content-Language", translation.get_language() or "")
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response
