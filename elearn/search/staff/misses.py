"""Searches without a result, in the Wagtail admin: what people ask for in words that no page has."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from elearn.web.reading import ReadingViewSet

from ..domain.find import find
from ..domain.missed import settle_miss
from ..models import Miss


class MissIndexView(IndexView):
    """What is still to be looked after first, the most wanted first."""

    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet[Miss]:
        return Miss.objects.order_by("is_settled", "-count", "-last_on", "text")


class MissView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """One search: what it finds by now, and the two things to do about it."""

    permission_required = "search.view_miss"
    raise_exception = True
    template_name = "search/admin/miss.html"
    page_title = gettext_lazy("Search without a result")
    header_icon = "search"
    model: type[Miss] = Miss

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        miss = get_object_or_404(Miss, pk=pk)
        context = self.get_context_data(
            miss=miss,
            language=_(get_language_info(miss.language)["name"]),
            found=find(miss.text, language=miss.language, per_page=5).hits,
            add=f"{reverse('search_synonyms:add')}?{urlencode({'words': miss.text})}",
            may_change=request.user.has_perm("search.change_miss"),
        )
        return self.render_to_response(context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("search.change_miss"):
            return self.handle_no_permission()
        settle_miss(get_object_or_404(Miss, pk=pk))
        messages.success(request, _("It is noted. It comes back when somebody searches for it again."))
        return redirect("search_misses:index")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("search_misses:index"), "label": _("Searches without a result")},
            {"url": "", "label": self.page_title},
        ]


def _settled(miss: Miss) -> str:
    return _("yes") if miss.is_settled else _("no")


class MissViewSet(ReadingViewSet):
    """The "Searches without a result" area of counsellors and coordinators."""

    model = Miss
    name = "search_misses"
    url_prefix = "search-misses"
    icon = "search"
    menu_label = gettext_lazy("Searches without a result")
    menu_order = 261
    index_view_class = MissIndexView
    read_view_class = MissView
    list_filter = ["is_settled", "language"]
    search_fields = ["text"]

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "text",
                label=gettext_lazy("Words"),
                get_url=lambda miss: reverse("search_misses:read", args=[miss.pk]),
            ),
            Column("language", label=gettext_lazy("Language of the reader")),
            Column("count", label=gettext_lazy("How often"), sort_key="count"),
            DateColumn("last_on", label=gettext_lazy("Last time"), sort_key="last_on"),
            Column("is_settled", label=gettext_lazy("Settled"), accessor=_settled),
        ]
