"""Addresses of certificates of thanks."""

from django.urls import URLPattern, path

from courses.views import contribution

urlpatterns: list[URLPattern] = [
    path("my-contribution/", contribution.contribution, name="contribution"),
]
