"""Calls to make, in the Wagtail admin: operators call and note what came of it."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from elearn.web.reading import ReadingViewSet

from ..domain.call_backs import note_call
from ..models import CallBack, CallBackState
from ..phones import readable_phone
from ..policies import account_of


class CallIndexView(IndexView):
    """Who waits for a call, longest first; those called come last."""

    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet[CallBack]:
        return CallBack.objects.select_related("called_by__person").order_by(
            F("called_at").asc(nulls_first=True), "created_at", "pk"
        )


class CallView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """One call: whom, when, what about; two buttons for what came of it."""

    permission_required = "people.view_callback"
    raise_exception = True
    template_name = "people/call.html"
    page_title = gettext_lazy("Call")
    header_icon = "comment"
    model: type[CallBack] = CallBack

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        call = get_object_or_404(CallBack.objects.select_related("person", "called_by__person"), pk=pk)
        may_note = request.user.has_perm("people.change_callback") and call.state != CallBackState.DONE
        return self.render_to_response(
            self.get_context_data(call=call, phone=readable_phone(call.phone), may_note=may_note)
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("people.change_callback"):
            return self.handle_no_permission()
        reached = request.POST.get("reached") == "yes"
        if not note_call(get_object_or_404(CallBack, pk=pk), reached=reached, by=account_of(request)):
            messages.warning(request, _("A colleague has already called."))
        elif reached:
            messages.success(request, _("Thank you. The call is noted."))
        else:
            messages.success(request, _("It is noted. The call stays in the list."))
        return redirect("people_calls_admin:index")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("people_calls_admin:index"), "label": _("Calls to make")},
            {"url": "", "label": self.page_title},
        ]


class CallBackViewSet(ReadingViewSet):
    """The "Calls to make" area of operators and coordinators."""

    model = CallBack
    name = "people_calls_admin"
    url_prefix = "calls"
    icon = "comment"
    menu_label = gettext_lazy("Calls to make")
    menu_order = 190
    index_view_class = CallIndexView
    read_view_class = CallView
    list_filter = ["state", "best_time", "language"]
    search_fields = ["name", "phone"]

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "name",
                label=gettext_lazy("Name"),
                get_url=lambda call: reverse("people_calls_admin:read", args=[call.pk]),
            ),
            Column("phone", label=gettext_lazy("Phone"), accessor=lambda call: readable_phone(call.phone)),
            Column("best_time", label=gettext_lazy("When to call"), accessor="get_best_time_display"),
            Column("state", label=gettext_lazy("State"), accessor="get_state_display", sort_key="state"),
            DateColumn("created_at", label=gettext_lazy("Asked"), sort_key="created_at"),
        ]
