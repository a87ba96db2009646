"""What notices add to the Wagtail admin. Only registrations."""

from wagtail import hooks

from .staff import NoticeViewSet


@hooks.register("register_admin_viewset")
def notices_area() -> NoticeViewSet:
    return NoticeViewSet()
