"""What home visits add to the Wagtail admin. Hooks only register."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .staff.menu import DayItem, FiguresItem, PlansItem
from .staff.trainers import TrainerViewSet
from .staff.units import UnitViewSet


@hooks.register("register_admin_urls")
def planning_views() -> list[URLPattern | URLResolver]:
    return [
        path("visit-plans/", include("elearn.visits.staff.urls_plans")),
        path("visit-day/", include("elearn.visits.staff.urls_day")),
    ]


@hooks.register("register_admin_urls")
def figures_views() -> list[URLPattern | URLResolver]:
    return [path("visit-figures/", include("elearn.visits.staff.urls_figures"))]


@hooks.register("register_admin_menu_item")
def figures() -> MenuItem:
    return FiguresItem()


@hooks.register("register_admin_menu_item")
def plans() -> MenuItem:
    return PlansItem()


@hooks.register("register_admin_menu_item")
def day() -> MenuItem:
    return DayItem()


@hooks.register("register_admin_viewset")
def skills_area() -> UnitViewSet:
    return UnitViewSet()


@hooks.register("register_admin_viewset")
def trainers_area() -> TrainerViewSet:
    return TrainerViewSet()
