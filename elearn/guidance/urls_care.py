"""Addresses of the directory of care services."""

from django.urls import path

from .views import care

urlpatterns = [
    path("", care.index, name="care"),
    path("compare/", care.compare, name="care_compare"),
    path("criteria/", care.criteria, name="care_criteria"),
    path("confirm/<uuid:key>/", care.confirm, name="care_confirm"),
    path("services/<slug:code>/", care.service, name="care_service"),
    path("services/<slug:code>/wrong/", care.wrong, name="care_wrong"),
]
