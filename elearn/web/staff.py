"""The way from a page to a second person: asking for approval, also for translations, which have no other button."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.action_menu import SubmitForModerationMenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail_localize.models import Translation

from .domain.approve import ask_for_approval
from .errors import NotApproved
from .models import BasePage


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say what asking for approval means, and ask."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not _may_ask(page, request.user):
        raise PermissionDenied
    if request.method == "POST":
        _ask(request, page)
        return redirect("wagtailadmin_pages:edit", page.pk)
    context = {
        "header_title": _("Ask for approval"),
        "breadcrumbs_items": [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": "", "label": page}],
        "header_icon": "resubmit",
        "page": page,
    }
    return render(request, "web/admin/ask.html", context)


def _ask(request: HttpRequest, page: Page) -> None:
    translation = _translation_of(page)
    try:
        if translation:
            translation.save_target(user=request.user, publish=False)
            page.refresh_from_db()
    except ValidationError:
        messages.error(request, _("Something is missing in the translation. Please look at it again."))
        return
    if page.current_workflow_task_state:
        messages.info(request, _("“%(title)s” waits for somebody else’s approval already.") % {"title": page})
        return
    try:
        asked = ask_for_approval(page, by=request.user)
    except NotApproved as missing:
        messages.error(request, str(missing))
        return
    if asked:
        messages.success(request, _("“%(title)s” waits for somebody else’s approval now.") % {"title": page})
    else:
        messages.error(request, _("No workflow applies to this page. Please call the administrator."))


def _translation_of(page: Page) -> Translation | None:
    found = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    )
    return found.first()


def _may_ask(page: Page, user: Any) -> bool:
    is_ours = isinstance(page, BasePage) and not page.alias_of_id
    return is_ours and bool(page.permissions_for_user(user).can_edit()) and (
        page.has_unpublished_changes or _translation_of(page) is not None
    )  # fmt: skip


def ask_button(page: Page, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    """Offer it beside each page that has something to approve."""
    if not page.has_unpublished_changes or not page.permissions_for_user(user).can_submit_for_moderation():
        return
    yield Button(
        gettext_lazy("Ask for approval"), reverse("web_admin:ask", args=[page.pk]), icon_name="resubmit", priority=45
    )


class AskItem(SubmitForModerationMenuItem):
    """The editor's own button, in the words of this house."""

    icon_name = "resubmit"

    def get_context_data(self, parent_context: Any) -> Any:
        return {**super().get_context_data(parent_context), "label": _("Ask for approval")}


def in_our_words(menu_items: list, request: HttpRequest, context: dict[str, Any]) -> None:
    """Say “Ask for approval” instead of “Submit to” and the name of a workflow; approving comes first."""
    menu_items[:] = [AskItem(item.order) if type(item) is SubmitForModerationMenuItem else item for item in menu_items]
    menu_items.sort(key=lambda item: item.name != "approve")


def no_publishing(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """Instead of a refusal without words: the change is kept, and what comes next."""
    messages.warning(request, _("The change is kept. Somebody else has to approve this page before it is published."))
    return redirect("wagtailadmin_pages:edit", page.pk)


def no_bulk_publishing(
    request: HttpRequest, action_type: str, objects: list, action: object
) -> HttpResponseBase | None:
    """The same for several pages at once."""
    if action_type != "publish":
        return None
    messages.warning(request, _("Each page is approved by somebody else before it is published. Nothing was changed."))
    return redirect("wagtailadmin_explore_root")
