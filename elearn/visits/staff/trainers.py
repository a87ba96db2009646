"""Trainers in the Wagtail admin: who they are and when they work; their standing; whom they should or must not meet."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from elearn.people.api import account_of

from ..models import Trainer
from ..policies import missing_checks
from ..views.face import photo_answer
from .beside import BesideView, LackingView
from .pairs import PairsView
from .standing import StandingView
from .trainer_form import TrainerForm


def standing_in_words(trainer: Trainer) -> str:
    """Say whether a trainer may be sent to somebody, and if not, what is missing."""
    if trainer.suspended_at:
        return _("suspended")
    lacks = [str(kind.label) for kind in missing_checks(trainer)]
    if not trainer.photo:
        lacks.append(_("photo"))
    return _("missing: %(what)s") % {"what": ", ".join(lacks)} if lacks else _("may be sent")


class TrainerIndexView(IndexView):
    """All trainers, with what stands in the way of sending one."""

    def get_base_queryset(self) -> QuerySet[Trainer]:
        return (
            Trainer.objects.filter(is_check=False)
            .select_related("person", "district")
            .prefetch_related("checks")
            .order_by("person__name", "pk")
        )


class TrainerEditView(EditView):
    """One trainer, with the ways to standing and pairs; of oneself a colleague takes care."""

    def get_object(self, queryset: QuerySet[Trainer] | None = None) -> Trainer:
        found: Trainer = super().get_object(queryset)
        if found.person_id == account_of(self.request).person_id:
            raise PermissionDenied
        return found

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        def button(label: str, name: str, icon: str, priority: int) -> HeaderButton:
            url = reverse(f"trainers_admin:{name}", args=[self.object.pk])
            return HeaderButton(label=label, url=url, icon_name=icon, priority=priority)

        return [
            *super().header_more_buttons,
            button(_("Checks and suspension"), "standing", "lock", 70),
            button(_("Pairs"), "pairs", "group", 80),
        ]


class FaceView(PermissionRequiredMixin, View):
    """The photo, for staff."""

    permission_required = "visits.view_trainer"
    raise_exception = True
    model: type[Trainer] = Trainer

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        trainer = get_object_or_404(Trainer, pk=pk)
        if not trainer.photo:
            raise Http404
        return photo_answer(trainer)


_HOURS = [FieldRowPanel([FieldPanel("weekday"), FieldPanel("starts"), FieldPanel("ends")])]
_DAYS = [FieldRowPanel([FieldPanel("day"), FieldPanel("starts"), FieldPanel("ends")])]
_AWAY = [FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day"), FieldPanel("kind")])]
_LUNCH = [FieldPanel("lunch_from"), FieldPanel("lunch_until"), FieldPanel("lunch_minutes")]


class TrainerViewSet(ModelViewSet):
    """The "Trainers" area of coordinators; the safeguarding officer sees it and can suspend."""

    model = Trainer
    name = "trainers_admin"
    url_prefix = "trainers"
    icon = "user"
    menu_label = gettext_lazy("Trainers")
    menu_order = 230
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = TrainerIndexView
    edit_view_class = TrainerEditView
    search_fields = ["person__name"]
    search_backend_name = None
    list_filter = ["district", "transport"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            FieldPanel("person"),
            FieldPanel("new_photo"),
            MultiFieldPanel(
                [FieldPanel("gender"), FieldPanel("languages"), FieldPanel("signs"), FieldPanel("units")],
                heading=gettext_lazy("What they can"),
            ),
            MultiFieldPanel(
                [FieldPanel("district"), FieldPanel("base"), FieldPanel("transport"), FieldPanel("most_visits")],
                heading=gettext_lazy("Ways"),
            ),
            FieldRowPanel(_LUNCH, heading=gettext_lazy("Lunch")),
            InlinePanel("hours", heading=gettext_lazy("Hours in every week"), label=gettext_lazy("day"), panels=_HOURS),
            InlinePanel(
                "extra_hours", heading=gettext_lazy("Days with other hours"), label=gettext_lazy("day"), panels=_DAYS
            ),
            InlinePanel("absences", heading=gettext_lazy("Days away"), label=gettext_lazy("days"), panels=_AWAY),
        ],
        base_form_class=TrainerForm,
    )

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "name",
                label=gettext_lazy("Trainer"),
                accessor=lambda row: row.person.name,
                get_url=lambda row: reverse("trainers_admin:edit", args=[row.pk]),
                sort_key="person__name",
            ),
            Column("district", label=gettext_lazy("Sets out from"), accessor=lambda row: row.district or ""),
            Column("transport", label=gettext_lazy("Travels"), accessor=lambda row: row.get_transport_display()),
            TitleColumn(
                "standing",
                label=gettext_lazy("Standing"),
                accessor=standing_in_words,
                get_url=lambda row: reverse("trainers_admin:standing", args=[row.pk]),
            ),
        ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("standing/<int:pk>/", self.construct_view(StandingView), name="standing"),
            path("pairs/<int:pk>/", self.construct_view(PairsView), name="pairs"),
            path("beside/", self.construct_view(LackingView), name="lacking"),
            path("beside/<int:pk>/", self.construct_view(BesideView), name="beside"),
            path("face/<int:pk>/", self.construct_view(FaceView), name="face"),
        ]
