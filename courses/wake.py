"""A nudge: something new is in the log of a webinar, so that nobody waits for the next look at the database.

Within this process it goes at once; with Redis also to every other process. It carries nothing but the webinar's
number and may get lost: who follows a log looks by itself as well, a little later.
"""

import logging
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings

__all__ = ["CHANNEL", "forget", "listen", "nudge"]

CHANNEL = "korpu.webinars"
log = logging.getLogger(__name__)
_listeners: list[Callable[[int], None]] = []


def listen(heard: Callable[[int], None]) -> None:
    """Call a function, from whatever thread, whenever this process has published something."""
    if heard not in _listeners:
        _listeners.append(heard)


def forget(heard: Callable[[int], None]) -> None:
    """Call it no more."""
    if heard in _listeners:
        _listeners.remove(heard)


def nudge(webinar_id: int) -> None:
    """Say that there is something new; never fails."""
    for heard in list(_listeners):
        heard(webinar_id)
    if settings.REDIS_URL:
        try:
            _redis(settings.REDIS_URL).publish(CHANNEL, str(webinar_id))
        except Exception:
            log.warning("Redis could not be told of an event; it goes out a little later.", exc_info=True)


@lru_cache(maxsize=1)
def _redis(address: str):  # type: ignore[no-untyped-def]  # the package's generics do not help here
    import redis

    return redis.Redis.from_url(address, socket_timeout=1, socket_connect_timeout=1)
