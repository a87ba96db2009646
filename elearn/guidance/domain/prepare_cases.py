"""Who asks for callers, who answers and who counts: the permissions of staff on cases. Safe to run again."""

from django.contrib.auth.models import Group, Permission

from elearn.people.api import Role

_PERMISSIONS = {
    Role.COUNSELLOR: ("answer_case",),
    Role.OPERATOR: ("write_case_for_caller",),
    Role.COORDINATOR: (
        "write_case_for_caller",
        "count_cases",
        "view_dayoff",
        "add_dayoff",
        "change_dayoff",
        "delete_dayoff",
    ),
}


def prepare_cases() -> None:
    """Give staff their permissions. Nobody gets Wagtail's own ones: no list or form of the admin shows a case."""
    for role, names in _PERMISSIONS.items():
        group, _made = Group.objects.get_or_create(name=role.value)
        group.permissions.add(*Permission.objects.filter(content_type__app_label="guidance", codename__in=names))
