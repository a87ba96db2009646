"""Addresses of home visits, one module for each who uses them."""

from django.urls import include, path

app_name = "visits"
urlpatterns = [
    path("home-visits/", include("elearn.visits.urls_asking")),
    path("trainer/", include("elearn.visits.urls_trainer")),
    path("trainer/day/", include("elearn.visits.urls_day")),
    path("skills/", include("elearn.visits.urls_course")),
]
