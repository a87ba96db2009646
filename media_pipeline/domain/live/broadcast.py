"""A broadcast is opened, goes on the air, is interrupted, and ends: each step compare-and-set, whoever asks for it.

What is recorded on air becomes the film; what was rehearsed is given up. The takes are made with the broadcast, so that
a studio that was cut off at the moment of a change still knows where its pieces go.
"""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from media_pipeline.models import Broadcast, BroadcastState, Film, Take
from media_pipeline.signals import broadcast_changed

__all__ = ["announce", "end", "go_on_air", "mode_of", "open_broadcast", "pause", "was_on_air"]

_LONGEST_CODE = 20


@transaction.atomic
def open_broadcast(*, title: str, language: str) -> Broadcast:
    """A broadcast that has not begun, and the film that it becomes."""
    film = Film.objects.create(title=title[:200], language=language)
    takes = [Take.objects.create(film=film, mime="", is_live=True) for _ in range(2)]
    return Broadcast.objects.create(film=film, take=takes[0], rehearsal=takes[1])


def go_on_air(broadcast: Broadcast) -> bool:
    """Show it to everybody from now on; says whether it was not on air and not over."""
    now = timezone.now()
    with transaction.atomic():
        changed = _change(broadcast, [BroadcastState.REHEARSAL, BroadcastState.PAUSED], BroadcastState.ON_AIR)
        if changed:
            Broadcast.objects.filter(pk=broadcast.pk, on_air_at=None).update(on_air_at=now)
            _span(broadcast, begins=now)
    broadcast.refresh_from_db()
    return changed


def pause(broadcast: Broadcast) -> bool:
    """Interrupt it: what comes now is rehearsed; says whether it was on air."""
    with transaction.atomic():
        changed = _change(broadcast, [BroadcastState.ON_AIR], BroadcastState.PAUSED)
        if changed:
            _span(broadcast, ends=timezone.now())
    broadcast.refresh_from_db()
    return changed


def end(broadcast: Broadcast, because: str = "") -> bool:
    """End it for good, `because` a code when somebody else had to; says whether it was not over yet."""
    before = [BroadcastState.REHEARSAL, BroadcastState.ON_AIR, BroadcastState.PAUSED]
    now = timezone.now()
    told = {"ended_at": now, "stopped_because": because[:_LONGEST_CODE]}
    with transaction.atomic():
        changed = _change(broadcast, before, BroadcastState.ENDED, **told)
        if changed:
            _span(broadcast, ends=now)
    broadcast.refresh_from_db()
    return changed


def was_on_air(broadcast: Broadcast, moment: datetime) -> bool:
    """Whether it was on air at a moment, as far as this row knows."""
    read = datetime.fromisoformat
    return any(read(began) <= moment and (ended is None or moment < read(ended)) for began, ended in broadcast.spans)


def _span(broadcast: Broadcast, *, begins: datetime | None = None, ends: datetime | None = None) -> None:
    """Note that it began or ceased to be on air; the caller's change of the state holds the row."""
    spans = Broadcast.objects.values_list("spans", flat=True).get(pk=broadcast.pk)
    if begins:
        spans = [*spans, [begins.isoformat(), None]]
    elif ends and spans and spans[-1][1] is None:
        spans = [*spans[:-1], [spans[-1][0], ends.isoformat()]]
    Broadcast.objects.filter(pk=broadcast.pk).update(spans=spans)


def _change(broadcast: Broadcast, before: list[BroadcastState], state: BroadcastState, **told: object) -> bool:
    with transaction.atomic():
        changed = Broadcast.objects.filter(pk=broadcast.pk, state__in=before).update(state=state, **told) == 1
        if changed:
            announce(broadcast.pk, str(state))
    return changed


def announce(broadcast_id: UUID, state: str) -> None:
    """Send `broadcast_changed` once the transaction is through; a receiver's fault is only logged."""
    send = partial(broadcast_changed.send_robust, sender=Broadcast, broadcast_id=broadcast_id, state=state)
    transaction.on_commit(send)


def mode_of(broadcast: Broadcast) -> str:
    """The word that a studio goes by."""
    return "over" if broadcast.state == BroadcastState.ENDED else str(broadcast.state)
