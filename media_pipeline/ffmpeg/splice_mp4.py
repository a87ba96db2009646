"""Header and fragments of MP4 (ISO 14496-12), as far as taking up a stream in the middle needs."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from .splice_webm import Cut, Incomplete

__all__ = ["Tracks", "is_one", "read_head"]

_LARGEST = 2**20  # bytes of a fragment's index
_NO_KEYFRAME = 0x10000  # sample_is_non_sync_sample
_PARENTS = {b"moov", b"trak", b"mdia", b"mvex", b"moof", b"traf"}
Box = tuple[bytes, int, int]  # its name, where its content begins and where it ends


@dataclass(frozen=True, slots=True)
class Tracks:
    """Ticks a second of each track with a picture, and what is told of samples that say nothing themselves."""

    pictures: dict[int, int]
    defaults: dict[int, int]
    sounds: dict[int, int]

    @property
    def has_picture(self) -> bool:
        return bool(self.pictures)

    def cuts(self, data: bytes, since: int = 0) -> Iterator[Cut]:
        """Fragments whose first picture is a keyframe; every one where there is no picture."""
        at = since
        while (at := data.find(b"moof", at)) >= 0:
            start, at = at - 4, at + 4
            if start < 0:
                continue
            size = int.from_bytes(data[start : start + 4], "big")
            if not 24 <= size <= _LARGEST or data[start + 12 : start + 16] not in (b"mfhd", b""):
                continue
            if start + size > len(data):
                return
            try:
                seconds = self._beginning(data, start, start + size)
            except (ValueError, struct.error):
                continue
            if seconds is not None:
                yield Cut(start, seconds * 1000)

    def _beginning(self, data: bytes, start: int, end: int) -> float | None:
        known = self.pictures or self.sounds
        for _, inside, until in (box for box in _boxes(data, start + 8, end) if box[0] == b"traf"):
            parts = {name: (a, b) for name, a, b in _boxes(data, inside, until)}
            if b"tfhd" not in parts or b"tfdt" not in parts:
                raise ValueError("a fragment without time")
            track, flags = self._told(data, *parts[b"tfhd"])
            if track not in known:
                continue
            if b"trun" in parts:
                flags = _first_flags(data, *parts[b"trun"], flags)
            if self.pictures and flags & _NO_KEYFRAME:
                return None
            return _time(data, parts[b"tfdt"][0]) / known[track]
        return None

    def _told(self, data: bytes, at: int, end: int) -> tuple[int, int]:
        """The number of a track, and the flags of its samples unless they say otherwise."""
        flags = int.from_bytes(data[at + 1 : at + 4], "big")
        track = int.from_bytes(data[at + 4 : at + 8], "big")
        if not flags & 0x20:
            return track, self.defaults.get(track, 0)
        return track, int.from_bytes(data[end - 4 : end], "big")  # it is the last field


def is_one(data: bytes) -> bool:
    """Whether bytes begin as MP4 does."""
    return data[4:8] == b"ftyp"


def read_head(data: bytes) -> tuple[int, Tracks]:
    """The size of the header in bytes, and its tracks. Raises Incomplete or ValueError."""
    at, moov = 0, None
    while True:
        if at + 8 > len(data):
            raise Incomplete
        size, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if name in (b"moof", b"styp", b"mdat", b"sidx", b"prft"):
            break
        if size < 8:
            raise ValueError("a box without end")
        if at + size > len(data):
            raise Incomplete
        if name == b"moov":
            moov = (at + 8, at + size)
        at += size
    if moov is None:
        raise ValueError("no index in front")
    return at, _tracks(data, *moov)


def _tracks(data: bytes, start: int, end: int) -> Tracks:
    pictures: dict[int, int] = {}
    sounds: dict[int, int] = {}
    defaults: dict[int, int] = {}
    track = scale = 0
    for name, at, _until in _boxes(data, start, end):
        if name == b"tkhd":
            track = int.from_bytes(data[at + 20 : at + 24] if data[at] else data[at + 12 : at + 16], "big")
        elif name == b"mdhd":
            scale = int.from_bytes(data[at + 20 : at + 24] if data[at] else data[at + 12 : at + 16], "big")
        elif name == b"hdlr" and scale:
            kind = data[at + 8 : at + 12]
            if kind in (b"vide", b"soun"):
                (pictures if kind == b"vide" else sounds)[track] = scale
        elif name == b"trex":
            told = data[at + 4 : at + 24]
            defaults[int.from_bytes(told[:4], "big")] = int.from_bytes(told[16:], "big")
    return Tracks(pictures, defaults, sounds)


def _first_flags(data: bytes, at: int, end: int, default: int) -> int:
    """The flags of a run's first sample."""
    flags = int.from_bytes(data[at + 1 : at + 4], "big")
    at += 8 + 4 * bool(flags & 0x1)
    if flags & 0x4:
        return int.from_bytes(data[at : at + 4], "big")
    if flags & 0x400:
        at += 4 * bool(flags & 0x100) + 4 * bool(flags & 0x200)
        if at + 4 <= end:
            return int.from_bytes(data[at : at + 4], "big")
    return default


def _time(data: bytes, at: int) -> int:
    return int.from_bytes(data[at + 4 : at + 12] if data[at] else data[at + 4 : at + 8], "big")


def _boxes(data: bytes, at: int, end: int) -> Iterator[Box]:
    """All boxes below the parents we know, depth first. Raises ValueError."""
    while at + 8 <= end:
        size, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if size < 8 or at + size > end:
            raise ValueError("a box beyond its parent")
        yield name, at + 8, at + size
        if name in _PARENTS:
            yield from _boxes(data, at + 8, at + size)
        at += size
