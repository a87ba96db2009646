"""A minor's parents and guardians in the admin: how it stands, what they said by phone, who was made sure of.

Beside it the list of what staff should look at: consents that only a code stands for, guardians who disagree, and
guardians who have died or can no longer decide.
"""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.forms import Form
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

from elearn.web.api import number_in
from elearn.web.reading import ReadingViewSet

from ..domain.age import is_minor
from ..domain.guardian_review import confirm, set_aside, to_look_at
from ..domain.guardians import ask_guardian, record_consent, refuse
from ..domain.guardianship import NO, guardianship_of
from ..domain.names import public_name
from ..errors import GuardianRefused
from ..forms_guardian import AskForm, ConfirmForm, RecordForm, SetAsideForm
from ..models import Confirmed, Guardianship, GuardianState, Person, Relation, Role
from ..policies import account_of, has_role
from ..views.guardian import words_of


class GuardianAdminView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """GET shows what was asked and answered; POST writes down what a guardian said by phone."""

    permission_required = "people.change_person"
    raise_exception = True
    template_name = "people/guardian_record.html"
    page_title = gettext_lazy("Parent or guardian")
    header_icon = "group"
    model: type[Person] = Person

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self._minor(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        minor = self._minor(pk)
        deeds = {"refuse": self._refused, "confirm": self._confirmed, "set_aside": self._set_aside, "ask": self._asked}
        form = deeds.get(request.POST.get("action", ""), self._recorded)(minor)
        return redirect("people:guardian", minor.pk) if form is None else self._page(minor, form)

    def _refused(self, minor: Person) -> Form | None:
        refuse(self._row(minor))
        messages.success(self.request, _("It is written down, and the child is told kindly."))
        return None

    def _confirmed(self, minor: Person) -> Form | None:
        form = ConfirmForm(self.request.POST)
        said = form.cleaned_data if form.is_valid() else None
        if said is None:
            return form
        try:
            confirm(self._row(minor), how=Confirmed(said["how"]), on=said["on"], by=account_of(self.request))
        except GuardianRefused as error:
            if error.reason == "day":
                form.add_error("on", words_of(error))
            else:
                messages.error(self.request, words_of(error))
            return form
        messages.success(self.request, _("Thank you. It is noted who made sure, how and when."))
        return None

    def _set_aside(self, minor: Person) -> Form | None:
        form = SetAsideForm(self.request.POST)
        if not form.is_valid():
            return form
        try:
            set_aside(self._row(minor), why=form.cleaned_data["why"], by=account_of(self.request))
        except GuardianRefused as error:
            words = _("Only a coordinator decides this.") if error.reason == "staff" else words_of(error)
            messages.error(self.request, words)
            return form
        messages.success(self.request, _("It is decided and noted. The guardian is told where we can reach them."))
        return None

    def _asked(self, minor: Person) -> Form | None:
        form = AskForm(self.request.POST, minor=minor)
        if not form.is_valid():
            return form
        try:
            ask_guardian(minor, **self._said(form), another=True, by=account_of(self.request))
        except GuardianRefused as error:
            form.add_error("address", words_of(error))
            return form
        messages.success(self.request, _("They are asked in writing. Whoever was asked before is told."))
        return None

    def _recorded(self, minor: Person) -> Form | None:
        form = RecordForm(self.request.POST, minor=minor)
        if not form.is_valid():
            return form
        try:
            row = record_consent(minor, **self._said(form), by=account_of(self.request))
        except GuardianRefused as error:
            form.add_error("address", words_of(error))
            return form
        if Guardianship.objects.filter(minor=row.minor, state__in=NO, set_aside_at=None).exists():
            messages.warning(self.request, _("The consent is written down. Another guardian’s no still holds."))
        else:
            messages.success(self.request, _("The consent is written down. What waited has begun."))
        return None

    def _said(self, form: RecordForm) -> dict[str, Any]:
        kind, value = form.cleaned_data["address"]
        return {
            "name": form.cleaned_data["name"], "relation": Relation(form.cleaned_data["relation"]), "kind": kind,
            "value": value, "language": form.cleaned_data["language"],
        }  # fmt: skip

    def _row(self, minor: Person) -> Guardianship:
        return get_object_or_404(Guardianship, pk=number_in(self.request.POST.get("row")), minor=minor)

    def _page(self, minor: Person, form: Form | None = None) -> HttpResponse:
        row = guardianship_of(minor)
        rows = Guardianship.objects.filter(minor=minor)
        record = form if isinstance(form, RecordForm) else None
        context = self.get_context_data(
            person=minor,
            child=public_name(minor),
            is_minor=is_minor(minor),
            rows=rows.select_related("guardian", "recorded_by__person", "confirmed_by__person", "set_aside_by__person"),
            form=record or RecordForm(minor=minor, initial=self._known(minor, row)),
            is_asking=isinstance(form, AskForm),
            confirm_form=form if isinstance(form, ConfirmForm) else ConfirmForm(),
            aside_form=form if isinstance(form, SetAsideForm) else SetAsideForm(),
            wrong_row=self.request.POST.get("row", ""),
            may_decide=has_role(account_of(self.request), Role.COORDINATOR),
        )
        return self.render_to_response(context)

    def _known(self, minor: Person, row: Guardianship | None) -> dict[str, str]:
        if row is None or row.guardian is None or row.state in (GuardianState.ENDED, GuardianState.REPLACED):
            return {"language": minor.language}
        return {
            "name": row.guardian.name, "relation": row.relation, "address": row.contact, "language": row.language,
        }  # fmt: skip

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("people:index"), "label": _("People")},
            {"url": "", "label": self.page_title},
        ]

    def _minor(self, pk: int) -> Person:
        return get_object_or_404(Person, pk=pk, merged_into__isnull=True)


def what_to_do(row: Guardianship) -> str:
    """Say, for the list, why a guardian stands in it."""
    if row.state == GuardianState.AGREED:
        return _("Make sure who they are: call, or see a paper")
    if row.state == GuardianState.ENDED:
        return _("Can no longer decide: ask the family for somebody else")
    return _("Said no, and another guardian is named: speak with the family and decide")


class GuardianIndexView(IndexView):
    """What staff should look at, the longest waiting first."""

    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet[Guardianship]:
        return to_look_at().select_related("minor", "guardian").order_by("asked_at", "pk")


class GuardianViewSet(ReadingViewSet):
    """The "Parents and guardians" area of operators and coordinators; each row leads to the child's page."""

    model = Guardianship
    name = "people_guardians"
    url_prefix = "guardians"
    icon = "group"
    menu_label = gettext_lazy("Parents and guardians")
    menu_order = 205
    index_view_class = GuardianIndexView
    list_filter = ["state", "relation"]
    search_fields = ["minor__name", "guardian__name"]

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "minor",
                label=gettext_lazy("Child"),
                accessor=lambda row: row.minor.name,
                get_url=lambda row: reverse("people:guardian", args=[row.minor_id]),
            ),
            Column(
                "guardian",
                label=gettext_lazy("Parent or guardian"),
                accessor=lambda row: row.guardian.name if row.guardian else "",
            ),
            Column("todo", label=gettext_lazy("What to do"), accessor=what_to_do),
            DateColumn("agreed_at", label=gettext_lazy("Agreed on"), sort_key="agreed_at"),
        ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
