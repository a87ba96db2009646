"""Which segments of a version hold which part of a film, and what their bytes digest to.

It serves to check that a player really loaded what it says it played: the player cannot know beforehand which segment
it is asked for, and a digest with a salt cannot be prepared. Where the bytes came from, from this site, a CDN or the
browser's own cache, makes no difference.

Who asks which segments there are must not wait for a storage: a version nobody asked about yet is read in the
background, and until then there are none.
"""

import hashlib
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

from . import storage
from .ffmpeg.playlist import segments_of
from .models import Film

__all__ = ["digests_of", "load", "segments_between"]

VERSION = re.compile(r"[a-z0-9]{1,24}-[0-9a-f]{8}", re.ASCII)
SEGMENT = re.compile(VERSION.pattern + r"/s[0-9]{5,7}\.m4s", re.ASCII)
MOST_KNOWN = 2_000  # versions a process keeps in mind
MOST_WAITING = 64
FRESH = 600.0  # seconds until one that could not be read is read again
LARGEST = 2**26  # bytes of a segment


@dataclass(frozen=True)
class _Version:
    segments: tuple[tuple[int, int, str], ...]  # from and to in ms of the film, name
    read_at: float


class _Known:
    """What this process knows, and the one thread that reads."""

    def __init__(self) -> None:
        self.versions: OrderedDict[tuple[UUID, str], _Version] = OrderedDict()
        self.waiting: set[tuple[UUID, str]] = set()
        self.lock = threading.Lock()
        self.reader = ThreadPoolExecutor(1, thread_name_prefix="segments")


_known = _Known()


def segments_between(film: UUID, version: str, start_ms: int, end_ms: int) -> list[str]:
    """Name the segments of a version that lie within a part of a film, such as "360p-1a2b3c4d/s00007.m4s".

    Never waits; none while the version has still to be read, or where there is no such version.
    """
    if not VERSION.fullmatch(version):
        return []
    key = (film, version)
    with _known.lock:
        found = _known.versions.get(key)
        if found and (found.segments or time.monotonic() - found.read_at < FRESH):
            _known.versions.move_to_end(key)
            return [f"{version}/{name}" for start, end, name in found.segments if start_ms <= start and end <= end_ms]
        if key not in _known.waiting and len(_known.waiting) < MOST_WAITING:
            _known.waiting.add(key)
            _known.reader.submit(load, film, version)
    return []


def load(film: UUID, version: str) -> int:
    """Read which segments a version has; gives how many."""
    key, segments = (film, version), []
    try:
        at = 0.0
        for name, seconds in segments_of(_bytes(film, f"{version}/index.m3u8").decode()):
            segments.append((round(at * 1000), round((at + seconds) * 1000), name))
            at += seconds
    except (OSError, UnicodeDecodeError, ValueError):
        segments = []  # it was replaced, or never was
    finally:
        with _known.lock:
            _known.waiting.discard(key)
            _known.versions[key] = _Version(tuple(segments), time.monotonic())
            while len(_known.versions) > MOST_KNOWN:
                _known.versions.popitem(last=False)
    return len(segments)


def digests_of(film: UUID, segment: str, salts: Sequence[str]) -> list[str] | None:
    """Give SHA-256 of salt and bytes for each salt (both in hexadecimal). None when there is no such segment."""
    if not SEGMENT.fullmatch(segment):
        return None
    try:
        data = _bytes(film, segment)
    except OSError:
        return None
    return [hashlib.sha256(bytes.fromhex(salt) + data).hexdigest() for salt in salts]


def _bytes(film: UUID, name: str) -> bytes:
    with storage.films().open(f"{Film(pk=film).folder}/{name}", "rb") as file:
        return bytes(file.read(LARGEST))
