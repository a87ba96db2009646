"""The queue's side of broadcasts: wake who follows, and have a recording joined when the studio has sent all of it."""

import logging
from uuid import UUID

from .domain.live import ingest, settle
from .models import Broadcast, Take
from .tasks import wake

__all__ = ["begin_to_follow", "send_recording", "sweep_live"]

logger = logging.getLogger("media_pipeline")


def begin_to_follow(broadcast_id: UUID) -> None:
    """Have a broadcast followed to which pieces come; where the queue does not answer, the sweep will."""
    try:
        ingest.wants_follower(broadcast_id)
        wake(Broadcast.objects.values_list("film", flat=True).get(pk=broadcast_id))
    except Exception:
        logger.exception("nobody was woken for broadcast %s", broadcast_id)


def send_recording(broadcast_id: UUID) -> bool:
    """Send the recording of a broadcast that is over and have it joined, if all of it is here; says whether it was."""
    take_id = settle.close(broadcast_id)
    if take_id:
        wake(Take.objects.values_list("film", flat=True).get(pk=take_id))
    return take_id is not None


def sweep_live() -> int:
    """Take up broadcasts that nobody follows, send recordings that are whole, clear segments; says how many."""
    sent = sum(send_recording(broadcast_id) for broadcast_id in settle.to_close())
    left = settle.left_alone()
    settle.tidy()
    return sent + left
