"""The delivery's part of the door for broadcasts: the addresses that they are watched at while they run.

An address is the same for everybody within a window, as those of films are, so a shared cache (a CDN) fetches each
segment once for all. What is rehearsed has addresses of its own.
"""

from . import limits, tokens
from .hot_live import LIVE, PURPOSE, subject_of
from .models import Broadcast

__all__ = ["live_address", "live_sound_address"]


def live_address(broadcast: Broadcast, *, rehearsal: bool = False) -> str:
    """Address of the master playlist: the picture with its sound, the sound alone, captions."""
    return f"{_base(broadcast, rehearsal)}master.m3u8"


def live_sound_address(broadcast: Broadcast, *, rehearsal: bool = False) -> str:
    """Address of the playlist of the sound alone, for a line that is too weak for the picture."""
    return f"{_base(broadcast, rehearsal)}livesound.m3u8"


def _base(broadcast: Broadcast, rehearsal: bool) -> str:
    subject = subject_of(broadcast.pk.hex, rehearsal=rehearsal)
    token = tokens.sign(PURPOSE, subject, limits.SIGNED_SECONDS, align=limits.window())
    return f"{limits.films_address()}{LIVE}{token}/{broadcast.pk.hex}/"
