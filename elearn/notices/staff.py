"""Messages in the Wagtail admin: what was told to whom, what went wrong, and sending it again."""

from typing import Any

import django_filters
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from elearn.web.reading import ReadingViewSet

from .api import enqueue
from .domain.compose import about, email_of
from .domain.tell import CAN_BE_SENT_AGAIN, try_again
from .models import Notice, NoticeState

# The first word of `fault` → what staff read.
FAULTS = {
    "no_contact": gettext_lazy("There is no e-mail address or mobile number. Please call."),
    "refused": gettext_lazy("The message was refused: the address may be wrong."),
    "no_transport": gettext_lazy("The mail or SMS service could not be reached for several hours."),
    "not_by_phone": gettext_lazy("There is no e-mail address or mobile number. This must not be said on the phone."),
    "not_reached": gettext_lazy("Nobody answered the phone in two weeks. Please write a letter."),
    "stopped": gettext_lazy("Messages to this person have stopped. A relative decides for them."),
    "lost": gettext_lazy("The line broke while sending. It has perhaps arrived: ask before sending it again."),
}


def fault_in_words(notice: Notice) -> str:
    """What went wrong, for staff; "" when nothing did or the notice is still being tried."""
    if notice.state not in CAN_BE_SENT_AGAIN:
        return ""
    return str(FAULTS.get(notice.fault.split(":")[0], ""))


class NoticeFilter(WagtailFilterSet):
    """By state, and by the person a link names."""

    person = django_filters.NumberFilter(field_name="person", label=gettext_lazy("Number of the person"))
    state = django_filters.ChoiceFilter(choices=NoticeState.choices, label=gettext_lazy("State"))

    class Meta:
        model = Notice
        fields = ["state", "channel"]


class NoticeIndexView(IndexView):
    """What was told, newest first."""

    def get_base_queryset(self) -> QuerySet[Notice]:
        return Notice.objects.filter(person__is_check=False).select_related("person")

    def get_edit_url(self, instance: Notice) -> str:
        return reverse("notices_admin:read", args=[instance.pk])


class ReadNoticeView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """One message: its words and its fate; POST sends a failed one again."""

    permission_required = "notices.view_notice"
    raise_exception = True
    template_name = "notices/read.html"
    page_title = gettext_lazy("Message")
    header_icon = "mail"
    model: type[Notice] = Notice

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        notice = self._notice(pk)
        with override(notice.language or notice.person.language):
            subject, body = email_of(notice, for_staff=True)
        return self.render_to_response(
            self.get_context_data(
                notice=notice,
                subject=subject,
                body=body,
                fault=fault_in_words(notice),
                can_be_sent_again=notice.state in CAN_BE_SENT_AGAIN and request.user.has_perm("notices.change_notice"),
            )
        )

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        if not request.user.has_perm("notices.change_notice"):
            return self.handle_no_permission()
        if try_again(self._notice(pk), enqueue):
            messages.success(request, _("The message will be sent again in a moment."))
        else:
            messages.warning(request, _("This message is on its way or has been sent."))
        return redirect("notices_admin:read", pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("notices_admin:index"), "label": _("Messages")},
            {"url": "", "label": self.page_title},
        ]

    def _notice(self, pk: Any) -> Notice:
        return get_object_or_404(Notice.objects.select_related("person"), pk=pk)


class NoticeViewSet(ReadingViewSet):
    """The "Messages" area: read only, except for sending again. Nobody writes a notice by hand."""

    model = Notice
    name = "notices_admin"
    url_prefix = "messages"
    icon = "mail"
    menu_label = gettext_lazy("Messages")
    menu_order = 210
    index_view_class = NoticeIndexView
    read_view_class = ReadNoticeView
    read_route = "<uuid:pk>/"
    filterset_class = NoticeFilter
    search_fields = ["person__name", "to"]

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "person",
                label=gettext_lazy("To whom"),
                get_url=lambda notice: reverse("notices_admin:read", args=[notice.pk]),
            ),
            Column("kind", label=gettext_lazy("About"), accessor=about),
            Column("to", label=gettext_lazy("Sent to")),
            Column("state", label=gettext_lazy("State"), accessor="get_state_display", sort_key="state"),
            Column("fault", label=gettext_lazy("What went wrong"), accessor=fault_in_words),
            DateColumn("created_at", label=gettext_lazy("Written"), sort_key="created_at"),
        ]
