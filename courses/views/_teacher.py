"""Who asks, in the views of teachers."""

from django.http import HttpRequest

from elearn.people.api import person_of
from elearn.people.models import Person


def teacher_of(request: HttpRequest) -> Person:
    """The person signed in; call it behind `role_required`, which lets nobody else through."""
    person = person_of(request.user)
    if person is None:
        raise RuntimeError("This view is not guarded by role_required.")
    return person
