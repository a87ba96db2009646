"""Address of the form that reports a concern."""

from django.urls import path

from . import views

app_name = "safety"
urlpatterns = [
    path("concern/", views.report_concern, name="concern"),
    path("concern/thanks/", views.thanks, name="thanks"),
]
