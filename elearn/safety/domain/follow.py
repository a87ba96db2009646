"""What a safeguarding officer does with a concern; each step leaves an entry in its log."""

from django.db import transaction

from elearn.people.models import Account

from ..models import Concern, ConcernEntry


def note_reading(concern: Concern, *, by: Account) -> None:
    """Note that somebody has opened a concern."""
    ConcernEntry.objects.create(concern=concern, by=by, did=ConcernEntry.Did.READ, state=concern.state)


@transaction.atomic
def change(concern: Concern, *, state: str, outcome: str, by: Account) -> Concern:
    """Move a concern on and note what was done."""
    concern.state, concern.outcome = state, outcome
    concern.save(update_fields=["state", "outcome"])
    ConcernEntry.objects.create(concern=concern, by=by, did=ConcernEntry.Did.CHANGED, state=state)
    return concern
