"""What search adds to the Wagtail admin. Hooks only register."""

from wagtail import hooks

from .staff.misses import MissViewSet
from .staff.synonyms import SynonymViewSet


@hooks.register("register_admin_viewset")
def misses_area() -> MissViewSet:
    return MissViewSet()


@hooks.register("register_admin_viewset")
def synonyms_area() -> SynonymViewSet:
    return SynonymViewSet()
