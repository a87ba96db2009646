"""Experts, authors and providers in the Wagtail admin, each with the interests they declared."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from ..domain.vouching import SHOWN, is_in_public, why_not_named, why_not_vouch
from ..models import Expert, ExpertKind


class ExpertForm(WagtailAdminModelForm):
    """Who they are, and what they answered. What a public guide says of them stays; their interests may be renewed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and is_in_public(self.instance):
            for name in SHOWN:
                self.fields[name].disabled = True
                self.fields[name].help_text = _(
                    "A public guide names them so. To change it, write them down anew and name them in the guide."
                )


def can_in_words(expert: Expert) -> str:
    """Whether they can be named, and vouch, now; why not."""
    if expert.kind == ExpertKind.ORGANISATION:
        return str(why_not_named(expert)) or _("can be named")
    return str(why_not_vouch(expert)) or _("can vouch")


class ExpertIndexView(IndexView):
    """Everybody who is named, with how many public guides name them as the expert."""

    def get_base_queryset(self) -> QuerySet[Expert]:
        vouched = Count("guides_vouched", filter=Q(guides_vouched__live=True))
        return Expert.objects.annotate(vouched=vouched).order_by("name", "pk")


class ExpertViewSet(ModelViewSet):
    """The "Experts" area."""

    model = Expert
    name = "guide_experts"
    url_prefix = "guide-experts"
    icon = "user"
    menu_label = gettext_lazy("Experts and their interests")
    add_to_admin_menu = False
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = ExpertIndexView
    search_fields = ["name", "organisation"]
    search_backend_name = None
    list_per_page = 50
    edit_handler = ObjectList(
        [
            FieldPanel("kind"),
            FieldPanel("name"),
            FieldPanel("qualification"),
            FieldPanel("organisation"),
            MultiFieldPanel(
                [FieldPanel("declaration"), FieldPanel("interests"), FieldRowPanel([FieldPanel("declared_on")])],
                heading=gettext_lazy("Interests, as they declared them"),
            ),
        ],
        base_form_class=ExpertForm,
    )

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn("name", label=gettext_lazy("Name"), url_name="guide_experts:edit"),
            Column("can", label=gettext_lazy("State"), accessor=can_in_words),
            Column("declared_on", label=gettext_lazy("Asked on")),
            Column("vouched", label=gettext_lazy("Vouches for public guides")),
        ]
