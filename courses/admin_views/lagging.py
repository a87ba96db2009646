"""A translation that is older than its original, in the admin: its editor is told, and may say that it is not."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import Page

from courses.domain.building.lagging import TRANSLATED, lags_behind, says_the_same


def say_that_it_lags(request: HttpRequest, page: Page) -> None:
    """In the editor of a page: that it is older than its original."""
    original = lags_behind(page) if request.method == "GET" and _is_ours(page) else None
    if original:
        words = _("This translation is older than its original, “%(title)s”. Readers are told so.")
        address = reverse("courses_admin:compared", args=[page.pk])
        button = messages.button(address, _("It says the same as its original"))
        messages.warning(request, words % {"title": original.title}, buttons=[button])


def _is_ours(page: Page) -> bool:
    return issubclass(page.specific_class or Page, TRANSLATED)


@require_http_methods(["GET", "POST"])
def compared(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take somebody's word that a translation says what its original says now."""
    page = get_object_or_404(Page, pk=page_id)
    if not _is_ours(page) or not page.specific.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    original = lags_behind(page)
    if original is None:
        return redirect("wagtailadmin_pages:edit", page.pk)
    if request.method == "POST":
        # The original as they saw it: what was published since has to be compared again.
        seen = parse_datetime(request.POST.get("seen", ""))
        if seen and timezone.is_aware(seen):
            says_the_same(page, as_of=min(seen, timezone.now()))
            messages.success(request, _("Thank you. Readers are not told any more that it is being updated."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    context = {
        "header_title": _("It says the same as its original"),
        "header_icon": "site",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": page.title},
            {"url": "", "label": _("It says the same as its original")},
        ],
        "page": page,
        "original": original,
    }
    return render(request, "courses/admin/compared.html", context)


def compared_button(page: Page, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    """Offer it beside a translation that is older than its original."""
    if _is_ours(page) and page.live and lags_behind(page) and page.permissions_for_user(user).can_edit():
        address = reverse("courses_admin:compared", args=[page.pk])
        yield Button(gettext_lazy("It says the same as its original"), address, icon_name="check", priority=47)
