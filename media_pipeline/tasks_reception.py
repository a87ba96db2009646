"""What the hot door of reception wakes: a queue that does not answer costs nobody a piece, the sweep wakes later."""

import logging
from uuid import UUID

from .models import Take
from .tasks import wake

__all__ = ["begin_to_follow", "begin_to_take_in"]

logger = logging.getLogger("media_pipeline")


def begin_to_follow(take_id: UUID) -> None:
    """Wake a worker that follows a take while it arrives."""
    try:
        wake(Take.objects.values_list("film", flat=True).get(pk=take_id))
    except Exception:
        logger.exception("nobody was woken for take %s", take_id)


def begin_to_take_in(film_id: UUID) -> None:
    """Wake a worker that takes in what has arrived of a film."""
    try:
        wake(film_id)
    except Exception:
        logger.exception("nobody was woken for film %s", film_id)
