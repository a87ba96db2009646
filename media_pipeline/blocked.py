"""Which films nobody may watch: asked for every segment, so each process keeps the answer for some seconds.

Without the database the last answer holds for less than a minute. After that films are refused rather than shown
against somebody's will.
"""

import logging
import time
from datetime import timedelta

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.utils import timezone

FRESH = 10.0  # seconds an answer is used without asking again
STALE = 45.0  # seconds it is used at most, when the database does not answer

logger = logging.getLogger("media_pipeline")


class Unknown(Exception):
    """It cannot be said now whether a film may be watched."""


class _Known:
    """The answer of this process: the blocked films as 32 hex digits, and when it was read."""

    films: frozenset[str] = frozenset()
    read_at: float = float("-inf")
    is_reading: bool = False


_known = _Known()


def forget() -> None:
    """Ask the database again at the next segment."""
    _known.read_at = float("-inf")


async def is_blocked(film: str) -> bool:
    """Say whether a film, by its 32 hex digits, is blocked. Raises Unknown."""
    age = time.monotonic() - _known.read_at
    if age > FRESH and not (_known.is_reading and age <= STALE):
        await _read(age)
    return film in _known.films


async def _read(age: float) -> None:
    _known.is_reading = True
    asked_at = time.monotonic()
    try:
        films = await sync_to_async(_blocked_films)()
    except Exception as error:
        logger.exception("It could not be read which films are blocked.")
        if age > STALE:
            raise Unknown from error
    else:
        _known.films, _known.read_at = films, asked_at
    finally:
        _known.is_reading = False


def _blocked_films() -> frozenset[str]:
    """Read the blocked films whose files may still be there or may lie in somebody's cache."""
    from .models import Film  # this module is imported before the models are

    close_old_connections()
    try:
        recently = timezone.now() - timedelta(days=2)
        blocked = Film.objects.filter(blocked_at__isnull=False).exclude(emptied_at__lt=recently)
        return frozenset(pk.hex for pk in blocked.values_list("pk", flat=True))
    finally:
        close_old_connections()
