"""Addresses of consents; those in messages are short enough for a text message."""

from django.urls import path

from .views import consent

urlpatterns = [
    path("", consent.mine, name="consents"),
    path("a/<str:token>/", consent.link, name="consent_link"),
    path("a/<str:token>/take-back/", consent.link_take_back, name="consent_link_take_back"),
    path("a/<str:token>/paper/", consent.link_paper, name="consent_link_paper"),
    path("for/<str:token>/", consent.for_relative, name="consents_for"),
    path("<uuid:key>/", consent.consent, name="consent"),
    path("<uuid:key>/take-back/", consent.take_back, name="consent_take_back"),
    path("<uuid:key>/paper/", consent.paper, name="consent_paper"),
    path("<uuid:key>/proof/", consent.proof, name="consent_proof"),
]
