"""Who receives concerns: the officer that is named to everybody, and all who are told."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from elearn.people.models import Person, Role


@dataclass(frozen=True)
class Officer:
    """The safeguarding officer as everybody sees them; a name may be "" while nobody holds the task."""

    name: str
    phone: str


def holders(role: Role) -> QuerySet[Person]:
    """Give the people who hold a role and may sign in."""
    return (
        Person.objects.filter(account__is_active=True, account__groups__name=role.value, is_check=False)
        .order_by("pk")
        .distinct()
    )


def may_name_officer() -> QuerySet[Person]:
    """Give who is told while nobody holds the task: coordinators, and the administrators who give roles."""
    able = Q(account__groups__name=Role.COORDINATOR.value) | Q(account__is_superuser=True)
    people = Person.objects.filter(able, account__is_active=True, is_check=False)
    return people.order_by("pk").distinct()


def named_officer() -> Officer:
    """Give the officer by name: as the setting says, else whoever has held the role longest; and where to call."""
    name = settings.SAFEGUARDING_NAME
    if not name:
        holder = holders(Role.SAFEGUARDING).first()
        name = holder.name if holder else ""
    return Officer(name=name, phone=settings.SAFEGUARDING_PHONE or settings.HELP_PHONE)
