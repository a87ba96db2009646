"""Addresses of a person's own page, and of what operators do for who is on the phone."""

from django.urls import path

from . import views, views_callers, views_calls

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("callers/", views_callers.find, name="callers"),
    path("callers/new/", views_callers.add, name="caller_new"),
    path("callers/<uuid:key>/", views_callers.caller, name="caller"),
    path("callers/<uuid:key>/call/", views_callers.call_back, name="caller_call"),
    path("callers/<uuid:key>/letter/", views_calls.letters, name="caller_letter"),
    path("callers/<uuid:key>/certificates/<slug:reference>.pdf", views_calls.certificate, name="caller_certificate"),
    path("calls/", views_calls.calls, name="calls"),
    path("calls/<uuid:pk>/", views_calls.call, name="call"),
    path("letters/<uuid:pk>.pdf", views_calls.paper, name="letter"),
]
