"""Mistakes that readers reported, in the Wagtail admin: read, decide, answer, and go on to the corrections log."""

from typing import Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Case, IntegerField, QuerySet, Value, When
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

from elearn.people.api import account_of
from elearn.web.reading import ReadingViewSet

from ..domain.corrections import decide
from ..errors_review import ReviewError
from ..models import Mistake, MistakeState


class DecideForm(forms.Form):
    """What became of it."""

    state = forms.ChoiceField(
        label=gettext_lazy("Was it a mistake?"), widget=forms.RadioSelect,
        choices=[
            (MistakeState.CORRECTED, gettext_lazy("Yes. It is put right, and goes into the public log")),
            (MistakeState.NONE, gettext_lazy("No. It stays as it is")),
        ],
    )  # fmt: skip
    answer = forms.CharField(
        label=gettext_lazy("Answer to the reader"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Sent to readers who were signed in. The others are not known to us."),
    )  # fmt: skip


class MistakeIndexView(IndexView):
    """What waits first, the longest waiting at the top."""

    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet[Mistake]:
        order = Case(When(state=MistakeState.WAITING, then=Value(0)), default=Value(1), output_field=IntegerField())
        return Mistake.objects.select_related("page__locale").order_by(order, "at", "pk")


class MistakeView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """One report. POST decides it, once."""

    permission_required = "guidance.view_mistake"
    raise_exception = True
    template_name = "guidance/admin/mistake.html"
    page_title = gettext_lazy("Reported mistake")
    header_icon = "warning"
    model: type[Mistake] = Mistake

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self._mistake(pk), DecideForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found, form = self._mistake(pk), DecideForm(request.POST)
        if not form.is_valid():
            return self._page(found, form)
        state = MistakeState(form.cleaned_data["state"])
        try:
            decide(found, state=state, answer=form.cleaned_data["answer"], by=account_of(request))
        except ReviewError as error:
            messages.error(request, str(error))
            return redirect("guide_mistakes:read", pk)
        messages.success(request, _("It is decided."))
        if state == MistakeState.CORRECTED:
            return redirect(f"{reverse('guide_corrections:write')}?mistake={pk}")
        return redirect("guide_mistakes:index")

    def _mistake(self, pk: int) -> Mistake:
        found = Mistake.objects.select_related("page__locale", "decided_by__person", "correction")
        return get_object_or_404(found, pk=pk)

    def _page(self, found: Mistake, form: DecideForm) -> HttpResponse:
        may = found.state == MistakeState.WAITING and self.request.user.has_perm("guidance.change_mistake")
        context = self.get_context_data(mistake=found, guide=found.page, form=form if may else None)
        return self.render_to_response(context)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("guide_mistakes:index"), "label": _("Reported mistakes")},
            {"url": "", "label": self.page_title},
        ]


class MistakeViewSet(ReadingViewSet):
    """The "Reported mistakes" area."""

    model = Mistake
    name = "guide_mistakes"
    url_prefix = "guide-mistakes"
    icon = "warning"
    menu_label = gettext_lazy("Reported mistakes")
    add_to_admin_menu = False
    index_view_class = MistakeIndexView
    read_view_class = MistakeView
    list_filter = ["state"]

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "guide",
                label=gettext_lazy("Guide"),
                accessor=lambda row: row.page.title,
                get_url=lambda row: reverse("guide_mistakes:read", args=[row.pk]),
            ),
            Column("language", label=gettext_lazy("Language"), accessor=lambda row: row.page.locale.get_display_name()),
            DateColumn("at", label=gettext_lazy("Reported")),
            Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        ]
