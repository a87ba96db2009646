"""Address of the development mailbox. It does not exist in production."""

from django.urls import path

from . import views

app_name = "notices"
urlpatterns = [path("", views.mailbox, name="mailbox")]
