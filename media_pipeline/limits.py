"""Numbers that bound the work, from `settings.MEDIA_PIPELINE` where the operator may choose."""

from datetime import timedelta

from django.conf import settings

from .ffmpeg.probe import Bounds

MOST_ATTEMPTS = 3
PATIENCE = timedelta(minutes=5)  # a queued task that has not begun by then is enqueued again
PAUSE = timedelta(seconds=30)  # before a failed attempt is tried again, times the attempts so far
GRACE = timedelta(hours=8)  # longer than an address lives: who watches an old version may finish
SCRATCH_AGE = timedelta(days=1)  # older scratch folders belong to nobody
SIGNED_SECONDS = 6 * 3600
SIGNED_ALIGN = 3600  # addresses change once an hour, so that a reload uses the browser's cache


def lease() -> timedelta:
    """How long a worker keeps a film without a sign of life."""
    return timedelta(seconds=_setting("LEASE_SECONDS", 60))


def bounds() -> Bounds:
    """What intake accepts."""
    return Bounds(longest_seconds=_setting("LONGEST_SECONDS", 3 * 3600))


def copy_seconds(film_seconds: float) -> float:
    """How long rewriting a film without decoding its picture may take."""
    return 60 + film_seconds


def encode_seconds(film_seconds: float) -> float:
    """How long encoding may take; 4K at 60 frames a second took twelve times its length."""
    return 300 + 30 * film_seconds


def _setting(name: str, default: int) -> int:
    return int(getattr(settings, "MEDIA_PIPELINE", {}).get(name, default))
