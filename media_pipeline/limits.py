"""Numbers that bound the work, from `settings.MEDIA_PIPELINE` where the operator may choose."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings

from .ffmpeg.hear import BYTES_A_SECOND
from .ffmpeg.probe import Bounds

MOST_FAULTS = 3  # attempts that end in a fault
MOST_ATTEMPTS = 8  # begun at all: a worker that dies is seldom the film's fault
_MARGIN = 600  # seconds; a recorder stops by its own clock, and a run of it may be a little longer than it counted
_LONGEST_BROADCAST = 12 * 3600  # seconds; a webinar is announced with four hours at most
PATIENCE = timedelta(minutes=5)  # a queued task that has not begun by then is enqueued again
PAUSE = timedelta(seconds=30)  # before a failed attempt is tried again, times the faults so far
SCRATCH_AGE = timedelta(days=1)  # older scratch folders belong to nobody
SIGNED_SECONDS = 6 * 3600
SIGNED_ALIGN = 3600  # see window()


def lease() -> timedelta:
    """How long a worker keeps its work without a sign of life."""
    return timedelta(seconds=_setting("LEASE_SECONDS", 60))


def bounds(*, is_live: bool = False, is_recorded: bool = False) -> Bounds:
    """What intake accepts. A broadcast was held already: however long it was, its recording is not refused for that.

    What was recorded here stopped by itself when it was long enough, so it may be somewhat longer than a file.
    """
    longest = _setting("LONGEST_SECONDS", 3 * 3600) + (_MARGIN if is_recorded else 0)
    return Bounds(longest_seconds=max(longest, _LONGEST_BROADCAST) if is_live else longest)


def copy_seconds(film_seconds: float) -> float:
    """How long rewriting a film without decoding its picture may take."""
    return 60 + film_seconds


def follow_seconds() -> float:
    """How long one run of a recording may be followed: its length, its pauses, and watching it back before it goes."""
    return 3600 + 4 * _setting("LONGEST_SECONDS", 3 * 3600)


def encode_seconds(film_seconds: float) -> float:
    """How long encoding may take; 4K at 60 frames a second took twelve times its length."""
    return 300 + 30 * film_seconds


def encode_bytes(bits_a_second: int, film_seconds: float) -> int:
    """How large what is encoded under a ceiling may become: far more than that is no film of this length."""
    return 2**26 + int(bits_a_second * (film_seconds + 60) / 4)


def copy_bytes(source_bytes: int) -> int:
    """How large what is rewritten may become; sound that came in smaller is encoded anew."""
    return 2**28 + 2 * source_bytes


def window() -> int:
    """For how many seconds the addresses of a film stay the same for everybody, so that caches are of use."""
    return _setting("WINDOW_SECONDS", SIGNED_ALIGN)


def grace() -> timedelta:
    """Longer than an address lives: who watches a version that was replaced may finish."""
    return timedelta(seconds=SIGNED_SECONDS + window() + 3600)


def films_address() -> str:
    """Where players read films, such as a CDN that asks this site for them; "" is this site itself."""
    return str(getattr(settings, "MEDIA_PIPELINE", {}).get("ADDRESS", ""))


def is_through_site() -> bool:
    """Whether files in a storage elsewhere are passed on by this site, instead of a redirect to them."""
    return bool(getattr(settings, "MEDIA_PIPELINE", {}).get("THROUGH_SITE", False))


def originals() -> tuple[str, int]:
    """The rule that originals are kept by, "keep", "ready" or "public", and its days."""
    rule = str(getattr(settings, "MEDIA_PIPELINE", {}).get("ORIGINALS", "keep"))
    return rule, _setting("ORIGINALS_DAYS", 90)


def originals_notice() -> timedelta:
    """How long before it goes by rule the going of an original is announced; none: it goes unannounced."""
    return timedelta(days=_setting("ORIGINALS_NOTICE_DAYS", 0))


def unsent() -> timedelta:
    """How long a recording is kept that nobody went on with and nobody sent. It lies nowhere else."""
    return timedelta(days=_setting("UNSENT_DAYS", 180))


def heard_bytes(film_seconds: float) -> int:
    """How large the sound may be that is taken out of a film to be listened to; what is longer was no such film."""
    return int((film_seconds * 1.1 + 60) * BYTES_A_SECOND)


def listen_seconds(film_seconds: float) -> float:
    """How long writing captions may take; a large model needs several times the film on two cores."""
    return 900 + 20 * film_seconds


def speech_memory() -> int:
    """Bytes of address space for the process that listens: its libraries map much more than they use."""
    return _setting("SPEECH_MEMORY", 6 * 2**30)


def speech_cache() -> Path:
    """Where a speech model given by name is kept once it was fetched."""
    return Path(getattr(settings, "MEDIA_PIPELINE", {}).get("SPEECH_CACHE") or Path(settings.SCRATCH_DIR) / "models")


def _setting(name: str, default: int) -> int:
    return int(getattr(settings, "MEDIA_PIPELINE", {}).get(name, default))
