"""Addresses of what the office does about visits of these days, under /admin/visit-day/."""

from django.urls import path

from .day import CallView, DayView, SayView, SettleView

app_name = "visit_day"
urlpatterns = [
    path("", DayView.as_view(), name="index"),
    path("visits/<uuid:key>/", SayView.as_view(), name="say"),
    path("noted/<uuid:key>/", SettleView.as_view(), name="settle"),
    path("calls/<int:pk>/", CallView.as_view(), name="call"),
]
