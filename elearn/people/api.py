"""The door of people: who is who, how they are spoken to and reached, what they may do."""

from .domain.address import addressed, best_contact
from .domain.ask import person_of, present
from .domain.merge import merge, on_merge
from .domain.prepare import prepare
from .domain.register import create_person, grant_role
from .models import Role
from .phones import normalise_phone, readable_phone
from .policies import has_role, role_required

__all__ = [
    "Role",
    "addressed",
    "best_contact",
    "create_person",
    "grant_role",
    "has_role",
    "merge",
    "normalise_phone",
    "on_merge",
    "person_of",
    "prepare",
    "present",
    "readable_phone",
    "role_required",
]
