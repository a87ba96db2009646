"""Addresses of a parent or guardian, short enough for a text message."""

from django.urls import path

from .views.guardian import GuardianCodeView, decide, guardian

urlpatterns = [
    path("<str:token>/", guardian, name="guardian"),
    path("<str:token>/code/", GuardianCodeView.as_view(), name="guardian_code"),
    path("<str:token>/decide/", decide, name="guardian_decide"),
]
