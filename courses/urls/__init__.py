"""Addresses of the school."""

from django.urls import URLResolver, include, path

app_name = "courses"
urlpatterns: list[URLResolver] = [
    path("", include("courses.urls.webinars")),
    path("", include("courses.urls.asks")),
    path("", include("courses.urls.badges")),
    path("", include("courses.urls.building")),
    path("", include("courses.urls.cohorts")),
    path("", include("courses.urls.evidence")),
    path("", include("courses.urls.papers")),
    path("", include("courses.urls.practice")),
    path("", include("courses.urls.quiz")),
    path("", include("courses.urls.school")),
]
