"""What people add to the Wagtail admin. Only registrations."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from .staff.calls import CallBackViewSet
from .staff.companions import HelperViewSet
from .staff.guardian import GuardianViewSet
from .staff.people import PersonViewSet


@hooks.register("register_admin_viewset")
def people_area() -> PersonViewSet:
    return PersonViewSet()


@hooks.register("register_admin_viewset")
def calls_area() -> CallBackViewSet:
    return CallBackViewSet()


@hooks.register("register_admin_viewset")
def helpers_area() -> HelperViewSet:
    return HelperViewSet()


@hooks.register("register_admin_viewset")
def guardians_area() -> GuardianViewSet:
    return GuardianViewSet()


@hooks.register("register_log_actions")
def merge_in_the_log(actions: LogActionRegistry) -> None:
    actions.register_action("people.standing", _("Note how a person stands"), _("Noted how the person stands"))
    actions.register_action(
        "people.guardian_confirmed", _("Make sure of a guardian"), _("Made sure of the parent or guardian")
    )
    actions.register_action(
        "people.guardian_no_set_aside", _("Set a guardian’s no aside"), _("Set the no of a parent or guardian aside")
    )
    actions.register_action("people.merge", _("Merge"), _("Took over another record"))
    actions.register_action("people.remove", _("Plan deletion"), _("Planned that the data are deleted"))
    actions.register_action("people.keep", _("Undo deletion"), _("Undid that the data are deleted"))
