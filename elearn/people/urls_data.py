"""Addresses of a person's own data: see them, have a copy, have them removed."""

from django.urls import path

from .views import my_data, my_removal

app_name = "my_data"
urlpatterns = [
    path("", my_data.index, name="index"),
    path("read/", my_data.read, name="read"),
    path("copy/", my_data.copy, name="copy"),
    path("copy/<int:pk>/", my_data.download, name="download"),
    path("remove/", my_removal.own, name="remove"),
    path("child/<int:pk>/remove/", my_removal.child, name="remove_child"),
    path("undo/<str:token>/", my_removal.undo, name="undo"),
]
