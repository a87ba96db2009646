"""What an MP4's own tables say of each picture or sound: what ffprobe would print, without reading the whole film.

ffprobe reads every byte between the tables, which takes as long as a third of the rewriting beside which it runs. Only
plain files are understood here (ISO 14496-12: one index, nothing in fragments, no cuts in the edit list, everything
that is promised inside the file). Of all others nothing is said, and ffprobe reads them.
"""

import os
import struct
import sys
from array import array
from collections.abc import Iterator
from itertools import accumulate, chain, repeat
from pathlib import Path
from typing import BinaryIO, NamedTuple

from .packets import Track

__all__ = ["read"]

_LARGEST = 2**26  # bytes of an index; three hours of picture and sound have about 10 MB
_MOST = 2_000_000  # samples
_LONGEST = 60  # seconds that one of them may last
_PARENTS = {b"trak", b"mdia", b"minf", b"stbl", b"edts"}
# Other ways to say what can be shown alone (`sgpd` but for sound's), how large it is, or where it lies.
_UNUSUAL = {b"stps", b"stz2", b"sgpd", b"mvex", b"cmov"}
_READ = {b"tkhd", b"mdhd", b"elst", b"stts", b"ctts", b"stsz", b"stsc", b"stco", b"co64", b"stss"}
_ONCE = 0x10000  # an edit at its own speed, as a fixed-point number
_MARGIN = 0.002  # seconds: the index rounds an edit to its own clock


class _Odd(Exception):
    """The index is not one of those understood here."""


class _Edit(NamedTuple):
    delay: float  # seconds of nothing before it
    begin: int  # in the clock of the track
    seconds: float


def read(path: Path, track_id: int) -> Track | None:
    """All samples of a track, in the order in which they lie; None where ffprobe has to look."""
    try:
        with path.open("rb") as file:
            index, content = _parts(file, os.fstat(file.fileno()).st_size)
            return _track(index, track_id, content)
    except (_Odd, KeyError, IndexError, struct.error):
        return None


def _parts(file: BinaryIO, size: int) -> tuple[bytes, range]:
    """The content of the one `moov` of a file of whole boxes, and where the content of its one `mdat` lies."""
    found: dict[bytes, range] = {}
    at = 0
    while at < size:
        file.seek(at)
        head = file.read(16)
        length, kind, begin = int.from_bytes(head[:4], "big"), head[4:8], 8
        if length == 1:
            length, begin = int.from_bytes(head[8:16], "big"), 16
        elif length == 0:
            length = size - at
        if length < begin or at + length > size or kind in found or kind in (b"moof", b"sidx"):
            raise _Odd
        if kind in (b"moov", b"mdat"):
            found[kind] = range(at + begin, at + length)
        at += length
    index = found[b"moov"]
    if len(index) > _LARGEST:
        raise _Odd
    file.seek(index.start)
    return file.read(len(index)), found[b"mdat"]


def _track(index: bytes, track_id: int, content: range) -> Track:
    top = list(_boxes(index, 0, len(index)))
    heads = [body for kind, body in top if kind == b"mvhd"]
    if len(heads) != 1 or any(kind in _UNUSUAL for kind, _ in top):
        raise _Odd
    tracks = [_tables(body) for kind, body in top if kind == b"trak"]
    mine = [one for one in tracks if _track_id(one[b"tkhd"]) == track_id]
    if len(mine) != 1:
        raise _Odd
    return _samples(mine[0], _clock(heads[0]), content)


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    while at + 8 <= end:
        length, kind = struct.unpack_from(">I4s", data, at)
        if length == 0 and at + 8 >= end - 4:
            return  # QuickTime ends some lists with four zeros
        if length < 8 or at + length > end:
            raise _Odd
        yield kind, data[at + 8 : at + length]
        at += length


def _tables(trak: bytes) -> dict[bytes, bytes]:
    """All boxes of a track by their kind; none of those we read may be there twice."""
    found: dict[bytes, bytes] = {}
    waiting = [trak]
    while waiting:
        data = waiting.pop()
        for kind, body in _boxes(data, 0, len(data)):
            if kind in _PARENTS:
                waiting.append(body)
            elif (kind in _UNUSUAL and body[4:8] != b"roll") or (kind in found and kind in _READ):
                raise _Odd
            else:
                found[kind] = body
    return found


def _track_id(header: bytes) -> int:
    return int.from_bytes(header[20:24] if header[0] == 1 else header[12:16], "big")


def _clock(header: bytes) -> int:
    """Ticks a second, of `mvhd` and `mdhd`."""
    ticks = int.from_bytes(header[20:24] if header[0] == 1 else header[12:16], "big")
    if not ticks:
        raise _Odd
    return ticks


