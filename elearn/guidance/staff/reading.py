"""What was read and what helped, in the Wagtail admin: numbers of a period for those who write guides."""

from typing import Any, ClassVar

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from ..domain.helped import read_lately

PERIODS = (30, 90, 365)
PER_PAGE = 50
PERMISSION = "guidance.view_standing"


class ReadingView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """The guides of a period, the most read first."""

    permission_required = PERMISSION
    raise_exception = True
    template_name = "guidance/admin/reading.html"
    page_title = gettext_lazy("What was read and what helped")
    header_icon = "view"

    def get(self, request: HttpRequest) -> HttpResponse:
        days = next((days for days in PERIODS if request.GET.get("days") == str(days)), PERIODS[0])
        page = Paginator(read_lately(days=days), PER_PAGE).get_page(request.GET.get("p"))
        context = self.get_context_data(page_obj=page, days=days, periods=PERIODS)
        return self.render_to_response(context)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": reverse("guide_reading:index"), "label": _("What was read")}]


class _Item(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))


class ReadingNumbers(ViewSet):
    """The "What was read" area."""

    name = "guide_reading"
    url_prefix = "guide-reading"
    icon = "view"
    menu_label = gettext_lazy("What was read")
    menu_item_class = _Item
    add_to_admin_menu: ClassVar[bool] = False

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", ReadingView.as_view(), name="index")]
