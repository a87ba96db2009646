"""The broadcast's part of the door: opened, put on the air, interrupted, ended, and how it is doing."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from . import tokens
from .domain.live import broadcast as _broadcasts
from .domain.live.broadcast import go_on_air, open_broadcast, pause
from .domain.live.clock import film_ms
from .domain.live.health import Health, clock_now, healths
from .domain.live.settle import forget_rehearsal
from .domain.live.settle import rehearsed as rehearsed_broadcasts
from .hot_live_in import LIVE_IN, PURPOSE
from .models import Broadcast
from .tasks_live import send_recording, sweep_live

__all__ = [
    "Health",
    "broadcast_health",
    "broadcast_healths",
    "end_broadcast",
    "film_ms",
    "forget_rehearsal",
    "go_on_air",
    "on_air_ms",
    "open_broadcast",
    "pause",
    "rehearsed_broadcasts",
    "studio_address",
    "sweep_live",
]

_OPEN_FOR = 24 * 3600  # seconds: a studio is opened on the day


def studio_address(broadcast: Broadcast) -> str:
    """The address that a studio begins runs under and sends pieces to, good for a day."""
    return f"{LIVE_IN}{tokens.sign(PURPOSE, str(broadcast.pk), _OPEN_FOR)}"


def end_broadcast(broadcast: Broadcast, because: str = "") -> bool:
    """End it for good; says whether it was not over yet. The recording is sent when the studio has sent all of it."""
    with transaction.atomic():
        changed = _broadcasts.end(broadcast, because)
        if changed:
            transaction.on_commit(partial(send_recording, broadcast.pk), robust=True)
    return changed


def broadcast_healths(broadcasts: Iterable[Broadcast]) -> dict[UUID, Health]:
    """How these broadcasts are doing, in five queries for any number of them."""
    return healths(broadcasts)


def broadcast_health(broadcast: Broadcast) -> Health:
    """How a broadcast is doing."""
    return healths([broadcast])[broadcast.pk]


def on_air_ms(broadcast: Broadcast, now: datetime | None = None) -> int:
    """What is being said at this moment, in ms on the recording's clock; 0 before it is on air."""
    return clock_now(broadcast, now)
