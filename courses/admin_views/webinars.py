"""Webinars in the Wagtail admin: the list, one to prepare, a page with the steps from an offer to a cancellation."""

from typing import Any

import django_filters
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from courses.domain.webinars import announce, change, queries
from courses.errors import SchoolError
from courses.models import Webinar, WebinarSeries, WebinarState
from courses.policies_webinars import READ_ATTENDANCE, RUN
from elearn.people.api import account_of
from elearn.web.api import number_in
from elearn.web.reading import ReadingViewSet

from .forms_webinar import CancelForm, PhoneAnswerForm, WebinarForm

VIEW = "courses.view_webinar"
PHONE = "courses.take_answer"
SOON = "soon"
STATES = [(SOON, gettext_lazy("still to come")), *WebinarState.choices]
CLOSED = (WebinarState.ENDED, WebinarState.CANCELLED)


def rows() -> QuerySet[Webinar]:
    """Give the webinars that staff look after, with seats and waiting list counted in one query."""
    return queries.with_seats(Webinar.objects.filter(speaker__is_check=False)).prefetch_related("hosts")


def seats_of(webinar: Any) -> str:
    """Say how many have a seat: "12 of 30"."""
    if webinar.seats is None:
        return str(webinar.taken)
    return _("%(taken)d of %(seats)d") % {"taken": webinar.taken, "seats": webinar.seats}


def state_of(webinar: Webinar) -> str:
    """Say how a webinar stands; of one whose day went by unbegun, that nobody began it."""
    if queries.is_missed(webinar):
        return _("nobody began it")
    return webinar.get_state_display()


def begins(webinar: Webinar) -> str:
    """Say when a webinar begins: a day to come, so never as "so long ago"."""
    if webinar.starts_at is None:
        return "–"
    return date_format(timezone.localtime(webinar.starts_at), "SHORT_DATETIME_FORMAT")


class WebinarFilter(WagtailFilterSet):
    """By state, language and series."""

    state = django_filters.ChoiceFilter(choices=STATES, label=gettext_lazy("State"), method="of_state")

    class Meta:
        model = Webinar
        fields = ["language", "series"]

    def of_state(self, found: QuerySet[Webinar], _name: str, state: str) -> QuerySet[Webinar]:
        return found.filter(queries.still_to_come()) if state == SOON else found.filter(state=state)


class WebinarIndexView(IndexView):
    """All webinars: offers and what has no day first, then the newest."""

    def get_base_queryset(self) -> QuerySet[Webinar]:
        return rows().order_by(F("starts_at").desc(nulls_first=True), "-pk")

    @cached_property
    def header_buttons(self) -> list[Any]:
        if not self.request.user.has_perm(RUN):
            return []
        return [HeaderButton(label=_("Prepare a webinar"), url=reverse("webinars_admin:new"), icon_name="plus")]


class _WebinarView(WagtailAdminTemplateMixin, PermissionRequiredMixin, View):
    """What the pages of one webinar share."""

    permission_required: Any = RUN
    raise_exception = True
    header_icon = "media"
    model: type[Webinar] = Webinar

    def webinar(self, pk: int) -> Webinar:
        return get_object_or_404(rows().select_related("speaker", "topic", "series", "course", "created_by"), pk=pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("webinars_admin:index"), "label": _("Webinars")},
            {"url": "", "label": self.page_title},
        ]


class WebinarEditView(_WebinarView):
    """Prepare a webinar, or change one; who has to know is told by the domain."""

    template_name = "courses/admin/webinar_form.html"
    page_title: Any = gettext_lazy("Prepare a webinar")

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        return self._form(self._webinar(pk), WebinarForm(instance=self._webinar(pk), initial=self._first(pk)))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        webinar = self._webinar(pk)
        form = WebinarForm(request.POST, instance=self._webinar(pk))
        if not form.is_valid():
            return self._form(webinar, form)
        said = form.cleaned_data
        by = account_of(request)
        try:
            if webinar is None:
                made = announce.prepare_webinar(by=by, hosts=said["hosts"], **form.facts())
            else:
                made = change.change(
                    webinar, by=by, hosts=said["hosts"], speaker_agreed=bool(said.get("speaker_agreed")),
                    version=said["version"], **form.facts(),
                )  # fmt: skip
        except SchoolError as error:
            form.add_error(None, str(error))
            return self._form(webinar, form)
        messages.success(request, _("The webinar is kept."))
        return redirect("webinars_admin:read", made.pk)

    def _webinar(self, pk: int | None) -> Webinar | None:
        if pk is None:
            return None
        found = self.webinar(pk)
        if found.state in CLOSED:
            raise PermissionDenied
        return found

    def _first(self, pk: int | None) -> dict[str, Any]:
        """Whoever prepares a webinar hosts it, unless they say otherwise."""
        return {} if pk else {"hosts": [account_of(self.request).person_id]}

    def _form(self, webinar: Webinar | None, form: WebinarForm) -> HttpResponse:
        if webinar:
            self.page_title = _("Change the webinar")
            self.page_subtitle = webinar.title
        return self.render_to_response(self.get_context_data(form=form, webinar=webinar))


