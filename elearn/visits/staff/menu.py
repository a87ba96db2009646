"""Entries of home visits in the admin's menu, each for whom it is meant."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem


class PlansItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Plans of home visits"), reverse("visits_plans:index"), name="visit-plans", icon_name="date",
            order=210,
        )  # fmt: skip

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("visits.plan_visits")


class FiguresItem(PlansItem):
    def __init__(self) -> None:
        MenuItem.__init__(
            self, gettext_lazy("Figures of home visits"), reverse("visit_figures:index"), name="visit-figures",
            icon_name="order", order=250,
        )  # fmt: skip


class DayItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Home visits of these days"), reverse("visit_day:index"), name="visit-day",
            icon_name="warning", order=211,
        )  # fmt: skip

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("visits.change_visit")