def _samples(tables: dict[bytes, bytes], movie_clock: int, content: range) -> Track:
    clock = _clock(tables[b"mdhd"])
    lasting = _durations(tables[b"stts"], clock)
    sizes = _sizes(tables[b"stsz"], len(lasting))
    _refuse_outside(tables, sizes, content)
    begins = accumulate(chain((0,), lasting[:-1]))
    late = _lateness(tables.get(b"ctts"), len(lasting))
    shown = [decoded + after for decoded, after in zip(begins, late, strict=True)]
    edit = _edit(tables.get(b"elst"), movie_clock)
    first, last = min(shown), max(shown)
    if first < edit.begin or (last - edit.begin) / clock >= edit.seconds + _MARGIN:
        raise _Odd  # something is cut off
    keys = _keys(tables.get(b"stss"), len(lasting))
    track = Track()
    for at, length, weight, key in zip(shown, lasting, sizes, keys, strict=True):
        time = (at - edit.begin) / clock + edit.delay
        track.add(time=time, duration=length / clock, size=weight, key=bool(key))
    return track


def _numbers(body: bytes, begin: int, count: int, kind: str = "I") -> array:
    """So many numbers of 32 bits, or of 64 (`Q`), in the order of this machine."""
    numbers = array(kind)
    end = begin + count * numbers.itemsize
    if end > len(body):
        raise _Odd
    numbers.frombytes(body[begin:end])
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _runs(body: bytes, kind: str = "I") -> Iterator[tuple[int, int]]:
    """(how many, value) of a table of runs, of which there are not too many in all."""
    numbers = _numbers(body, 8, 2 * int.from_bytes(body[4:8], "big"))
    counts, values = numbers[::2], array(kind, numbers[1::2].tobytes())
    if sum(counts) > _MOST:
        raise _Odd
    return zip(counts, values, strict=True)


def _durations(body: bytes, clock: int) -> list[int]:
    runs = list(_runs(body))
    lasting = list(chain.from_iterable(repeat(value, count) for count, value in runs))
    if not lasting or max(lasting) > _LONGEST * clock:
        raise _Odd
    return lasting


def _sizes(body: bytes, count: int) -> list[int]:
    same, told = struct.unpack_from(">II", body, 4)
    if told != count:
        raise _Odd
    sizes = [same] * count if same else list(_numbers(body, 12, count))
    if not all(sizes):
        raise _Odd
    return sizes


def _lateness(body: bytes | None, count: int) -> list[int]:
    """How long after it is decoded each picture is shown; ffmpeg takes the number as signed, whatever the version."""
    if body is None:
        return [0] * count
    late = list(chain.from_iterable(repeat(value, times) for times, value in _runs(body, "i")))
    if len(late) != count:
        raise _Odd
    return late


def _keys(body: bytes | None, count: int) -> bytearray:
    """One for each sample that can be shown alone, else zero; without a table all of them can."""
    if body is None:
        return bytearray(b"\1" * count)
    numbers = _numbers(body, 8, int.from_bytes(body[4:8], "big"))
    keys = bytearray(count)
    if not numbers or min(numbers) < 1:
        raise _Odd
    for number in numbers:
        keys[number - 1] = 1
    return keys


def _edit(body: bytes | None, clock: int) -> _Edit:
    """What is shown of the track: all of it, from its first picture, perhaps after a pause."""
    if body is None:
        return _Edit(0.0, 0, float("inf"))
    form, size = (">QqI", 20) if body[0] == 1 else (">IiI", 12)
    count = int.from_bytes(body[4:8], "big")
    if not 1 <= count <= 2:
        raise _Odd
    edits = [struct.unpack_from(form, body, 8 + size * number) for number in range(count)]
    *pauses, (lasting, begin, speed) = edits
    if begin < 0 or speed != _ONCE or any(at != -1 for _, at, _ in pauses):
        raise _Odd
    seconds = lasting / clock if lasting else float("inf")
    return _Edit(sum(pause for pause, _, _ in pauses) / clock, begin, seconds)


def _refuse_outside(tables: dict[bytes, bytes], sizes: list[int], content: range) -> None:
    """Raise _Odd unless all samples lie in the content, each in a chunk."""
    body, kind = (tables[b"stco"], "I") if b"stco" in tables else (tables[b"co64"], "Q")
    count = int.from_bytes(body[4:8], "big")
    if count > len(sizes):
        raise _Odd
    chunks = _numbers(body, 8, count, kind)
    within = tables[b"stsc"]
    entries = _numbers(within, 8, 3 * int.from_bytes(within[4:8], "big"))
    firsts, holds = entries[::3], entries[1::3]
    if not firsts or firsts[0] != 1 or set(entries[2::3]) != {1}:
        raise _Odd  # several descriptions of what is inside
    until = [*firsts[1:], count + 1]
    upto = 0
    for first, after, held in zip(firsts, until, holds, strict=True):
        if not 0 <= after - first <= count or held > len(sizes):
            raise _Odd
        for chunk in chunks[first - 1 : after - 1]:
            if chunk < content.start or chunk + sum(sizes[upto : upto + held]) > content.stop:
                raise _Odd
            upto += held
            if upto > len(sizes):
                raise _Odd
    if upto != len(sizes):
        raise _Odd
