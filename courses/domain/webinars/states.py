"""On air and over: what the broadcast says becomes the state of its webinar, each step once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from courses.models import Webinar, WebinarState
from courses.signals import webinar_began, webinar_ended
from elearn.history.api import Kind, note
from media_pipeline.models import Broadcast, BroadcastState


@transaction.atomic
def broadcast_of(webinar: Webinar) -> Broadcast:
    """Give the broadcast of a webinar; the first who asks makes it.

    One that was ended by mistake before it ever went on air gives way to a new one; one that was stopped does not.
    """
    import media_pipeline.api as films

    locked = Webinar.objects.select_for_update(no_key=True, of=("self",)).get(pk=webinar.pk)
    if locked.broadcast is None or _ended_unbegun(locked.broadcast):
        locked.broadcast = films.open_broadcast(title=locked.title, language=locked.language)
        locked.save(update_fields=["broadcast"])
    webinar.broadcast = locked.broadcast
    return locked.broadcast


def _ended_unbegun(broadcast: Broadcast) -> bool:
    is_over = broadcast.state == BroadcastState.ENDED
    return is_over and broadcast.on_air_at is None and not broadcast.stopped_because


def follow(broadcast_id: UUID, state: str) -> None:
    """Bring the webinar of a broadcast to where the broadcast is. Safe to call again, and in any order."""
    webinar_id = Webinar.objects.filter(broadcast=broadcast_id).values_list("pk", flat=True).first()
    if webinar_id is None:
        return
    if state == BroadcastState.ON_AIR:
        begin(webinar_id)
    elif state == BroadcastState.ENDED:
        end(webinar_id)


@transaction.atomic
def begin(webinar_id: int, *, now: datetime | None = None) -> bool:
    """Put a webinar on air; says whether that is news."""
    # It may have been given up already: what follows its end is still to come.
    if not _move(webinar_id, (WebinarState.ANNOUNCED,), state=WebinarState.ON_AIR, followed_up_at=None):
        return False
    _note(Kind.WEBINAR_BEGAN, webinar_id)
    transaction.on_commit(lambda: webinar_began.send(sender=Webinar, webinar_id=webinar_id))
    return True


@transaction.atomic
def end(webinar_id: int, *, now: datetime | None = None) -> bool:
    """End a webinar that was on air; says whether that is news."""
    if not _move(webinar_id, (WebinarState.ON_AIR,), state=WebinarState.ENDED, ended_at=now or timezone.now()):
        return False
    _note(Kind.WEBINAR_ENDED, webinar_id)
    transaction.on_commit(lambda: webinar_ended.send(sender=Webinar, webinar_id=webinar_id))
    return True


def sweep() -> int:
    """Bring to its broadcast what a crash left behind; gives how much it was. One query when there is nothing."""
    behind = Q(state=WebinarState.ANNOUNCED, broadcast__state=BroadcastState.ON_AIR) | Q(
        state__in=[WebinarState.ANNOUNCED, WebinarState.ON_AIR], broadcast__state=BroadcastState.ENDED,
        broadcast__on_air_at__isnull=False,
    )  # fmt: skip
    left = list(Webinar.objects.filter(behind).values_list("broadcast", "broadcast__state")[:100])
    for broadcast_id, state in left:
        if state == BroadcastState.ENDED:
            follow(broadcast_id, BroadcastState.ON_AIR)
        follow(broadcast_id, state)
    return len(left)


def _move(webinar_id: int, before: tuple[WebinarState, ...], **fields: Any) -> bool:
    return bool(Webinar.objects.filter(pk=webinar_id, state__in=before).update(**fields))


def _note(kind: Kind, webinar_id: int) -> None:
    webinar = Webinar.objects.select_related("speaker").get(pk=webinar_id)
    note(kind, who=webinar.speaker.key, subject=f"webinar:{webinar_id}", is_check=webinar.speaker.is_check)
    webinar.save(update_fields=["changed_at"])  # who listens to rows, as the search does, hears of it
