"""Addresses of "My helper": the elder's, and the helper's own."""

from django.urls import path

from .views import companions

app_name = "helper"
urlpatterns = [
    path("my-helper/", companions.mine, name="mine"),
    path("my-helper/listen.wav", companions.listen, name="listen"),
    path("my-helper/invite/", companions.invite_who, name="invite"),
    path("my-helper/invite/what/", companions.invite_what, name="invite_what"),
    path("my-helper/invite/check/", companions.invite_check, name="invite_check"),
    path("my-helper/<int:pk>/change/", companions.change, name="change"),
    path("my-helper/<int:pk>/end/", companions.end, name="end"),
    path("helper/<str:token>/", companions.invitation, name="invitation"),
    path("helping/<int:pk>/stop/", companions.stop_helping, name="stop"),
    path("helping/<int:pk>/call/", companions.book_call, name="call"),
]
