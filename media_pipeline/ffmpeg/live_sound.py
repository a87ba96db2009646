"""The sound of a broadcast beside its picture: AAC frames as ffmpeg writes them, cut where the picture is cut.

ffmpeg cuts sound by its own clock, and after an hour the two would be seconds apart. So a worker that goes on in the
middle would repeat sound or lose some. Here a segment has exactly the frames of its picture's time; where no sound
came, silence takes its place, so that whoever only listens never stops.
"""

import struct
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import ffmpeg as build

from . import hls
from .run import run

__all__ = ["FRAME", "RATE", "Frames", "Silence", "frames_until", "segment", "silence"]

RATE = 48_000  # samples a second
FRAME = 1024  # samples of a frame
_ADTS = 7  # bytes before each frame
_SYNC = 0xFFF


@dataclass(frozen=True, slots=True)
class Silence:
    """What a player needs before the sound, and a frame of silence."""

    init: bytes
    frame: bytes


@dataclass
class Frames:
    """AAC frames from a file that grows."""

    path: Path
    waiting: list[bytes] = field(default_factory=list)
    taken: int = 0  # frames given out, those of silence too
    owed: int = 0  # frames of silence that were given in the place of some that have not come yet
    _offset: int = 0
    _rest: bytes = b""

    def read(self) -> None:
        """Take in what has come. Frames that come after silence took their place are too late."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            file.seek(self._offset)
            data = self._rest + file.read()
            self._offset = file.tell()
        at = 0
        while at + _ADTS <= len(data):
            size = (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
            if data[at] << 4 | data[at + 1] >> 4 != _SYNC or size <= _ADTS:
                raise ValueError("no AAC")
            if at + size > len(data):
                break
            self.waiting.append(data[at + _ADTS : at + size])
            at += size
        self._rest = data[at:]
        late = min(self.owed, len(self.waiting))
        del self.waiting[:late]
        self.owed -= late

    def has(self, until: int) -> bool:
        """Whether every frame before the one with this number is there."""
        return self.taken + len(self.waiting) >= until

    def give(self, until: int, silent: bytes) -> list[bytes]:
        """The frames before the one with this number, silence for those that have not come."""
        wanted = max(0, until - self.taken)
        given, self.waiting = self.waiting[:wanted], self.waiting[wanted:]
        missing = wanted - len(given)
        self.owed += missing
        self.taken += wanted
        return given + [silent] * missing


def frames_until(seconds: float) -> int:
    """How many frames begin before this second of a stretch."""
    return -int(-seconds * RATE // FRAME)


@cache
def silence(channels: int) -> Silence:
    """What all sound of so many channels begins with; made once in a process."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for output, options in (("init.mp4", _INIT), ("sound.aac", {"f": "adts"})):
            layout = "mono" if channels == 1 else "stereo"
            nothing = build.input(f"anullsrc=r={RATE}:cl={layout}", f="lavfi", t=0.2)
            told = build.output(nothing, output, acodec="aac", ar=RATE, ac=channels, **{"b:a": "64k"}, **options)
            run(hls.arguments([told]), timeout=30, folder=folder)
        whole = (folder / "init.mp4").read_bytes()
        frames = Frames(folder / "sound.aac")
        frames.read()
        return Silence(whole[: whole.index(b"moof") - 4], frames.waiting[2])


_INIT = {"f": "mp4", "movflags": "empty_moov+default_base_moof+frag_keyframe", "avoid_negative_ts": "disabled"}


def segment(frames: list[bytes], *, first: int) -> bytes:
    """A fragment of fMP4 (ISO 14496-12) with these frames, the first of which has this number in its stretch."""
    count = len(frames)
    header = _box(b"mfhd", struct.pack(">II", 0, first % 2**32))
    track = _box(b"tfhd", struct.pack(">IIII", 0x020028, 1, FRAME, 0x02000000))  # base is moof, duration, flags
    time = _box(b"tfdt", struct.pack(">IQ", 0x01000000, first * FRAME))
    sizes = struct.pack(f">{count}I", *(len(frame) for frame in frames))
    length = 8 + len(header) + 8 + len(track) + len(time) + 8 + 12 + len(sizes)  # of the whole index
    run_ = _box(b"trun", struct.pack(">IIi", 0x000201, count, length + 8) + sizes)
    index = _box(b"moof", header + _box(b"traf", track + time + run_))
    return index + _box(b"mdat", b"".join(frames))


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content
