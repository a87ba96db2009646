"""Addresses for who asks for visits and agrees to them: the elder, their helper, and us on the phone.

The same pages at three addresses; the seat says who may open them.
"""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from .views import asking, certificate, link, mine, office, office_times, seat

_VISIT = "visit/<uuid:key>/"


def _pages(route: str, prefix: str, seated: Callable[[Any], Any]) -> list[URLPattern]:
    """Give the pages that elders, helpers and staff have in common."""
    return [
        path(f"{route}stop/", seated(mine.stop), name=f"{prefix}stop"),
        path(f"{route}go-on/", seated(mine.go_on), name=f"{prefix}go_on"),
        path(f"{route}{_VISIT}", seated(mine.reply), name=f"{prefix}visit"),
        path(f"{route}{_VISIT}cancel/", seated(mine.cancel), name=f"{prefix}cancel"),
        path(f"{route}{_VISIT}face/", seated(mine.face), name=f"{prefix}face_mine"),
    ]


def _steps(route: str, prefix: str, seated: Callable[[Any], Any]) -> list[URLPattern]:
    return [
        path(f"{route}ask/", seated(asking.begin), name=f"{prefix}ask"),
        path(f"{route}ask/check/", seated(asking.check), name=f"{prefix}check"),
        path(f"{route}ask/<slug:step>/", seated(asking.step), name=f"{prefix}step"),
    ]


_HELPED = "helping/<int:helps>/"
_OFFICE = "for/<uuid:person>/"
urlpatterns: list[URLPattern] = [
    path("", mine.front, name="mine"),
    *_steps("", "", seat.own),
    *_pages("", "", seat.own),
    path("listen/", seat.own(mine.listen), name="listen"),
    path("certificate/", seat.own(certificate.wish), name="certificate"),
    path("a/<slug:token>/", link.link, name="link"),
    path("a/<slug:token>/face/<uuid:key>/", link.link_face, name="link_face"),
    path(_HELPED, seat.helper(mine.mine), name="helped_mine"),
    *_steps(_HELPED, "helped_", seat.helper),
    *_pages(_HELPED, "helped_", seat.helper),
    path(_OFFICE, seat.office(mine.mine), name="office_mine"),
    path(f"{_OFFICE}ask/", seat.office(office.write), name="office_ask"),
    path(f"{_OFFICE}certificate/", seat.office(certificate.wish), name="office_certificate"),
    path(f"{_OFFICE}times/", seat.office(office_times.times), name="office_times"),
    path(f"{_OFFICE}{_VISIT}times/", seat.office(office_times.other), name="office_other"),
    path(f"{_OFFICE}{_VISIT}word/", seat.office(office.word), name="office_word"),
    *_pages(_OFFICE, "office_", seat.office),
]
