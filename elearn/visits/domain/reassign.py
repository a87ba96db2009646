"""A suspended trainer goes nowhere: whoever waits for them is told that somebody else will come, and no more than that.

The word that the suspended trainer knows opens no door any more. Who goes instead, the coordinator plans: the visits
stand among those that need somebody else.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from elearn.history.api import Kind, note
from elearn.people.models import Account

from ..enums import COMING, VisitState
from ..errors import ChangedMeanwhile, NotYours
from ..models import Trainer, Visit
from ..policies import is_office
from . import telling
from .answer import PRESENCE_DIGITS, locked
from .beside import accompany, is_told
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
    if visit.along_with_id:
        _free_beside(visit)
        return True
    with_new_words(visit)
    # Nobody is asked whether the suspended trainer may come, so no silence lets the time go.
    Visit.objects.filter(pk=visit.pk).update(version=F("version") + 1, is_pinned=False, answer_by=None)
    visit.refresh_from_db()
    if is_told(visit):
        telling.tell_elder(visit, "visit_somebody_else")
    _note(visit, visit)
    return True


@transaction.atomic
def send_instead(beside: Visit, trainer: Trainer, *, by: Account) -> Visit:
    """Send somebody else along, where the one chosen before cannot or should not go; they are told they are free.

    The elder, asked already, is asked anew with both names; who had agreed is told, with a new word. Raises as
    `beside.accompany` does; then nothing was changed.
    """
    if not is_office(by) or by.person_id == beside.person_id:
        raise NotYours
    Trainer.objects.select_for_update(no_key=True, of=("self",)).get(pk=trainer.pk)
    before = locked(beside)
    if before.state not in COMING or before.along_with is None or before.starts_at <= timezone.now():
        raise ChangedMeanwhile
    before.state, before.ended_at, before.ended_by = VisitState.CANCELLED, timezone.now(), by
    before.version += 1
    before.save(update_fields=["state", "ended_at", "ended_by", "version"])
    telling.tell_trainer(before, "trainer_visit_cancelled")
    first = locked(before.along_with)
    with_new_words(first)
    _note(first, before)
    chosen = accompany(first, trainer, by=by)
    first.refresh_from_db()
    if first.state == VisitState.CONFIRMED:
        telling.tell_elder(first, "visit_somebody_else")
    return chosen


@transaction.atomic
def free_beside(beside: Visit) -> bool:
    """Take out who goes along and cannot any more. The visit itself stays, and the office looks for another second."""
    beside = locked(beside)
    if beside.state not in COMING or beside.along_with_id is None:
        return False
    _free_beside(beside)
    return True


def _free_beside(beside: Visit) -> None:
    rows = Visit.objects.select_related("person", "trainer__person", "request__person", "request__district")
    first = rows.get(seconds=beside.pk)
    was_told = is_told(first)
    Visit.objects.filter(pk=beside.pk).update(
        state=VisitState.CANCELLED, ended_at=timezone.now(), version=F("version") + 1
    )
    with_new_words(first)
    Visit.objects.filter(pk=first.pk).update(version=F("version") + 1, answer_by=None)
    first.refresh_from_db()
    if first.state == VisitState.CONFIRMED:
        telling.tell_elder(first, "visit_somebody_else")
    elif first.state == VisitState.PROPOSED and was_told:  # asked anew when there are two again
        telling.tell_elder(first, "visit_cancelled", why="us")
    _note(first, beside)


def with_new_words(first: Visit) -> None:
    """Draw the word and the code of an agreed visit anew: who was to come knows those there were."""
    if first.state == VisitState.CONFIRMED:
        words = {
            "word": new_word(first.request.language, but=first.word),
            "presence_code": new_digits(PRESENCE_DIGITS, but=first.presence_code),
        }
        Visit.objects.filter(pk=first.pk).update(**words, presence_tries=0, told_day_before_at=None)


def _note(first: Visit, taken: Visit) -> None:
    note(
        Kind.VISIT_REASSIGNED, who=first.person.key, subject=f"visit:{taken.key}", is_check=first.request.is_check,
    )  # fmt: skip
