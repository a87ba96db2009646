"""What staff may do with the search. Safe to run again."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from elearn.people.api import Role

_NAMES = ("view_synonym", "add_synonym", "change_synonym", "delete_synonym", "view_miss", "change_miss")


@transaction.atomic
def prepare() -> None:
    """Let counsellors and coordinators keep synonyms and look after what was not found."""
    names = [("wagtailadmin", "access_admin"), *(("search", name) for name in _NAMES)]
    for role in (Role.COUNSELLOR, Role.COORDINATOR):
        group, _made = Group.objects.get_or_create(name=role.value)
        for app_label, codename in names:
            group.permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))
