"""A suspended trainer goes nowhere: whoever waits for them is told that somebody else will come, and no more than that.

The word that the suspended trainer knows opens no door any more. Who goes instead, the coordinator plans: the visits
stand among those that need somebody else.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from elearn.history.api import Kind, note

from ..enums import COMING, VisitState
from ..models import Trainer, Visit
from . import telling
from .answer import PRESENCE_DIGITS, locked
from .beside import is_told
from .words import new_digits, new_word


def take_over(trainer: Trainer) -> list[Visit]:
    """Take the coming visits of a suspended trainer from their hands; give them."""
    coming = Visit.objects.filter(trainer=trainer, state__in=COMING, ends_at__gt=timezone.now())
    return [visit for visit in coming.order_by("starts_at", "pk") if _take_over(visit)]


@transaction.atomic
def _take_over(visit: Visit) -> bool:
    visit = locked(visit)
    if visit.state not in COMING or visit.trainer.suspended_at is None:
        return False
    first = visit.along_with or visit
    if first.state == VisitState.CONFIRMED:
        words = {"word": new_word(first.request.language), "presence_code": new_digits(PRESENCE_DIGITS)}
        Visit.objects.filter(pk=first.pk).update(**words, presence_tries=0, told_day_before_at=None)
    Visit.objects.filter(pk__in={first.pk, visit.pk}).update(version=F("version") + 1, is_pinned=False)
    first.refresh_from_db()
    if is_told(first):
        telling.tell_elder(first, "visit_somebody_else")
    note(
        Kind.VISIT_REASSIGNED, who=first.person.key, subject=f"visit:{visit.key}", is_check=first.request.is_check,
    )  # fmt: skip
    return True