class WebinarView(_WebinarView):
    """One webinar with what can be done next: ask the speaker, write their answer down, cancel."""

    permission_required = VIEW
    template_name = "courses/admin/webinar.html"
    page_title: Any = gettext_lazy("Webinar")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self.webinar(pk), CancelForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        webinar = self.webinar(pk)
        deed = request.POST.get("deed", "")
        form = CancelForm(request.POST if deed == "cancel" else None)
        if deed == "cancel" and not form.is_valid():
            return self._page(webinar, form)
        try:
            words = self._do(deed, webinar, form)
        except PermissionDenied:
            raise
        except SchoolError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, words)
        return redirect("webinars_admin:read", pk)

    def _do(self, deed: str, webinar: Webinar, form: CancelForm) -> str:
        by = account_of(self.request)
        facts = {"name": webinar.speaker.name}
        if deed in ("yes", "no"):
            return self._answer(deed, webinar)
        if not by.has_perm(RUN):
            raise PermissionDenied
        if deed == "ask":
            announce.ask_speaker(webinar, by=by)
            return _("%(name)s is asked. Without their yes nothing is announced.") % facts
        if deed == "cancel":
            change.cancel(webinar, reason=form.cleaned_data["reason"], by=by)
            return _("The webinar is cancelled, and everybody who has to know is told.")
        raise PermissionDenied

    def _answer(self, deed: str, webinar: Webinar) -> str:
        """Write down what the speaker said on the phone."""
        by = account_of(self.request)
        said = PhoneAnswerForm(self.request.POST)
        words = said.cleaned_data["words"] if said.is_valid() else ""
        number = number_in(self.request.POST.get("version"), otherwise=-1)
        if deed == "yes":
            announce.agree(webinar, by=by, way=announce.PHONE, version=number)
            return _("The webinar is announced.")
        announce.decline(webinar, by=by, way=announce.PHONE, version=number, words=words)
        return _("The answer is kept. Please propose another day.")

    def _page(self, webinar: Webinar, cancel: CancelForm) -> HttpResponse:
        user = self.request.user
        self.page_title = webinar.title
        may_run = user.has_perm(RUN)
        is_asked = webinar.state == WebinarState.ASKED
        context = self.get_context_data(
            webinar=webinar, state=state_of(webinar), seats=seats_of(webinar), cancel=cancel,
            waiting=queries.waiting(webinar).count(),
            may_change=may_run and webinar.state not in CLOSED,
            may_ask=may_run and webinar.state in announce.BEFORE_YES,
            may_cancel=may_run and webinar.state in change.CAN_BE_CANCELLED,
            may_write_answer=is_asked and (may_run or user.has_perm(PHONE)),
            may_read_attendance=webinar.state == WebinarState.ENDED and user.has_perm(READ_ATTENDANCE),
            answer=PhoneAnswerForm(), is_public=webinar.announced_at is not None,
            is_past=webinar.starts_at is not None and webinar.starts_at <= timezone.now(),
        )  # fmt: skip
        return self.render_to_response(context)


class WebinarViewSet(ReadingViewSet):
    """The "Webinars" area of coordinators; operators read it and write down what a speaker says on the phone."""

    model = Webinar
    name = "webinars_admin"
    url_prefix = "webinars"
    icon = "media"
    menu_label = gettext_lazy("Webinars")
    menu_order = 116
    index_view_class = WebinarIndexView
    read_view_class = WebinarView
    filterset_class = WebinarFilter
    search_fields = ["title", "speaker__name"]
    search_backend_name = None

    def more_urlpatterns(self) -> list[URLPattern]:
        return [
            path("new/", self.construct_view(WebinarEditView), name="new"),
            path("<int:pk>/change/", self.construct_view(WebinarEditView), name="change"),
        ]

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "title", label=gettext_lazy("Webinar"), accessor="title",
                get_url=lambda row: reverse("webinars_admin:read", args=[row.pk]),
            ),
            Column("speaker", label=gettext_lazy("Speaker"), accessor=lambda row: row.speaker.name),
            Column("starts_at", label=gettext_lazy("Begins"), accessor=begins, sort_key="starts_at"),
            Column("state", label=gettext_lazy("State"), accessor=state_of),
            Column("seats", label=gettext_lazy("Registered"), accessor=seats_of),
            Column(
                "hosts", label=gettext_lazy("Hosts"),
                accessor=lambda row: ", ".join(host.name for host in row.hosts.all()) or "–",
            ),
        ]  # fmt: skip


class SeriesViewSet(ModelViewSet):
    """Series of webinars: a title and what belongs together."""

    model = WebinarSeries
    name = "webinar_series_admin"
    url_prefix = "webinar-series"
    icon = "list-ul"
    menu_label = gettext_lazy("Series of webinars")
    menu_order = 117
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    search_backend_name = None
    form_fields = ["title", "summary", "language"]
    list_display = ["title", "language"]


webinar_views = WebinarViewSet("webinars_admin")
series_views = SeriesViewSet("webinar_series_admin")
