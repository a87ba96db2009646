"""Addresses of the soil: the way to the home page, help, and how a visitor likes to read."""

from django.urls import path

from . import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("courses/", views.courses, name="courses"),
    path("language/", views.choose_language, name="language"),
    path("settings/", views.settings_page, name="settings"),
    path("help/", views.help_page, name="help"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("figures/", views.figures, name="figures"),
]
