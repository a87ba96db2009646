"""What people add to the Wagtail admin. Only registrations."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from .staff.people import PersonViewSet


@hooks.register("register_admin_viewset")
def people_area() -> PersonViewSet:
    return PersonViewSet()


@hooks.register("register_log_actions")
def merge_in_the_log(actions: LogActionRegistry) -> None:
    actions.register_action("people.merge", _("Merge"), _("Took over another record"))
