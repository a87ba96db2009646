"""What readers and providers say is wrong in the directory, in the Wagtail admin: read, mend the entry, settle."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from elearn.people.api import account_of
from elearn.web.reading import ReadingViewSet

from ..domain.care_keep import settle
from ..models.care import CareReport
from .care_forms import SettleForm


class MistakeIndexView(IndexView):
    """What is open first, the oldest first."""

    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet[CareReport]:
        rows = CareReport.objects.select_related("service")
        return rows.order_by(F("settled_at").desc(nulls_first=True), "at", "pk")


class MistakeView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """One mistake: what was written, and how it was settled."""

    permission_required = "guidance.change_carereport"
    raise_exception = True
    template_name = "guidance/admin/care_mistake.html"
    page_title = gettext_lazy("Mistake in the directory")
    header_icon = "warning"
    model: type[CareReport] = CareReport

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self._report(pk), SettleForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        report, form = self._report(pk), SettleForm(request.POST)
        if not form.is_valid():
            return self._page(report, form)
        if settle(report, outcome=form.cleaned_data["outcome"], by=account_of(request)):
            messages.success(request, _("It is settled."))
        else:
            messages.error(request, _("Somebody has settled it already."))
        return redirect("care_mistakes:index")

    def _report(self, pk: int) -> CareReport:
        return get_object_or_404(CareReport.objects.select_related("service", "settled_by__person"), pk=pk)

    def _page(self, report: CareReport, form: SettleForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(report=report, form=form))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": reverse("care_mistakes:index"), "label": _("Mistakes in the directory")}
        return [*self.breadcrumbs_items, here, {"url": "", "label": self.page_title}]


class CareMistakeViewSet(ReadingViewSet):
    """The "Mistakes" area."""

    model = CareReport
    name = "care_mistakes"
    url_prefix = "care/mistakes"
    icon = "warning"
    menu_label = gettext_lazy("Mistakes told to us")
    menu_order = 30
    add_to_admin_menu = False
    index_view_class = MistakeIndexView
    read_view_class = MistakeView

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "service",
                label=gettext_lazy("Service"),
                accessor=lambda row: row.service.name,
                get_url=lambda row: reverse("care_mistakes:read", args=[row.pk]),
            ),
            Column("kind", label=gettext_lazy("What is wrong"), accessor=lambda row: row.get_kind_display()),
            Column(
                "who",
                label=gettext_lazy("Told by"),
                accessor=lambda row: _("the provider") if row.from_provider else _("a reader"),
            ),
            Column(
                "at", label=gettext_lazy("On"), accessor=lambda row: date_format(localtime(row.at), "DATETIME_FORMAT")
            ),
            Column(
                "state", label=gettext_lazy("State"), accessor=lambda row: _("settled") if row.settled_at else _("open")
            ),
        ]
