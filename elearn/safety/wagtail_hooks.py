"""What safety adds to the Wagtail admin. Only registrations."""

from wagtail import hooks

from .staff import ConcernViewSet


@hooks.register("register_admin_viewset")
def concerns_area() -> ConcernViewSet:
    return ConcernViewSet()
