"""The skills and what staff may do with visits. Safe to run again."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from elearn.people.api import Role

from . import curriculum

_ADMIN = ("wagtailadmin", "access_admin")
_PERMISSIONS: dict[Role, list[tuple[str, str]]] = {
    Role.COORDINATOR: [
        _ADMIN,
        ("visits", "view_trainer"),
        ("visits", "add_trainer"),
        ("visits", "change_trainer"),
        ("visits", "suspend_trainer"),
        ("visits", "view_visitrequest"),
        ("visits", "add_visitrequest"),
        ("visits", "change_visitrequest"),
        ("visits", "plan_visits"),
        ("visits", "view_visit"),
        ("visits", "change_visit"),
        ("visits", "change_unit"),
        ("visits", "add_unit"),
        ("visits", "view_unit"),
        ("people", "change_district"),
        ("people", "add_district"),
        ("people", "view_district"),
    ],
    Role.OPERATOR: [
        _ADMIN,
        ("visits", "view_visitrequest"),
        ("visits", "add_visitrequest"),
        ("visits", "change_visitrequest"),
        ("visits", "view_visit"),
        ("visits", "change_visit"),
    ],
    Role.SAFEGUARDING: [_ADMIN, ("visits", "view_trainer"), ("visits", "suspend_trainer")],
}


@transaction.atomic
def prepare() -> None:
    """Make the skills that are missing, and give staff their permissions."""
    curriculum.prepare()
    for role, names in _PERMISSIONS.items():
        group, _made = Group.objects.get_or_create(name=role.value)
        for app_label, codename in names:
            group.permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))
