"""Sources in the Wagtail admin: write one down, see which guides name it, look it up again."""

from typing import Any, ClassVar

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from django_filters import BooleanFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from elearn.history.api import Kind, note
from elearn.people.api import account_of

from ..domain.sources import FACTS, check_source, is_fixed, needs_checking
from ..forms_source import SourceForm
from ..models import Source


def write_down(form: SourceForm, request: HttpRequest) -> Source:
    """Keep a new source with who checked it, and note it, both or neither."""
    account = account_of(request)
    with transaction.atomic():
        form.instance.checked_by = account
        source: Source = form.save()
        note(Kind.SOURCE_WRITTEN, who=account.person.key, subject=f"source:{source.pk}", sort=source.kind)
    return source


class SourceAddView(CreateView):
    """Write a new one down."""

    def save_instance(self) -> Source:
        return write_down(self.form, self.request)


class SourceEditView(EditView):
    """One source; what can be done with it besides."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        look = HeaderButton(
            label=_("Look it up again"), url=reverse("guide_sources:check", args=[self.object.pk]),
            icon_name="check", priority=70,
        )  # fmt: skip
        return [*super().header_more_buttons, look]


class SourceFilter(WagtailFilterSet):
    """Sources of a kind, of an address that answers or not, or those of public guides that somebody has to look up."""

    to_check = BooleanFilter(label=gettext_lazy("To be looked up"), method="in_need")

    class Meta:
        model = Source
        fields: ClassVar[list[str]] = ["kind", "link_state"]

    def in_need(self, rows: QuerySet[Source], name: str, value: bool) -> QuerySet[Source]:
        needed = needs_checking().values("pk")
        return rows.filter(pk__in=needed) if value else rows.exclude(pk__in=needed)


class SourceIndexView(IndexView):
    """All sources: those whose words are gone first, then dead addresses; each with how many public guides name it."""

    def get_base_queryset(self) -> QuerySet[Source]:
        public = Count("uses", filter=Q(uses__is_public=True, uses__page__live=True))
        return Source.objects.annotate(guides=public).order_by(
            F("gone_on").desc(nulls_last=True), F("dead_since").desc(nulls_last=True), "title", "pk"
        )


class CheckView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """GET shows the cited words beside the address; POST keeps whether they are still there."""

    permission_required = "guidance.change_source"
    raise_exception = True
    template_name = "guidance/admin/source_check.html"
    header_icon = "link-external"
    page_title = gettext_lazy("Look it up again")
    model: type[Source] = Source

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        area = {"url": reverse("guide_sources:index"), "label": _("Sources")}
        return [*self.breadcrumbs_items, area, {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        source = get_object_or_404(Source.objects.select_related("checked_by__person"), pk=pk)
        uses = source.uses.select_related("page__locale").order_by("page__title")
        return self.render_to_response(self.get_context_data(source=source, uses=uses, is_fixed=is_fixed(source)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        source = get_object_or_404(Source, pk=pk)
        said = request.POST.get("words", "")
        if said not in ("there", "gone"):
            raise PermissionDenied
        check_source(source, by=account_of(request), still_there=said == "there")
        if said == "there":
            messages.success(request, _("It is written down: checked today."))
        else:
            messages.warning(
                request,
                _("It is written down. Now write the right source down as a new one, and choose it in these guides."),
            )
        return redirect("guide_sources:check", pk)


def _checked_on(source: Source) -> str:
    return date_format(source.checked_on, "DATE_FORMAT")


def _gone_on(source: Source) -> str:
    return date_format(source.gone_on, "DATE_FORMAT") if source.gone_on else ""


class SourceViewSet(ModelViewSet):
    """The "Sources" area of counsellors and coordinators. Nobody deletes one: guides of the past name it."""

    model = Source
    name = "guide_sources"
    url_prefix = "guide-sources"
    icon = "link-external"
    menu_label = gettext_lazy("Sources")
    menu_name = "guide-sources"
    menu_order = 30
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = SourceIndexView
    add_view_class = SourceAddView
    edit_view_class = SourceEditView
    search_fields = ["title", "publisher", "place", "cited_words"]
    search_backend_name = None
    filterset_class = SourceFilter
    list_per_page = 50
    edit_handler = ObjectList([FieldPanel(name) for name in (*FACTS, "checked_on")], base_form_class=SourceForm)

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "title", label=gettext_lazy("Source"), accessor=str,
                get_url=lambda row: reverse("guide_sources:check", args=[row.pk]), sort_key="title",
            ),
            Column("kind", label=gettext_lazy("Kind"), accessor=lambda row: row.get_kind_display()),
            Column("checked_on", label=gettext_lazy("Checked on"), accessor=_checked_on, sort_key="checked_on"),
            Column("link_state", label=gettext_lazy("Address"), accessor=lambda row: row.get_link_state_display()),
            Column("gone_on", label=gettext_lazy("Words not found on"), accessor=_gone_on, sort_key="gone_on"),
            Column("guides", label=gettext_lazy("Public guides that name it"), sort_key="guides"),
        ]  # fmt: skip

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *(found for found in super().get_urlpatterns() if found.name not in ("delete", "usage", "history")),
            path("check/<int:pk>/", self.construct_view(CheckView), name="check"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        known = super().get_common_view_kwargs(**kwargs)
        absent = ("delete_url_name", "usage_url_name", "history_url_name")
        return {key: value for key, value in known.items() if key not in absent}
