"""Addresses of the form that reports a concern, and of what somebody wrote to others."""

from django.urls import path

from . import views

app_name = "safety"
urlpatterns = [
    path("concern/", views.report_concern, name="concern"),
    path("concern/thanks/", views.thanks, name="thanks"),
    path("my-words/<int:pk>/", views.my_words, name="my_words"),
]
