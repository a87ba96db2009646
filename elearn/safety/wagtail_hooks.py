"""What safety adds to the Wagtail admin. Only registrations."""

from wagtail import hooks

from .staff.concerns import ConcernViewSet
from .staff.words import SubmissionViewSet


@hooks.register("register_admin_viewset")
def concerns_area() -> ConcernViewSet:
    return ConcernViewSet()


@hooks.register("register_admin_viewset")
def words_area() -> SubmissionViewSet:
    return SubmissionViewSet()
