"""Who may look after the directory of care services. Safe to run again.

Nobody may delete an entry: it is withdrawn, and what was written about it stays.
"""

from django.contrib.auth.models import Group, Permission

from elearn.people.api import Role

_PERMISSIONS = (
    ("wagtailadmin", "access_admin"),
    ("guidance", "view_careservice"), ("guidance", "add_careservice"), ("guidance", "change_careservice"),
    ("guidance", "view_careprovider"), ("guidance", "add_careprovider"), ("guidance", "change_careprovider"),
    ("guidance", "view_carereport"), ("guidance", "change_carereport"),
    ("guidance", "view_careimport"), ("guidance", "import_care"),
)  # fmt: skip


def prepare_care() -> None:
    """Give counsellors and coordinators their permissions."""
    for role in (Role.COUNSELLOR, Role.COORDINATOR):
        group, _made = Group.objects.get_or_create(name=role.value)
        for app_label, codename in _PERMISSIONS:
            group.permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))
