"""Addresses of figures, under /admin/visit-figures/."""

from django.urls import path

from .figures import FiguresView

app_name = "visit_figures"
urlpatterns = [path("", FiguresView.as_view(), name="index")]
