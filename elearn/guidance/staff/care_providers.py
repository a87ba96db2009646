"""Providers of care in the Wagtail admin: who stands behind services, and which interests they told us of."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import URLPattern, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from ..models.care import CareProvider
from .care_forms import CareProviderForm, panels
from .care_noting import AddView, Noting


class ProviderEditView(Noting, EditView):
    """One provider."""


class ProviderIndexView(IndexView):
    """All providers, with how many services each has on the list."""

    def get_base_queryset(self) -> QuerySet[CareProvider]:
        listed = Count("services", filter=Q(services__withdrawn_on=None))
        return CareProvider.objects.annotate(listed=listed).order_by("name", "pk")


class CareProviderViewSet(ModelViewSet):
    """The "Providers" area: who stands behind services, and which interests they told us of."""

    model = CareProvider
    name = "care_providers"
    url_prefix = "care/providers"
    icon = "group"
    menu_label = gettext_lazy("Providers")
    menu_order = 20
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = ProviderIndexView
    add_view_class = AddView
    edit_view_class = ProviderEditView
    search_fields = ["name", "code"]
    search_backend_name = None
    list_filter = ["kind", "declaration"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            *panels("code", "name", "kind", "phone", "email", "website", "relation"),
            MultiFieldPanel(panels("declaration", "interests", "declared_on"), heading=gettext_lazy("Interests")),
        ],
        base_form_class=CareProviderForm,
    )

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "name",
                label=gettext_lazy("Provider"),
                accessor=lambda row: row.name,
                get_url=lambda row: reverse("care_providers:edit", args=[row.pk]),
                sort_key="name",
            ),
            Column("kind", label=gettext_lazy("What it is"), accessor=lambda row: row.get_kind_display()),
            Column("listed", label=gettext_lazy("Services on the list")),
            Column("interests", label=gettext_lazy("Interests"), accessor=lambda row: row.get_declaration_display()),
        ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [found for found in super().get_urlpatterns() if found.name not in ("delete", "usage")]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        known = super().get_common_view_kwargs(**kwargs)
        return {key: value for key, value in known.items() if key not in ("delete_url_name", "usage_url_name")}
