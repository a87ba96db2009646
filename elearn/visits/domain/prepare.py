"""The districts and what staff may do with visits. Safe to run again."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from elearn.people.api import Role

from ..models import District
from . import curriculum

# The middles are ours, read off a map to a hundredth of a degree: good for minutes between districts, for no address.
_DISTRICTS = {
    "Binəqədi": (40.45, 49.82),
    "Xətai": (40.38, 49.89),
    "Xəzər": (40.45, 50.19),
    "Qaradağ": (40.30, 49.61),
    "Nərimanov": (40.41, 49.87),
    "Nəsimi": (40.39, 49.84),
    "Nizami": (40.40, 49.94),
    "Pirallahı": (40.47, 50.32),
    "Sabunçu": (40.44, 49.95),
    "Səbail": (40.35, 49.82),
    "Suraxanı": (40.41, 50.01),
    "Yasamal": (40.38, 49.81),
}
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
        ("visits", "change_district"),
        ("visits", "add_district"),
        ("visits", "view_district"),
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
    """Make the districts where there are none yet, the skills that are missing, and give staff their permissions."""
    if not District.objects.exists():
        for name, (latitude, longitude) in _DISTRICTS.items():
            District.objects.create(name=name, latitude=latitude, longitude=longitude)
    curriculum.prepare()
    for role, names in _PERMISSIONS.items():
        group, _made = Group.objects.get_or_create(name=role.value)
        for app_label, codename in names:
            group.permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))
