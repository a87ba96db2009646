"""What every answer carries: the content security policy, whom it is for, and the language of the interface."""

from collections.abc import Callable

from csp.constants import UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from wagtail.models import Page

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


class ApprovalWordsMiddleware:
    """Says why somebody could not approve a page, and who can, where Wagtail says only that they may not.

    Wagtail answers every refusal in its admin with one general sentence, and some only by leaving out what was asked.
    """

    VIEWS = frozenset({"wagtailadmin_pages:edit", "wagtailadmin_pages:workflow_action"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or response.status_code >= 400 or not self._approves(request):
            return response
        return self._in_words(request, response)

    def _approves(self, request: HttpRequest) -> bool:
        match = request.resolver_match
        if match is None or match.view_name not in self.VIEWS:
            return False
        action = match.kwargs.get("action_name") or (len(match.args) > 1 and match.args[1])
        return "approve" in (action, request.POST.get("workflow-action-name"))

    def _in_words(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        from .domain.approve import who_may, why_not

        match = request.resolver_match
        assert match is not None  # noqa: S101 - looked at before
        page = Page.objects.filter(pk=match.kwargs.get("page_id") or match.args[0]).first()
        if page is None or not page.workflow_in_progress or not page.permissions_for_user(request.user).can_edit():
            return response
        refused = response.headers.get("Location") == reverse("wagtailadmin_home")
        why = str(why_not(page, request.user))
        if not why and not refused:
            return response
        for _said in messages.get_messages(request):
            pass  # what Wagtail said is taken out by being read
        why = why or str(gettext("The page has been changed since. Please look at it again."))
        lock = page.get_lock()
        if not (lock and lock.for_user(request.user)):  # the page itself says it to whom it is locked for
            messages.warning(request, f"{why} {who_may(page)}")
        return redirect("wagtailadmin_pages:edit", page.pk)


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
