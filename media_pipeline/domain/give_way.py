"""One large film never starves small ones: what goes first, before large work that has already begun goes on.

Work gives way to what is at least as urgent and clearly smaller than what is left of it, when nobody else has taken
that for some seconds. Two rules keep the large from starving in turn: what is only equally urgent may have as much of
the worker's time as the large work itself; and what goes first gives way to nobody.
"""

import time
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from media_pipeline.models import Work, WorkKind, WorkState

from .lease import Lease

PATIENCE = timedelta(seconds=2)  # an idle worker would have taken it by then
AT_FIRST = 60.0  # seconds that equals may have before the large work has worked as long itself
_MUCH_SMALLER = 0.5  # part of what is left
_LOOK_AT = 50

# Seconds of work for a second of film, roughly; only to compare. An unknown length is 0: looking at a film is quick.
_WEIGHT = {
    WorkKind.WATCHABLE: 0.05,
    WorkKind.CUT: 0.2,
    WorkKind.FIRST_RUNG: 0.2,
    WorkKind.LADDER: 1.0,
    WorkKind.CAPTIONS: 0.5,
}
_LIGHT = 0.1
_NEVER = [WorkKind.LIVE, WorkKind.ARRIVING, WorkKind.LIVE_CAPTIONS]  # they last as long as somebody speaks


def goes_first(held: Lease) -> int | None:
    """The work that is to go before the one that is held, if there is any."""
    waiting = Work.objects.filter(state=WorkState.WAITING, due_at__lte=timezone.now() - PATIENCE)
    at_least_as_urgent = Q(priority__gt=held.kind.priority)
    if _may_equals(held):
        at_least_as_urgent |= Q(priority=held.kind.priority)
    candidates = waiting.filter(at_least_as_urgent).exclude(kind__in=_NEVER).order_by("-priority", "size", "asked_at")
    left = _weight(held.kind.name, held.size) * (100 - held.percent) / 100
    for pk, kind, size in candidates.values_list("pk", "kind", "size")[:_LOOK_AT]:
        if _weight(kind, size) <= left * _MUCH_SMALLER:
            return int(pk)
    return None


def _weight(kind: str, size: float) -> float:
    return size * _WEIGHT.get(WorkKind(kind), _LIGHT)


def _may_equals(held: Lease) -> bool:
    worked = time.monotonic() - held.began - held.given_seconds
    return held.given_to_equals <= AT_FIRST + worked
