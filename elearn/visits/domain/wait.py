"""How long somebody will probably wait for their first visit, told from what really happened; or that we do not know.

Those who had a first visit in the last 90 days had waited so many days; half of them between the first and the third
quartile. Who asks now stands behind those who asked before, and so many first visits are made a day. The later of the
two counts. Too few visits tell nothing: then the whole city is looked at, and after that we say that we do not know. A
skill that only some trainers teach has a queue of its own: those who wished for it are looked at alone.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import quantiles
from typing import Literal

from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from ..enums import Gender, RequestState, VisitState
from ..models import Trainer, VisitRequest

LOOKED_BACK = timedelta(days=90)
FEWEST = 5  # first visits that tell something
WIDEST = timedelta(days=180)  # further on nobody knows
Basis = Literal["district", "city", "unknown"]


@dataclass(frozen=True)
class Wait:
    """Between which days the first visit will probably be; none when nobody knows. `seen`: visits it is told from."""

    first_day: date | None
    last_day: date | None
    basis: Basis
    seen: int = 0

    @property
    def is_known(self) -> bool:
        return self.first_day is not None


def expected_wait(request: VisitRequest, *, now: datetime | None = None) -> Wait:
    """Say between which days a waiting request will probably have its first visit. Seven queries at most."""
    now = now or timezone.now()
    everybody = _alike(request)
    for basis, alike in (("district", everybody.filter(district=request.district)), ("city", everybody)):
        waited = _waited(alike, now)
        if len(waited) >= FEWEST:
            return _told(request, alike, waited, basis=basis, now=now)  # type: ignore[arg-type]  # one of Basis
    return Wait(None, None, "unknown")


def _alike(request: VisitRequest) -> QuerySet[VisitRequest]:
    """Those that the same trainers would go to: a wish for a woman, or for sign language, makes the queue another."""
    alike = VisitRequest.objects.filter(is_check=request.is_check, language=request.language)
    if request.wants_woman:
        alike = alike.filter(wants_woman=True)
    scarcest = _scarcest(request)
    return alike.filter(pk__in=alike.filter(units=scarcest).values("pk")) if scarcest else alike


def _scarcest(request: VisitRequest) -> int | None:
    """Give the wished skill that the fewest of those trainers teach who could come; None when all teach them all."""
    wished = list(request.units.values_list("pk", flat=True))
    if not wished:
        return None
    rows = Trainer.objects.filter(suspended_at=None, is_check=request.is_check)
    if request.wants_woman:
        rows = rows.filter(gender=Gender.WOMAN)
    speaking = [trainer for trainer in rows.prefetch_related("units") if request.language in trainer.languages]
    taught = Counter(unit.pk for trainer in speaking for unit in trainer.units.all())
    scarce = [unit for unit in wished if taught[unit] < len(speaking)]
    return min(scarce, key=lambda unit: (taught[unit], unit), default=None)


def _waited(alike: QuerySet[VisitRequest], now: datetime) -> list[float]:
    """Give the days from asking to the first visit, of those whose first visit was in the last 90 days."""
    took_place = Q(visits__state=VisitState.DONE)
    firsts = alike.annotate(first=Min("visits__starts_at", filter=took_place))
    rows = firsts.filter(first__gt=now - LOOKED_BACK, first__lte=now).values_list("asked_at", "first")
    return [max(0.0, (first - asked) / timedelta(days=1)) for asked, first in rows]


def _told(
    request: VisitRequest, alike: QuerySet[VisitRequest], waited: list[float], *, basis: Basis, now: datetime
) -> Wait:
    low, _middle, high = quantiles(waited, n=4, method="inclusive")
    passed = (now - request.asked_at) / timedelta(days=1)
    by_queue = _before(request, alike) * (LOOKED_BACK / timedelta(days=1)) / len(waited)
    soonest = max(low - passed, by_queue, 1)
    latest = max(high - passed, by_queue * 1.5, soonest + 7)
    if latest > WIDEST / timedelta(days=1):
        return Wait(None, None, "unknown", len(waited))
    today = timezone.localtime(now).date()
    return Wait(today + timedelta(days=round(soonest)), today + timedelta(days=round(latest)), basis, len(waited))


def _before(request: VisitRequest, alike: QuerySet[VisitRequest]) -> int:
    """Count those who wait and come first: urgent ones, then who asked earlier."""
    waiting = alike.filter(state=RequestState.WAITING).exclude(pk=request.pk)
    earlier = Q(asked_at__lt=request.asked_at)
    if request.is_urgent:
        return waiting.filter(earlier, is_urgent=True).count()
    return waiting.filter(earlier | Q(is_urgent=True)).count()
