"""The part of the door for what is kept: originals by the operator's rule, and what nobody names."""

from datetime import datetime

from django.utils import timezone

from . import storage
from .domain import originals, tidy
from .domain.collect import SHARDS, Leftover, collect, shard_of, unfinished_uploads
from .domain.originals import has_original, has_whole, remove_original
from .domain.whole import open_whole
from .models import Film

__all__ = [
    "Leftover",
    "allow_original_to_go",
    "collect",
    "has_original",
    "has_whole",
    "keep_house",
    "keep_original",
    "open_whole",
    "original_address",
    "original_goes_at",
    "remove_original",
    "unfinished_uploads",
]

_SECONDS = 60  # to begin to read; a transfer that has begun goes on


def original_address(film: Film, *, filename: str) -> str:
    """An address that hands out an original for a minute, or "" where it lies on this machine's disk.

    Whoever asks has made sure that it may be given. Where there is no address, read it with `open_whole`.
    """
    if not film.source or storage.local_path(film.source) is not None:
        return ""
    return storage.passing_address(film.source, seconds=_SECONDS, filename=filename)


def original_goes_at(film: Film) -> datetime | None:
    """The announced day on which an original goes by rule, by a row just read; None while it stays."""
    return originals.goes_at(film)


def keep_original(film: Film) -> bool:
    """Keep an original whatever the rule, because somebody asked; says whether that was new."""
    return originals.keep(film)


def allow_original_to_go(film: Film) -> bool:
    """Let the rule hold again for an original that somebody asked to keep; says whether somebody had."""
    return originals.let_go(film)


def keep_house(now: datetime | None = None) -> int:
    """Done every five minutes: a 256th of the storage is looked through, originals go by the rule; says what went."""
    now = now or timezone.now()
    shard = shard_of(now)
    tidy.give_up_unsent()
    gone = sum(found.may_go for found in collect(shards=[shard], now=now))
    if shard == SHARDS[0]:
        gone += sum(1 for _ in unfinished_uploads(now=now))
    originals.announce(now)
    return gone + originals.remove_due(now)
