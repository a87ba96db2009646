"""Spoil a film as lines, memory cards and rivals do: a pure function of its bytes and a seed.

What a truncated upload, a dying card or a malicious hand leaves behind: an end that is missing, bits that are not what
they were, parts in another order or twice, lengths that lie. The same seed gives the same damage, so what once went
wrong can be looked at again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

__all__ = ["Damaged", "damaged"]

_HEAD = 4096  # bytes; where most containers say what they are
_BLOCK = 4096
_LEAST = 64
_MP4_PARENTS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"edts", b"dinf"}
_EBML, _SEGMENT, _CLUSTER = b"\x1a\x45\xdf\xa3", 0x18538067, 0x1F43B675
_EBML_PARENTS = {_SEGMENT, 0x1654AE6B, 0xAE}  # Segment, Tracks, TrackEntry


@dataclass(frozen=True, slots=True)
class Damaged:
    """What was done, and what came of it."""

    what: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Span:
    """An atom or element: from `start` to before `end`, its content beginning at `body`."""

    start: int
    body: int
    end: int


def damaged(data: bytes, *, seed: int) -> Damaged:
    """Spoil bytes of a film in one of the ways, by the seed alone. What is hardly there stays as it is."""
    random = Random(f"damage {seed}")  # noqa: S311 - to be repeated, not to be secret
    names = list(_WAYS)
    what = names[seed % len(names)]
    spoilt = bytearray(data)
    if len(data) >= _LEAST:
        _WAYS[what](spoilt, random)
    return Damaged(what, bytes(spoilt))


def _cut(data: bytearray, random: Random) -> None:
    """The end never came."""
    del data[random.randrange(len(data)) :]


def _flip(data: bytearray, random: Random) -> None:
    """Some bytes anywhere are others, from one to one in a hundred."""
    for _ in range(max(1, int(len(data) ** random.random()) // 100)):
        data[random.randrange(len(data))] ^= 1 + random.randrange(255)


def _flip_head(data: bytearray, random: Random) -> None:
    """Some bytes are others where the container tells of itself: at the beginning and in its index."""
    places = [range(min(_HEAD, len(data)))]
    places += [range(s.start, s.end) for group in _groups(data) for s in group if s.end - s.start < _HEAD]
    for _ in range(random.choice((1, 2, 4, 16))):
        place = random.choice(places)
        if place:
            data[random.choice(place)] ^= 1 + random.randrange(255)


def _swap(data: bytearray, random: Random) -> None:
    """Two neighbours, or two strangers, have changed places."""
    first, second = sorted(random.sample(_some_group(data, random), 2), key=lambda span: span.start)
    before, after = data[first.start : first.end], data[second.start : second.end]
    data[first.start : second.end] = after + data[first.end : second.start] + before


def _lie(data: bytearray, random: Random) -> None:
    """The length of a part is not its length."""
    span = random.choice(_some_group(data, random))
    length = random.choice((0, 1, 7, 0x7FFFFFFF, 0xFFFFFFFF, random.randrange(2**31))).to_bytes(4, "big")
    at = span.start + (4 if data.startswith(_EBML) else 0)
    data[at : at + 4] = length


def _lose(data: bytearray, random: Random) -> None:
    """A part is missing in the middle."""
    span = random.choice(_some_group(data, random))
    del data[span.start : span.end]


def _double(data: bytearray, random: Random) -> None:
    """A part is there twice."""
    span = random.choice(_some_group(data, random))
    data[span.end : span.end] = data[span.start : span.end]


def _blank(data: bytearray, random: Random) -> None:
    """A stretch was never written: zeros, as after a power cut."""
    start = random.randrange(len(data))
    end = min(len(data), start + random.randrange(1, 1 + len(data) // random.choice((2, 10, 100))))
    data[start:end] = bytes(end - start)


def _noise(data: bytearray, random: Random) -> None:
    """A stretch holds something else."""
    start = random.randrange(len(data))
    end = min(len(data), start + random.randrange(1, 1 + len(data) // random.choice((4, 20, 200))))
    data[start:end] = random.randbytes(end - start)


def _shift(data: bytearray, random: Random) -> None:
    """A few bytes too many: all that follows lies elsewhere than the index says."""
    at = random.randrange(len(data))
    data[at:at] = random.randbytes(random.choice((1, 2, 188, 4096)))


_WAYS: dict[str, Callable[[bytearray, Random], None]] = {
    "cut": _cut,
    "flipped": _flip,
    "swapped": _swap,
    "flipped in the head": _flip_head,
    "a length lies": _lie,
    "a part lost": _lose,
    "blank": _blank,
    "a part twice": _double,
    "noise": _noise,
    "shifted": _shift,
}


def _some_group(data: bytearray, random: Random) -> list[Span]:
    """Parts that lie beside one another, two at least: by the container's own order, else blocks."""
    groups = [group for group in _groups(data) if len(group) > 1]
    if groups:
        return random.choice(groups)
    size = min(_BLOCK, max(1, len(data) // 2))
    return [Span(at, at, at + size) for at in range(0, len(data) - size + 1, size)]


def _groups(data: bytearray) -> list[list[Span]]:
    if data.startswith(_EBML):
        return list(_matroska(data, 0, len(data)))
    return list(_mp4(data, 0, len(data))) if bytes(data[4:8]) in (b"ftyp", b"moov", b"wide", b"mdat") else []


def _mp4(data: bytearray, start: int, end: int) -> Iterator[list[Span]]:
    """Atoms beside one another, then those inside each."""
    spans = []
    while start + 8 <= end:
        size = int.from_bytes(data[start : start + 4], "big") or end - start
        if size < 8 or start + size > end:
            break
        spans.append(Span(start, start + 8, start + size))
        start += size
    yield spans
    for span in spans:
        if bytes(data[span.start + 4 : span.start + 8]) in _MP4_PARENTS:
            yield from _mp4(data, span.body, span.end)


def _matroska(data: bytearray, start: int, end: int) -> Iterator[list[Span]]:
    """Elements beside one another, then those inside each. A length that is not told runs to the end."""
    spans, parents = [], []
    while start < end:
        kind, at = _number(data, start, keep_mark=True)
        size, body = _number(data, at)
        is_open = size == (1 << 7 * (body - at)) - 1
        if is_open and kind == _CLUSTER:  # as a browser records: it runs to the next one
            following = data.find(_CLUSTER.to_bytes(4, "big"), body, end)
            size = (following if following > 0 else end) - body
        stop = end if is_open and kind != _CLUSTER else body + size
        if body <= at or stop > end:
            break
        spans.append(Span(start, body, stop))
        if kind in _EBML_PARENTS:
            parents.append(spans[-1])
        start = stop
    yield spans
    for span in parents:
        yield from _matroska(data, span.body, span.end)


def _number(data: bytearray, at: int, *, keep_mark: bool = False) -> tuple[int, int]:
    """An EBML number and where it ends; its first set bit tells how long it is."""
    if at >= len(data) or data[at] == 0:
        return 0, at
    length = 9 - data[at].bit_length()
    value = int.from_bytes(data[at : at + length], "big")
    return (value if keep_mark else value & (1 << 7 * length) - 1), at + length
