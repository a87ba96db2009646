"""Helpers in the Wagtail admin: invite for an elder on the phone, hold up with a reason, end, suspend at once."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from elearn.web.reading import ReadingViewSet

from ..companion_words import sentence
from ..domain import companion_safety, companions
from ..domain.address import addressed
from ..domain.companion_rows import helper_name
from ..errors import HelperRefused
from ..forms import read_address
from ..forms_companion import ReasonForm, StaffInviteForm, ends_on
from ..models import Companionship, EndedBy, Invitation, Person, Scope
from ..policies import account_of
from ..views.companions import refusal
from .waiting import left_to_the_administrator

ACTS_SHOWN = 50


class HelperIndexView(IndexView):
    """Everybody's helpers, the newest first."""

    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet[Companionship]:
        rows = Companionship.objects.filter(elder__is_check=False)
        return rows.select_related("elder", "companion").order_by("-invited_at", "-pk")


class HelperPage(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """What the pages of this area share."""

    raise_exception = True
    header_icon = "user"
    model: type[Companionship] = Companionship

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("people_helpers:index"), "label": _("Helpers")},
            {"url": "", "label": self.page_title},
        ]


class HelperInviteView(HelperPage):
    """Write an invitation down while the elder is on the phone or beside; their yes is noted, and they are told."""

    permission_required = "people.add_companionship"
    template_name = "people/companion_staff_invite.html"
    page_title = gettext_lazy("Invite a helper")

    def get(self, request: HttpRequest, person_pk: int) -> HttpResponse:
        left_to_the_administrator(request, get_object_or_404(Person, pk=person_pk, merged_into__isnull=True))
        return self._page(person_pk, StaffInviteForm())

    def post(self, request: HttpRequest, person_pk: int) -> HttpResponse:
        form = StaffInviteForm(request.POST)
        elder = get_object_or_404(Person, pk=person_pk, merged_into__isnull=True)
        if form.is_valid():
            said = form.cleaned_data
            kind, value = read_address(said["address"])
            try:
                row = companions.invite(
                    elder, name=said["name"], kind=kind, value=value, scopes=[Scope(one) for one in said["scopes"]],
                    ends_on=ends_on(int(said["months"])), language=elder.language,
                    chosen=Invitation(said["chosen"]), by=account_of(request),
                )  # fmt: skip
            except HelperRefused as error:
                form.add_error(None, refusal(error.reason))
            else:
                messages.success(request, _("The helper is invited, and %(name)s is told.") % {"name": elder.name})
                return redirect("people_helpers:read", row.pk)
        return self._page(person_pk, form)

    def _page(self, person_pk: int, form: StaffInviteForm) -> HttpResponse:
        elder = get_object_or_404(Person, pk=person_pk, merged_into__isnull=True)
        return self.render_to_response(self.get_context_data(form=form, elder=elder))


class HelperView(HelperPage):
    """One helper: for whom, what they may do, what they did; hold up, let go on, end, suspend."""

    permission_required = "people.view_companionship"
    template_name = "people/companion_staff.html"
    page_title = gettext_lazy("Helper")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, self._row(pk), ReasonForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, form = self._row(pk), ReasonForm(request.POST)
        deed = request.POST.get("deed", "")
        if deed in ("pause", "suspend") and not form.is_valid():
            return self._page(request, row, form)
        try:
            words = self._do(deed, row, form.cleaned_data.get("reason", "") if form.is_valid() else "")
        except HelperRefused as error:
            messages.error(request, refusal(error.reason))
        else:
            messages.success(request, words)
        return redirect("people_helpers:read", pk)

    def _do(self, deed: str, row: Companionship, reason: str) -> str:
        """Do what was pressed, and give it in words. Raises PermissionDenied and HelperRefused."""
        by = account_of(self.request)
        needed = "people.suspend_companion" if deed == "suspend" else "people.change_companionship"
        may_lift = deed == "resume" and by.has_perm("people.suspend_companion")
        if not by.has_perm(needed) and not may_lift:
            raise PermissionDenied
        if deed == "suspend" and row.companion:
            count = companion_safety.suspend(row.companion, reason=reason, by=by)
            return _("Suspended at once, for everybody this helper helps: %(count)d.") % {"count": count}
        if deed == "pause" and companion_safety.pause(row, reason=reason, by=by):
            return _("Held up. Both have been told.")
        if deed == "resume" and companion_safety.resume(row, by=by):
            return _("The helper can go on. Both have been told.")
        if deed == "end" and companions.end(row, by=EndedBy.STAFF):
            return _("Ended. Both have been told.")
        return _("Nothing was changed.")

    def _row(self, pk: int) -> Companionship:
        rows = Companionship.objects.select_related("elder", "companion", "invited_by__person", "paused_by__person")
        return get_object_or_404(rows, pk=pk)

    def _page(self, request: HttpRequest, row: Companionship, form: ReasonForm) -> HttpResponse:
        may_change, may_suspend = (
            request.user.has_perm(f"people.{name}") for name in ("change_companionship", "suspend_companion")
        )
        return self.render_to_response(
            self.get_context_data(
                row=row,
                form=form,
                elder=addressed(row.elder),
                helper=helper_name(row),
                acts=[sentence(one) for one in row.acts.select_related("companionship__companion")[:ACTS_SHOWN]],
                may_change=may_change and row.is_current,
                may_resume=row.is_active and row.is_paused and (may_suspend or (may_change and not row.is_suspended)),
                may_suspend=may_suspend and row.companion_id is not None and not row.is_suspended,
            )
        )


class HelperViewSet(ReadingViewSet):
    """The "Helpers" area of operators, coordinators and the safeguarding officer."""

    model = Companionship
    name = "people_helpers"
    url_prefix = "helpers"
    icon = "user"
    menu_label = gettext_lazy("Helpers")
    menu_order = 210
    index_view_class = HelperIndexView
    read_view_class = HelperView
    list_filter = ["state", "is_suspended"]
    search_fields = ["elder__name", "companion__name", "name"]

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "elder",
                label=gettext_lazy("Who is helped"),
                accessor=lambda row: row.elder.name,
                get_url=lambda row: reverse("people_helpers:read", args=[row.pk]),
            ),
            Column("helper", label=gettext_lazy("Helper"), accessor=helper_name),
            Column("scopes", label=gettext_lazy("May do"), accessor=lambda row: ", ".join(row.scopes_in_words)),
            Column("state", label=gettext_lazy("State"), accessor=state_in_words, sort_key="state"),
            DateColumn("ends_on", label=gettext_lazy("Until"), sort_key="ends_on"),
        ]

    def more_urlpatterns(self) -> list[URLPattern]:
        return [path("invite/<int:person_pk>/", self.construct_view(HelperInviteView), name="invite")]


def state_in_words(row: Companionship) -> str:
    """How a helper stands, for the list."""
    if row.is_active and row.is_suspended:
        return _("suspended by the safeguarding officer")
    return _("held up") if row.is_active and row.is_paused else row.get_state_display()
