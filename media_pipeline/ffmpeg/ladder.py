"""Which renditions a film gets, decided from its facts alone.

Bit rates are ceilings over a constant quality (CRF): a quiet scene stays far below, and a learner
pays for every megabyte. They lie between MediaCMS's ladder and PeerTube's (see `elearn/decisions`),
in bits a second at 30 frames a second.
"""

from dataclasses import dataclass
from fractions import Fraction

from .facts import Audio, Facts, Video

__all__ = ["Copy", "Plan", "Rung", "Sound", "first_version", "plan"]

CEILINGS = {240: 350_000, 360: 700_000, 480: 1_200_000, 720: 2_500_000, 1080: 4_500_000}
_HIGHEST = max(CEILINGS)
_NEAR = 0.8  # a rung taller than this part of the next one above is left out
_LOW_RUNG = 480  # up to this height more than 30 frames a second are not worth their bytes
_SLOW = 30
# seconds between keyframes a first version may have: x264's default 250 frames at 20 a second
_COPY_GAP = 12.5
# and a copy that stays, unless even so a segment of it costs no more than one of ours
_KEEP_GAP = 6.1
_SEGMENT = 4  # seconds
# How many bits H.264 needs for what came in one bit of another codec; more would buy nothing.
_WORTH = {"h264": 1.2, "vp8": 1.2, "hevc": 2.0, "vp9": 2.0, "av1": 2.5}
_LEAST = 64_000  # bits a second
_IN_STEP = 0.05  # seconds between sound and picture nobody sees (EBU R 37: +40 to −60 ms)
_COPY_PIXELS = {"yuv420p", "yuvj420p"}
_COPY_PROFILES = {"Baseline", "Constrained Baseline", "Main", "High"}


@dataclass(frozen=True, slots=True)
class Rung:
    """A video rendition to encode. Pixels, frames a second as text for ffmpeg, bits a second."""

    name: str
    width: int
    height: int
    frame_rate: str
    ceiling: int
    level: str

    @property
    def frames_a_second(self) -> float:
        return float(Fraction(self.frame_rate))


@dataclass(frozen=True, slots=True)
class Sound:
    """The audio rendition: AAC-LC."""

    channels: int
    sample_rate: int
    bitrate: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A first version without encoding the picture."""

    video: bool
    audio: bool  # False: there is sound, but it has to become AAC


@dataclass(frozen=True, slots=True)
class Plan:
    """What the encode makes, largest first, and whether the copy stays on top of it."""

    rungs: tuple[Rung, ...]
    sound: Sound | None
    keeps_copy: bool = False


def first_version(facts: Facts) -> Copy | None:
    """How the file can be watched at once, or None when the picture has to be encoded first."""
    video, audio = facts.video, facts.audio
    if video and not _can_copy(video):
        return None
    return Copy(
        video=video is not None,
        audio=audio is not None and _can_copy_sound(audio, video),
    )


def plan(facts: Facts, *, has_copy: bool) -> Plan:
    """The ladder under or instead of the copy: by the short side, never upscaled, sizes even."""
    sound = _sound(facts.audio) if facts.audio else None
    video = facts.video
    if video is None:
        return Plan(rungs=(), sound=sound)
    keeps_copy = has_copy and _may_stay(video)
    top = min(video.short_side, _HIGHEST)
    heights = [] if keeps_copy else [top]
    lowest_above = top
    for height in sorted(CEILINGS, reverse=True):
        if height < lowest_above and height <= lowest_above * _NEAR:
            heights.append(height)
            lowest_above = height
    rungs = tuple(_rung(video, height) for height in heights)
    return Plan(rungs=rungs, sound=sound, keeps_copy=keeps_copy)


def ceiling(height: int, frames_a_second: float) -> int:
    """The most bits a second for a short side of `height`; grows with the root of the frame rate."""
    below = max((h for h in CEILINGS if h <= height), default=None)
    above = min((h for h in CEILINGS if h >= height), default=_HIGHEST)
    if below is None:
        rate = CEILINGS[above] * (height / above) ** 1.5
    elif below == above:
        rate = CEILINGS[below]
    else:
        part = (height - below) / (above - below)
        rate = CEILINGS[below] + part * (CEILINGS[above] - CEILINGS[below])
    return max(_LEAST, round(rate * max(0.5, frames_a_second / 30) ** 0.5))


def _worth(video: Video, scale: float) -> int:
    """The most a rung can gain from this source: more bits do not mend a poor recording."""
    return max(_LEAST, round(video.average_bps * _WORTH.get(video.codec, 1.2) * scale**1.5))


def _can_copy(video: Video) -> bool:
    return (
        video.codec == "h264"
        and video.pixels in _COPY_PIXELS
        and video.profile in _COPY_PROFILES
        and video.keyframe_gap <= _COPY_GAP
    )


def _can_copy_sound(audio: Audio, video: Video | None) -> bool:
    """Players place fragments by their samples: sound out of step has to be fitted."""
    in_step = video is None or abs(audio.start - video.start) <= _IN_STEP
    return in_step and audio.codec == "aac" and audio.profile == "LC" and audio.channels <= 2


def _may_stay(video: Video) -> bool:
    """Upright, square, not above our own ceiling: learners pay for every megabyte."""
    allowed = ceiling(video.short_side, video.frames_a_second)
    starts_fast = video.keyframe_gap <= _KEEP_GAP or video.peak_bps * video.keyframe_gap <= allowed * _SEGMENT
    return (
        starts_fast
        and video.start <= _IN_STEP  # the encoded sound begins with the file
        and video.rotation == 0
        and video.square
        and video.short_side <= _HIGHEST
        and video.average_bps <= allowed
        and video.peak_bps <= 2 * allowed
    )


def _rung(video: Video, height: int) -> Rung:
    scale = height / video.short_side
    width, tall = _even(video.shown_width * scale), _even(video.shown_height * scale)
    rate = Fraction(video.frame_rate)
    if height <= _LOW_RUNG and rate > _SLOW:
        rate /= 2
    return Rung(
        name=f"{min(width, tall)}p",
        width=width,
        height=tall,
        frame_rate=str(rate),
        ceiling=min(ceiling(height, float(rate)), _worth(video, scale)),
        level=_level(width, tall, float(rate)),
    )


def _sound(audio: Audio) -> Sound:
    channels = 1 if audio.channels == 1 else 2
    rate = 44_100 if audio.sample_rate in (11_025, 22_050, 44_100) else 48_000
    return Sound(channels=channels, sample_rate=rate, bitrate=64_000 if channels == 1 else 96_000)


def _level(width: int, height: int, frames_a_second: float) -> str:
    """The lowest H.264 level for size and rate (ITU-T H.264, table A-1, in macroblocks)."""
    size = -(-width // 16) * -(-height // 16)
    levels = (("3.0", 1620, 40_500), ("3.1", 3600, 108_000), ("4.0", 8192, 245_760))
    for level, most, a_second in levels:
        if size <= most and size * frames_a_second <= a_second:
            return level
    return "4.2" if size <= 8704 else "5.1"


def _even(value: float) -> int:
    return max(2, round(value / 2) * 2)
