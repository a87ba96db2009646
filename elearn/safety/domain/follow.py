"""What a safeguarding officer does with a concern; each step leaves an entry in its log."""

from django.db import transaction
from django.db.models import Q

from elearn.people.models import Account

from ..models import Concern, ConcernEntry, Hidden


def note_reading(concern: Concern, *, by: Account) -> None:
    """Note that somebody has opened a concern."""
    ConcernEntry.objects.create(concern=concern, by=by, did=ConcernEntry.Did.READ, state=concern.state)


def note_looked(subject: str, *, by: Account) -> None:
    """Note, with every concern about it, that somebody has looked at something hidden."""
    hidden = Hidden.objects.filter(subject=subject).values("concern")
    concerns = Concern.objects.filter(Q(subject=subject) | Q(pk__in=hidden))
    ConcernEntry.objects.bulk_create(
        ConcernEntry(concern=concern, by=by, did=ConcernEntry.Did.LOOKED, state=concern.state) for concern in concerns
    )


@transaction.atomic
def change(concern: Concern, *, state: str, outcome: str, by: Account) -> Concern:
    """Move a concern on and note what was done."""
    concern.state, concern.outcome = state, outcome
    concern.save(update_fields=["state", "outcome"])
    ConcernEntry.objects.create(concern=concern, by=by, did=ConcernEntry.Did.CHANGED, state=state)
    return concern
