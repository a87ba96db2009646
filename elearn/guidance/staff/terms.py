"""All words explained in one list in the Wagtail admin: which of them somebody is to compare with their sources."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import URLPattern
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy
from django_filters import BooleanFilter
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet

from ..domain.terms import terms_to_review
from ..models import GlossaryTermPage


class TermFilter(PageFilterSet):
    """Those that name neither source nor reason or were not read for a year, besides what pages are filtered by."""

    to_review = BooleanFilter(label=gettext_lazy("To be compared with sources"), method="in_need")

    class Meta:
        model = GlossaryTermPage
        fields: ClassVar[list[str]] = []

    def in_need(self, rows: QuerySet[GlossaryTermPage], name: str, value: bool) -> QuerySet[GlossaryTermPage]:
        needed = terms_to_review().values("pk")
        return rows.filter(pk__in=needed) if value else rows.exclude(pk__in=needed)


def _reviewed_on(term: GlossaryTermPage) -> str:
    return date_format(term.reviewed_on, "DATE_FORMAT") if term.reviewed_on else ""


class TermViewSet(PageListingViewSet):
    """The "Words explained" list of counsellors and coordinators."""

    model = GlossaryTermPage
    name = "guide_terms"
    url_prefix = "guide-terms"
    icon = "list-ul"
    menu_label = gettext_lazy("Words explained")
    menu_name = "guide-terms"
    menu_order = 60
    index_view_class = IndexView
    filterset_class = TermFilter
    columns: ClassVar[list[Column]] = [
        *IndexView.base_columns,
        Column("reviewed_on", label=gettext_lazy("Compared with its sources"), accessor=_reviewed_on),
    ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**{"add_url_name": None, **kwargs})  # a new word begins in its list

    def get_urlpatterns(self) -> list[URLPattern]:
        return [found for found in super().get_urlpatterns() if found.name in ("index", "index_results")]
