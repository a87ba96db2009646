"""The day before, an elder is told who comes, and the word they will say first."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from ..enums import COMING, VisitState
from ..models import Trainer, Visit
from ..policies import is_bookable
from .availability import is_away
from .beside import complete
from .telling import FIRST_HOUR, LAST_HOUR, tell_elder

_WHO = ("trainer__checks", "trainer__absences", "trainer__person__account__groups")


def tell_day_before(now: datetime) -> int:
    """Tell elders who comes tomorrow, and the word they will say first; says how many were told.

    By day only, so that no telephone rings at night; who agreed late is told the same day. Of a trainer who may not be
    sent on that day, or does not work, nothing is told: somebody else has to go, and the elder hears of them. Nor is
    anybody told to open to one where two must go: the office finds the second first, or decides that one goes alone.
    """
    local = timezone.localtime(now)
    if not FIRST_HOUR <= local.hour < LAST_HOUR:
        return 0
    coming = Visit.objects.filter(complete(), state=VisitState.CONFIRMED, told_day_before_at=None, along_with=None)
    end_of_tomorrow = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=2)
    near = coming.filter(starts_at__gt=now, starts_at__lt=end_of_tomorrow, trainer__suspended_at=None)
    rows = near.select_related("person", "trainer__person__account", "request").order_by("starts_at", "pk")
    beside = Visit.objects.filter(state__in=COMING).select_related("trainer__person__account").prefetch_related(*_WHO)
    rows = rows.prefetch_related(*_WHO, Prefetch("seconds", beside, to_attr="beside"))
    return sum(_tell_once(visit, now) for visit in rows[:500] if _everybody_goes(visit))


def _everybody_goes(visit: Visit) -> bool:
    beside: list[Visit] = visit.beside  # type: ignore[attr-defined]  # prefetched
    seconds = beside if visit.request.is_two_person else []
    return all(_goes(one.trainer, visit) for one in (visit, *seconds))


def _goes(trainer: Trainer, visit: Visit) -> bool:
    day = timezone.localtime(visit.starts_at).date()
    return is_bookable(trainer, on=day) and not is_away(trainer, day)


@transaction.atomic
def _tell_once(visit: Visit, now: datetime) -> bool:
    same = Visit.objects.filter(pk=visit.pk, state=VisitState.CONFIRMED, version=visit.version, told_day_before_at=None)
    if not same.update(told_day_before_at=now):
        return False
    tell_elder(visit, "visit_day_before")
    return True
