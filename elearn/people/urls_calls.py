"""Addresses of asking to be called."""

from django.urls import path

from .views import call_back

app_name = "people_calls"
urlpatterns = [
    path("", call_back.ask, name="ask"),
    path("asked/", call_back.asked, name="asked"),
]
