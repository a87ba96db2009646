"""A deadline has passed and nobody has closed the concern: others are told that there is one, and nothing else."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from elearn.history import api as history
from elearn.notices.api import tell
from elearn.people.models import Person, Role

from ..models import Concern, ConcernEntry, ConcernState
from .officer import holders, named_officer


def sweep(now: datetime | None = None) -> int:
    """Pass on every concern that is late and has not been passed on; give how many. Safe to run again."""
    now = now or timezone.now()
    late = Concern.objects.filter(~Q(state=ConcernState.CLOSED), deadline__lt=now, escalated_at__isnull=True)
    return sum(escalate(concern, now=now) for concern in late[:100])


@transaction.atomic
def escalate(concern: Concern, *, now: datetime) -> bool:
    """Tell the officers and the coordinators, once, that a concern is late. False when that was done already."""
    if not Concern.objects.filter(pk=concern.pk, escalated_at__isnull=True).update(escalated_at=now):
        return False
    people: dict[int, Person] = {}
    for role in (Role.SAFEGUARDING, Role.COORDINATOR):
        people |= {person.pk: person for person in holders(role)}
    for person in people.values():
        tell(
            person,
            "concern_late",
            key=f"concern_late:{concern.pk}:{person.key}",
            facts={"number": concern.pk, "officer": named_officer().name},
        )
    ConcernEntry.objects.create(concern=concern, by=None, did=ConcernEntry.Did.TOLD, state=concern.state)
    history.note(history.Kind.CONCERN_LATE, subject=f"concern:{concern.pk}", told=len(people))
    return True
