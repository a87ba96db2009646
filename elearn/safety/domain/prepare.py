"""What coordinators may do in safety, granted to their group. Safe to run again."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from elearn.people.models import Role

_MODERATOR = [("wagtailadmin", "access_admin"), ("safety", "moderate_submission")]


@transaction.atomic
def prepare() -> None:
    """Let coordinators moderate. Concerns need no permission: the role of the safeguarding officer is the key."""
    group, _made = Group.objects.get_or_create(name=Role.COORDINATOR.value)
    for app_label, codename in _MODERATOR:
        group.permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))
