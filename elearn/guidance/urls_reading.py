"""Addresses at which a guide's page tells that it was read, and whether it helped."""

from django.urls import URLPattern, path, re_path

from .views import reading

urlpatterns: list[URLPattern] = [
    path("<int:guide_id>/read/", reading.read, name="read"),
    path("<int:guide_id>/helped/", reading.helped, name="helped"),
    re_path(
        r"^(?P<guide_id>[0-9]{1,18})/helped/(?P<told>helped|not_helped)/$", reading.helped_thanks, name="helped_thanks"
    ),
]
