"""Which workers are there: each says so every few seconds, so that staff learn that one is missing before it is needed.

That a broadcast is not followed shows only once somebody is on the air. A worker's word is kept in the cache, which all
processes share, and forgotten soon after it has stopped.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import connection

__all__ = ["is_there", "saying_so"]

EVERY = 5.0  # seconds
_FORGOTTEN = 20  # seconds after the last word

logger = logging.getLogger("media_pipeline")


def is_there(kind: str) -> bool:
    """Whether a worker of this kind, such as "live", was there a moment ago."""
    return cache.get(_name(kind)) is not None


@contextmanager
def saying_so(kind: str) -> Iterator[None]:
    """Say beside the work that a worker of this kind is there, for as long as it lasts."""
    over = threading.Event()
    voice = threading.Thread(target=_say, args=(kind, over), name="hands", daemon=True)
    voice.start()
    try:
        yield
    finally:
        over.set()
        voice.join(timeout=EVERY)


def _say(kind: str, over: threading.Event) -> None:
    while True:
        try:
            cache.set(_name(kind), time.time(), _FORGOTTEN)
        except Exception:
            logger.exception("the worker could not say that it is there")
        finally:
            connection.close()
        if over.wait(EVERY):
            return


def _name(kind: str) -> str:
    return f"media_pipeline:worker:{kind}"
