"""Header and clusters of WebM and Matroska (RFC 8794, RFC 9559), as far as taking up a stream in the middle needs."""

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Cut", "Incomplete", "Tracks", "is_one", "read_head"]

_EBML, _SEGMENT, _INFO, _TRACKS, _CLUSTER = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
_TIMECODE_SCALE, _TRACK_ENTRY, _TRACK_NUMBER, _TRACK_TYPE = 0x2AD7B1, 0xAE, 0xD7, 0x83
_TIMECODE, _SIMPLE_BLOCK, _BLOCK_GROUP, _BLOCK, _REFERENCE = 0xE7, 0xA3, 0xA0, 0xA1, 0xFB
_CHECKSUM = 0xBF
_TOP = {_CLUSTER, 0x1C53BB6B, 0x1254C367, _INFO, _TRACKS, _EBML, _SEGMENT}  # what ends a cluster of unknown size
_PICTURE = 1  # type of track
_MARK = _CLUSTER.to_bytes(4, "big")


class Incomplete(Exception):
    """The bytes end before it can be told."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A place from which a stream can be decoded: its offset in the bytes, and its time in ms on the stream's clock."""

    offset: int
    ms: float


@dataclass(frozen=True, slots=True)
class Element:
    """An element: its name, where its content begins and where it ends; None for one of unknown size."""

    name: int
    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Tracks:
    """Numbers of the tracks with a picture, and how many ns a tick is."""

    pictures: frozenset[int]
    scale: int

    @property
    def has_picture(self) -> bool:
        return bool(self.pictures)

    def cuts(self, data: bytes, since: int = 0) -> Iterator[Cut]:
        """Clusters whose first picture is a keyframe; every one where there is no picture."""
        at = since
        while (at := data.find(_MARK, at)) >= 0:
            try:
                ticks = self._beginning(data, at)
            except Incomplete:
                return
            except ValueError:
                ticks = None  # four bytes of a picture that happen to look like a cluster
            if ticks is not None:
                yield Cut(at, ticks * self.scale / 1e6)
            at += 4

    def _beginning(self, data: bytes, at: int) -> int | None:
        """The time of a cluster's first picture when it is a keyframe. Raises ValueError when it is no cluster."""
        cluster = _element(data, at)
        first = _element(data, cluster.start)
        if first.name == _CHECKSUM and first.end:
            first = _element(data, first.end)
        if first.name != _TIMECODE or first.end is None or first.end - first.start > 8:
            raise ValueError("no time")
        _need(data, first.end)
        time = int.from_bytes(data[first.start : first.end], "big")
        if not self.pictures:
            return time
        at = first.end
        while cluster.end is None or at < cluster.end:
            inside = _element(data, at)
            if inside.name in _TOP:
                return None
            if inside.end is None:
                raise ValueError("a block without end")
            if inside.name in (_SIMPLE_BLOCK, _BLOCK_GROUP):
                track, ticks, is_key = _block(data, inside)
                if track in self.pictures:
                    return time + ticks if is_key else None
            at = inside.end
        return None


def is_one(data: bytes) -> bool:
    """Whether bytes begin as WebM does."""
    return data[:4] == _EBML.to_bytes(4, "big")


def read_head(data: bytes) -> tuple[int, Tracks]:
    """The size of the header in bytes, and its tracks. Raises Incomplete or ValueError."""
    pictures: set[int] = set()
    scale = 1_000_000
    at = 0
    while True:
        element = _element(data, at)
        if element.name == _CLUSTER:
            return at, Tracks(frozenset(pictures), scale)
        if element.name == _SEGMENT:
            at = element.start
            continue
        if element.end is None:
            raise ValueError("a header without end")
        _need(data, element.end)
        if element.name == _INFO:
            scale = _number(data, element, _TIMECODE_SCALE) or scale
        elif element.name == _TRACKS:
            pictures |= {number for number, kind in _entries(data, element) if kind == _PICTURE}
        at = element.end


def _entries(data: bytes, tracks: Element) -> Iterator[tuple[int, int]]:
    for entry in _children(data, tracks):
        if entry.name == _TRACK_ENTRY:
            yield _number(data, entry, _TRACK_NUMBER) or 0, _number(data, entry, _TRACK_TYPE) or 0


def _number(data: bytes, parent: Element, name: int) -> int | None:
    return next(
        (int.from_bytes(data[one.start : one.end], "big") for one in _children(data, parent) if one.name == name), None
    )


def _children(data: bytes, parent: Element) -> Iterator[Element]:
    at, end = parent.start, parent.end or len(data)
    while at < end:
        child = _element(data, at)
        if child.end is None or child.end > end:
            raise ValueError("an element beyond its parent")
        yield child
        at = child.end


def _block(data: bytes, element: Element) -> tuple[int, int, bool]:
    """Track, time in ticks after the cluster's, and whether it is a keyframe."""
    is_key = None
    if element.name == _BLOCK_GROUP:
        _need(data, element.end or 0)
        inside = list(_children(data, element))
        is_key = not any(one.name == _REFERENCE for one in inside)
        element = next((one for one in inside if one.name == _BLOCK), element)
    track, at = _vint(data, element.start, keep_mark=False)
    _need(data, at + 3)
    ticks = int.from_bytes(data[at : at + 2], "big", signed=True)
    return track or 0, ticks, bool(data[at + 2] & 0x80) if is_key is None else is_key


def _element(data: bytes, at: int) -> Element:
    name, at = _vint(data, at, keep_mark=True)
    size, at = _vint(data, at, keep_mark=False)
    return Element(name or 0, at, None if size is None else at + size)


def _vint(data: bytes, at: int, *, keep_mark: bool) -> tuple[int | None, int]:
    """A number of variable length and where it ends; None where all bits are set: unknown."""
    _need(data, at + 1)
    length = 9 - data[at].bit_length()
    if length > 8:
        raise ValueError("no number")
    _need(data, at + length)
    value = int.from_bytes(data[at : at + length], "big")
    if keep_mark:
        return value, at + length
    mask = (1 << 7 * length) - 1
    value &= mask
    return (None if value == mask else value), at + length


def _need(data: bytes, size: int) -> None:
    if len(data) < size:
        raise Incomplete
