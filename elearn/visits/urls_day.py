"""Addresses of a trainer's day. The worker lies here because what it may answer for is what lies below its address."""

from django.urls import URLPattern, path

from .views import day, day_tablet

urlpatterns: list[URLPattern] = [
    path("", day.day, name="day"),
    path("tablet/", day_tablet.tablet, name="day_tablet"),
    path("worker.js", day_tablet.worker, name="day_worker"),
    path("sync/", day_tablet.sync, name="day_sync"),
    path("<uuid:key>/", day.stop, name="day_stop"),
    path("<uuid:key>/sheet/", day.sheet, name="day_sheet"),
    path("<uuid:key>/sheet.pdf", day.sheet_pdf, name="day_sheet_pdf"),
]
