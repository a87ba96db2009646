"""What is known of a file after looking at it: frozen; plain values in the film's row."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

__all__ = ["Audio", "Facts", "Reason", "Unusable", "Video"]


class Reason(StrEnum):
    """Why a file cannot be used. `models.Refusal` has the words, under the same values."""

    EMPTY = "empty"
    NOT_A_FILM = "not_a_film"
    BROKEN = "broken"
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"
    TOO_SMALL = "too_small"
    NAMES_OTHER_FILES = "names_other_files"
    HDR = "hdr"
    CODEC = "codec"
    NOTHING_INSIDE = "nothing_inside"


class Unusable(Exception):
    """The file cannot become a film; sending it again unchanged would not help."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Video:
    """The picture. Sizes in pixels, rates in frames, bit rates in bits a second."""

    index: int
    start: float  # seconds after the file's beginning
    codec: str
    profile: str
    pixels: str  # ffmpeg's name of the pixel format, such as yuv420p
    width: int  # as coded
    height: int
    shown_width: int  # after rotation and pixel shape, even
    shown_height: int
    rotation: int  # degrees, 0, 90, 180 or 270
    square: bool  # pixels are square
    frame_rate: str  # to encode at: a whole number or a fraction such as 30000/1001
    variable_rate: bool
    keyframe_gap: float  # the longest
    average_bps: int
    peak_bps: int  # of any four seconds
    transfer: str = ""  # of HDR, as ffmpeg names it: smpte2084 (PQ) or arib-std-b67 (HLG)
    interlaced: bool = False
    begins_hidden: bool = False  # what is shown first cannot be decoded without what an edit list leaves out

    @property
    def short_side(self) -> int:
        return min(self.shown_width, self.shown_height)

    @property
    def frames_a_second(self) -> float:
        top, _, bottom = self.frame_rate.partition("/")
        return int(top) / int(bottom or 1)


@dataclass(frozen=True, slots=True)
class Audio:
    """The sound."""

    index: int
    start: float  # seconds after the file's beginning
    codec: str
    profile: str
    channels: int
    sample_rate: int  # Hz


@dataclass(frozen=True, slots=True)
class Facts:
    """A file that can become a film."""

    container: str  # ffmpeg's name of the demuxer
    seconds: float
    bytes: int
    video: Video | None
    audio: Audio | None

    def as_json(self) -> dict[str, Any]:
        """Plain values for a JSON column."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Facts":
        """The facts `as_json` wrote."""
        video, audio = data["video"], data["audio"]
        return cls(
            container=data["container"],
            seconds=data["seconds"],
            bytes=data["bytes"],
            video=Video(**video) if video else None,
            audio=Audio(**audio) if audio else None,
        )
