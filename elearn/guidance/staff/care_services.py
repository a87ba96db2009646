"""Care services in the Wagtail admin: what staff write down of each, and the list of all."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from ..care_words import confirmed_line, places
from ..models.care import CareService
from .care_forms import CareServiceForm, panels
from .care_keep import DueView, KeepView
from .care_noting import AddView, Noting


class ServiceEditView(Noting, EditView):
    """One service, with what can be done to it besides."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        def button(label: str, url: str, icon: str, priority: int) -> HeaderButton:
            return HeaderButton(label=label, url=url, icon_name=icon, priority=priority)

        return [
            *super().header_more_buttons,
            button(
                _("Confirm or take off the list"), reverse("care_services:keep", args=[self.object.pk]), "check", 70
            ),
            button(_("As readers see it"), reverse("guidance:care_service", args=[self.object.code]), "view", 80),
        ]


class ServiceIndexView(IndexView):
    """All services, withdrawn ones too, by name: this list is nobody's shop window."""

    def get_base_queryset(self) -> QuerySet[CareService]:
        return CareService.objects.select_related("provider", "district").order_by("name", "pk")

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        due = HeaderButton(
            label=_("To be confirmed"), url=reverse("care_services:due"), icon_name="history", priority=90
        )
        return [*super().header_more_buttons, due]


def listed_in_words(service: CareService) -> str:
    return _("no longer listed") if service.withdrawn_on else ""


_WHAT = ["code", "provider", "name", "kind", "language", "about"]
_PRICE = [FieldPanel("price_from"), FieldPanel("price_to"), FieldPanel("price_unit")]
_INSPECTION = ["inspected", "inspected_on", "inspected_by", "inspection_link", "inspection_note"]


class CareServiceViewSet(ModelViewSet):
    """The "Care services" area of counsellors and coordinators."""

    model = CareService
    name = "care_services"
    url_prefix = "care/services"
    icon = "home"
    menu_label = gettext_lazy("Services")
    menu_order = 10
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = ServiceIndexView
    add_view_class = AddView
    edit_view_class = ServiceEditView
    search_fields = ["name", "code", "provider__name"]
    search_backend_name = None
    list_filter = ["kind", "district", "inspected"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            *panels(*_WHAT),
            MultiFieldPanel(panels("district", "serves", "address", "phone", "website"), heading=gettext_lazy("Where")),
            MultiFieldPanel(
                panels("for_whom", "from_age", "eligibility", "languages"), heading=gettext_lazy("For whom")
            ),
            MultiFieldPanel(
                [FieldPanel("is_free"), FieldRowPanel(_PRICE), FieldPanel("price_note")], heading=gettext_lazy("Price")
            ),
            FieldRowPanel(panels("places_free", "places_on"), heading=gettext_lazy("Places free")),
            MultiFieldPanel(panels("access", "access_note"), heading=gettext_lazy("Accessibility")),
            MultiFieldPanel(panels(*_INSPECTION), heading=gettext_lazy("Inspection")),
        ],
        base_form_class=CareServiceForm,
    )

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "name",
                label=gettext_lazy("Service"),
                accessor=lambda row: row.name,
                get_url=lambda row: reverse("care_services:edit", args=[row.pk]),
                sort_key="name",
            ),
            Column("provider", label=gettext_lazy("Provider"), accessor=lambda row: row.provider.name),
            Column("kind", label=gettext_lazy("Kind"), accessor=lambda row: row.get_kind_display()),
            Column("district", label=gettext_lazy("District"), accessor=lambda row: row.district.name),
            Column("places", label=gettext_lazy("Places free"), accessor=places),
            Column("confirmed", label=gettext_lazy("Last confirmed"), accessor=lambda row: confirmed_line(row).text),
            Column("listed", label="", accessor=listed_in_words),
        ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *(found for found in super().get_urlpatterns() if found.name not in ("delete", "usage")),
            path("due/", self.construct_view(DueView), name="due"),
            path("keep/<int:pk>/", self.construct_view(KeepView), name="keep"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        known = super().get_common_view_kwargs(**kwargs)
        return {key: value for key, value in known.items() if key not in ("delete_url_name", "usage_url_name")}
