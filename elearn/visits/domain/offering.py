"""What a trainer may offer by themself: ahead of time, when it suits the elder, alone, and not again and again."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from ..enums import VisitState
from ..models import Trainer, Visit, VisitRequest

# So often a trainer offers something to one elder without a yes; then the office asks them.
MOST_REFUSED, REFUSED_LATELY = 2, timedelta(days=14)
EVENING = time(20)
LEAST_TO_ANSWER = timedelta(hours=2)


def earliest_start(now: datetime | None = None) -> datetime:
    """Give from when on a time may be offered: the elder is told the day before who comes."""
    return (now or timezone.now()) + timedelta(hours=settings.VISIT_NOTICE_HOURS)


def answer_by(starts_at: datetime) -> datetime:
    """Give until when a time is held: by the evening before, since the elder is told then who comes."""
    now = timezone.now()
    evening = timezone.make_aware(datetime.combine(timezone.localtime(starts_at).date() - timedelta(days=1), EVENING))
    latest = min(max(evening, now + LEAST_TO_ANSWER), starts_at - timedelta(hours=1))
    return min(now + timedelta(hours=settings.VISIT_ANSWER_HOURS), latest)


def is_glad_of(request: VisitRequest, starts_at: datetime) -> bool:
    """Say whether a visit would lie in one of the times at which the elder is glad to be visited."""
    start = timezone.localtime(starts_at)
    end = start + timedelta(minutes=request.minutes)
    return start.date() == end.date() and any(
        window.weekday == start.weekday() and window.starts <= start.time() and end.time() <= window.ends
        for window in request.windows.all()
    )


def may_offer(request: VisitRequest, trainer: Trainer, starts_at: datetime) -> bool:
    """Say whether a trainer may offer this by themself: at a time that suits, alone, and not again and again."""
    if request.is_two_person or not is_glad_of(request, starts_at):
        return False
    return refused_lately(trainer).filter(request=request).count() < MOST_REFUSED


def refused_lately(trainer: Trainer) -> QuerySet[Visit]:
    """Give what a trainer offered lately and no elder said yes to."""
    since = timezone.now() - REFUSED_LATELY
    return Visit.objects.filter(
        trainer=trainer,
        state=VisitState.CANCELLED,
        agreed_at=None,
        ended_at__gt=since,
        made_by__person=trainer.person_id,
    )
