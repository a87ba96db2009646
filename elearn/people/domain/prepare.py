"""The groups of the roles, and what staff may do with people and messages. Safe to run again."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from ..models import Role
from .districts import prepare_districts

# The admin is opened by permission, never by being a superuser; other apps grant their own.
_ADMIN = ("wagtailadmin", "access_admin")
_PERMISSIONS = {
    Role.COORDINATOR: [
        _ADMIN,
        ("people", "view_person"),
        ("people", "add_person"),
        ("people", "change_person"),
        ("people", "mark_standing"),
        ("people", "merge_person"),
        ("people", "give_roles"),
        ("people", "view_privatedetails"),
        ("people", "change_privatedetails"),
        ("people", "add_removal"),
        ("people", "view_callback"),
        ("people", "change_callback"),
        ("people", "view_guardianship"),
        ("people", "view_companionship"),
        ("people", "add_companionship"),
        ("people", "change_companionship"),
        ("notices", "view_notice"),
        ("notices", "change_notice"),
    ],
    Role.OPERATOR: [
        _ADMIN,
        ("people", "view_privatedetails"),
        ("people", "change_privatedetails"),
        ("people", "view_person"),
        ("people", "add_person"),
        ("people", "change_person"),
        ("people", "mark_standing"),
        ("people", "view_callback"),
        ("people", "change_callback"),
        ("people", "view_guardianship"),
        ("people", "view_companionship"),
        ("people", "add_companionship"),
        ("people", "change_companionship"),
        ("notices", "view_notice"),
        ("notices", "change_notice"),
    ],
    Role.SAFEGUARDING: [_ADMIN, ("people", "view_companionship"), ("people", "suspend_companion")],
}


@transaction.atomic
def prepare() -> None:
    """Make the group of every role, give coordinators and operators their permissions, and name the districts."""
    for role in Role:
        Group.objects.get_or_create(name=role.value)
    for role, names in _PERMISSIONS.items():
        grant(role, names)
    prepare_districts()


def grant(role: Role, names: list[tuple[str, str]]) -> None:
    """Give a role's group permissions, each (app label, codename). Raises Permission.DoesNotExist for a wrong name."""
    group = Group.objects.get(name=role.value)
    for app_label, codename in names:
        group.permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))
