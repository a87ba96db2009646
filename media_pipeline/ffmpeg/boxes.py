"""Read fMP4 of our own ffmpeg: codec names (RFC 6381), and whether the picture keeps its shape."""

from collections.abc import Iterable, Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path

__all__ = ["codecs", "keeps_shape"]

_PARENTS = {
    b"moov": 0,
    b"trak": 0,
    b"mdia": 0,
    b"minf": 0,
    b"stbl": 0,
    b"stsd": 8,
    b"avc1": 78,
    b"mp4a": 28,
}
_SEQUENCE_PARAMETERS = 7  # type of NAL unit
_DECODER_CONFIG, _DECODER_INFO = 0x04, 0x05  # descriptor tags of ISO 14496-1


def codecs(init: Path) -> str:
    """Codecs of an initialisation segment, such as `avc1.64001e`. Raises ValueError."""
    found = [
        _avc(body) if kind == b"avcC" else _mp4a(body)
        for kind, body in _boxes(init.read_bytes())
        if kind in (b"avcC", b"esds")
    ]
    if not found:
        raise ValueError(f"{init.name} has no codec we know")
    return ",".join(found)


def keeps_shape(init: Path, segments: Iterable[Path]) -> bool:
    """Whether H.264 keeps the parameters of its initialisation segment to the end.

    A browser's recording changes them on the way when the tablet is turned; players then show
    nonsense.
    """
    records = [body for kind, body in _boxes(init.read_bytes()) if kind == b"avcC"]
    known = {bytes(unit) for record in records for unit in _parameter_sets(record)}
    return all(unit in known for segment in segments for unit in _sequence_parameters(segment))


def _sequence_parameters(segment: Path) -> Iterator[bytes]:
    """Those inside a segment; of the pictures between only the beginnings are read, or an hour would take seconds."""
    if not segment.stat().st_size:
        return
    with segment.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        at = 0
        while at + 8 <= len(data):
            size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
            if size < 8:
                return
            if kind == b"mdat":
                yield from _units(data, at + 8, min(at + size, len(data)))
            at += size


def _parameter_sets(record: bytes) -> Iterator[bytes]:
    """Sequence parameter sets of an AVCDecoderConfigurationRecord: 16-bit lengths from byte 6 on."""
    at = 6
    for _ in range(record[5] & 0x1F):
        size = int.from_bytes(record[at : at + 2], "big")
        yield record[at + 2 : at + 2 + size]
        at += 2 + size


def _units(data: mmap, at: int, end: int) -> Iterator[bytes]:
    """The sequence parameter sets among NAL units of samples in a row, each after its 32-bit length."""
    while at + 5 <= end:
        size = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4] & 0x1F == _SEQUENCE_PARAMETERS:
            yield data[at + 4 : min(at + 4 + max(size, 1), end)]
        at += 4 + size


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """All boxes below the parents we know, depth first."""
    at = 0
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if size < 8:
            return
        body = data[at + 8 : at + size]
        yield kind, body
        if kind in _PARENTS:
            yield from _boxes(body[_PARENTS[kind] :])
        at += size


def _avc(body: bytes) -> str:
    """AVCDecoderConfigurationRecord: version, then profile, compatibility and level."""
    return f"avc1.{body[1:4].hex()}"


def _mp4a(body: bytes) -> str:
    """The audio object type is in the first five bits of AudioSpecificConfig (ISO 14496-3)."""
    for tag, content in _descriptors(body[4:]):
        if tag == _DECODER_INFO:
            kind = content[0] >> 3
            if kind == 31:
                kind = 32 + ((content[0] & 7) << 3 | content[1] >> 5)
            return f"mp4a.40.{kind}"
    raise ValueError("no AudioSpecificConfig")


def _descriptors(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 2 <= len(data):
        tag, size, at = data[at], 0, at + 1
        while at < len(data):
            byte, at = data[at], at + 1
            size = size << 7 | byte & 0x7F
            if byte < 0x80:
                break
        content = data[at : at + size]
        yield tag, content
        skip = {0x03: 3, _DECODER_CONFIG: 13}.get(tag)
        if skip is not None:
            yield from _descriptors(content[skip:])
        at += size
