"""Addresses of planning, under /admin/visit-plans/."""

from django.urls import path

from .plan_board import PlanView, StatusView
from .plan_deeds import DeedView, MoveView, UndoView
from .plan_map import MapView
from .plan_release import ReleaseView
from .plans import DiscardView, MendView, NewPlanView, PlanAgainView, PlansView, StopView

app_name = "visits_plans"
urlpatterns = [
    path("", PlansView.as_view(), name="index"),
    path("new/", NewPlanView.as_view(), name="new"),
    path("mend/", MendView.as_view(), name="mend"),
    path("<uuid:key>/", PlanView.as_view(), name="plan"),
    path("<uuid:key>/status/", StatusView.as_view(), name="status"),
    path("<uuid:key>/stop/", StopView.as_view(), name="stop"),
    path("<uuid:key>/again/", PlanAgainView.as_view(), name="again"),
    path("<uuid:key>/discard/", DiscardView.as_view(), name="discard"),
    path("<uuid:key>/undo/", UndoView.as_view(), name="undo"),
    path("<uuid:key>/map/", MapView.as_view(), name="map"),
    path("<uuid:key>/release/", ReleaseView.as_view(), name="release"),
    path("<uuid:key>/visits/<int:row_id>/", MoveView.as_view(), name="move"),
    path("<uuid:key>/visits/<int:row_id>/do/", DeedView.as_view(), name="deed"),
]
