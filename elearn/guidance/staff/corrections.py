"""The corrections log in the Wagtail admin: one writes a line, another approves it; then it stays for good."""

from typing import Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import HeaderButton

from elearn.people.api import account_of
from elearn.people.models import Account
from elearn.web.reading import ReadingViewSet

from ..domain.corrections import approve_correction, may_approve, write_correction
from ..errors_review import ReviewError
from ..models import Correction, GuidePage, Mistake


class CorrectionForm(forms.ModelForm):
    """What was wrong, and what is right."""

    page = forms.ModelChoiceField(label=gettext_lazy("Guide"), queryset=GuidePage.objects.none())

    class Meta:
        model = Correction
        fields = ["page", "wrong", "right", "wrong_since", "corrected_on", "found_by_reader"]
        widgets = {
            "wrong": forms.Textarea(attrs={"rows": 3}), "right": forms.Textarea(attrs={"rows": 3}),
            "wrong_since": AdminDateInput, "corrected_on": AdminDateInput,
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["page"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells mypy
        field.queryset = GuidePage.objects.exclude(first_published_at=None).order_by("title", "pk")
        self.fields["wrong"].help_text = _("As it stood there, without blaming anybody. Readers see it.")


def state_in_words(row: Correction) -> str:
    """Whether it is public."""
    return _("public") if row.published_at else _("waits for a second person")


class CorrectionIndexView(IndexView):
    """What waits for a second person first."""

    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet[Correction]:
        return Correction.objects.select_related("written_by__person").order_by(
            F("published_at").desc(nulls_first=True), "-pk"
        )

    @cached_property
    def header_buttons(self) -> list[Any]:
        url = reverse("guide_corrections:write")
        return [*super().header_buttons, HeaderButton(label=_("Write a correction"), url=url, icon_name="plus")]


class CorrectionPage(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """What the pages of corrections share."""

    raise_exception = True
    header_icon = "edit"
    model: type[Correction] = Correction

    def correction(self, pk: int) -> Correction:
        found = Correction.objects.select_related("page", "written_by__person", "approved_by__person")
        return get_object_or_404(found, pk=pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("guide_corrections:index"), "label": _("Corrections")},
            {"url": "", "label": self.page_title},
        ]


class WriteView(CorrectionPage):
    """A new line, or one that is not public yet."""

    permission_required = "guidance.add_correction"
    template_name = "guidance/admin/correction_write.html"
    page_title = gettext_lazy("Write a correction")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        pk = kwargs.pop("pk", None)
        self.row = self.correction(pk) if pk else Correction(corrected_on=timezone.localdate())
        if self.row.published_at:
            return redirect("guide_corrections:read", self.row.pk)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        found = self._mistake()
        if found and not self.row.pk:
            self.row.page, self.row.found_by_reader = found.page, True
        return self._page(CorrectionForm(instance=self.row))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CorrectionForm(request.POST, instance=self.row)
        if not form.is_valid():
            return self._page(form)
        row = form.save(commit=False)
        if not row.pk:
            row.mistake = self._mistake()
        try:
            write_correction(row, by=account_of(request))
        except ReviewError as error:
            messages.error(request, str(error))
            return self._page(form)
        messages.success(request, _("It is kept, and waits until somebody else has approved it."))
        return redirect("guide_corrections:read", row.pk)

    def _mistake(self) -> Mistake | None:
        number = self.request.GET.get("mistake", "")
        if not number.isascii() or not number.isdecimal() or len(number) > 18:
            return None
        return Mistake.objects.filter(pk=int(number), correction=None).select_related("page").first()

    def _page(self, form: CorrectionForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, mistake=self._mistake()))


class CorrectionView(CorrectionPage):
    """One line. POST approves it, by somebody who wrote no word of it."""

    permission_required = "guidance.view_correction"
    template_name = "guidance/admin/correction.html"
    page_title = gettext_lazy("Correction")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, account = self.correction(pk), account_of(request)
        context = self.get_context_data(
            correction=row, may_approve=may_approve(row, account), is_mine=_is_mine(row, account)
        )
        return self.render_to_response(context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        seen = (request.POST.get("wrong", ""), request.POST.get("right", ""))
        try:
            approve_correction(self.correction(pk), by=account_of(request), seen=seen)
            messages.success(request, _("It is public now."))
        except ReviewError as error:
            messages.error(request, str(error))
        return redirect("guide_corrections:read", pk)


def _is_mine(row: Correction, account: Account) -> bool:
    return account.pk in row.writers


class CorrectionViewSet(ReadingViewSet):
    """The "Corrections" area."""

    model = Correction
    name = "guide_corrections"
    url_prefix = "guide-corrections"
    icon = "edit"
    menu_label = gettext_lazy("Corrections")
    add_to_admin_menu = False
    index_view_class = CorrectionIndexView
    read_view_class = CorrectionView

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "title",
                label=gettext_lazy("Guide"),
                get_url=lambda row: reverse("guide_corrections:read", args=[row.pk]),
            ),
            Column("corrected_on", label=gettext_lazy("Corrected on")),
            Column("state", label=gettext_lazy("State"), accessor=state_in_words),
            Column(
                "by",
                label=gettext_lazy("Written by"),
                accessor=lambda row: str(row.written_by.person) if row.written_by else "",
            ),
        ]

    def more_urlpatterns(self) -> list[URLPattern]:
        return [
            path("write/", self.construct_view(WriteView), name="write"),
            path("<int:pk>/write/", self.construct_view(WriteView), name="rewrite"),
        ]
