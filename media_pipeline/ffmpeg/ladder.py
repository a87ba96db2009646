"""Which renditions a film gets, decided from its facts and from what samples of it needed.

Bit rates are ceilings over a constant quality (CRF): a quiet scene stays far below, and a learner
pays for every megabyte. They lie between MediaCMS's ladder and PeerTube's (see `elearn/decisions`),
in bits a second at 30 frames a second.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from .facts import Audio, Facts, Video

__all__ = [
    "Copy",
    "Need",
    "Plan",
    "Rung",
    "Sound",
    "first_part",
    "first_version",
    "plan",
    "rung_of",
    "thin",
    "wants_first_part",
]

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
_GOP = 2  # seconds
_FIRST = 360  # short side of the rung that is made before all others
_SAVES = 0.75  # a rung that needs more than this part of the next one above saves nothing
_WORTH_SAVING = 40_000  # bits a second
_ROOM = 2.0  # how far a scene may go above the sample that needed most
_SHORT = 15  # seconds of film, below which the whole ladder is there as soon as its first rung would be
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
    gop: int  # frames from one keyframe to the next; 0 puts keyframes where the source has them
    quality: float = 23  # x264's CRF, under the ceiling

    @property
    def frames_a_second(self) -> float:
        return float(Fraction(self.frame_rate))


class Need(NamedTuple):
    """Bits a second that samples of a film took at our quality: all of them, and the one that took most."""

    average: int
    peak: int


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

    def without(self, names: set[str]) -> "Plan":
        """The plan but for what is there already: names of rungs, and "audio"."""
        rungs = tuple(rung for rung in self.rungs if rung.name not in names)
        return replace(self, rungs=rungs, sound=None if "audio" in names else self.sound)


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
    """The ladder under or instead of the copy: by the short side, never upscaled, sizes even.

    All rungs have their keyframes, and so their segments, at the same times: those of the copy where it stays on top,
    else as many frames apart as are two seconds.
    """
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
    rungs = [rung_of(video, height) for height in heights]
    gop = _gop(video, rungs, keeps_copy=keeps_copy)
    in_step = tuple(replace(rung, gop=round(gop * Fraction(rung.frame_rate))) for rung in rungs)
    return Plan(rungs=in_step, sound=sound, keeps_copy=keeps_copy)


def wants_first_part(facts: Facts, whole: Plan) -> bool:
    """Whether one small rung is made before the others: nothing can be watched yet, or only at a phone's bit rate."""
    return facts.seconds >= _SHORT and len(whole.rungs) > 1 and not whole.keeps_copy


def first_part(whole: Plan) -> Plan:
    """What is made first of a ladder: the tallest of its small rungs, and the sound."""
    small = [rung for rung in whole.rungs if min(rung.width, rung.height) <= _FIRST]
    return replace(whole, rungs=tuple((small or whole.rungs[-1:])[:1]))


def thin(
    whole: Plan, needed: Mapping[str, Need], *, copy_bps: int = 0, keep: frozenset[str] | set[str] = frozenset()
) -> Plan:
    """The ladder without rungs that save nothing, under caps that fit the film.

    `needed` is by the rung's name; `copy_bps` is what the copy that stays on top takes; `keep` names rungs that stay
    whatever they save. The top rung always stays.
    """
    rungs: list[Rung] = []
    above = copy_bps if whole.keeps_copy else 0
    for rung in whole.rungs:
        need = needed.get(rung.name, Need(rung.ceiling, rung.ceiling))
        average = min(need.average, rung.ceiling)
        saves = above - average >= _WORTH_SAVING and average <= above * _SAVES
        if not above or saves or rung.name in keep:
            cap = max(_LEAST, round(need.peak * _ROOM))
            rungs.append(replace(rung, ceiling=min(rung.ceiling, cap)))
            above = average
    return replace(whole, rungs=tuple(rungs))


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
        and not (video.transfer or video.interlaced or video.begins_hidden)
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


def rung_of(video: Video, height: int) -> Rung:
    """The rung with a short side of `height`, its keyframes where the source has them."""
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
        gop=0,
    )


def _gop(video: Video, rungs: list[Rung], *, keeps_copy: bool) -> Fraction:
    """Seconds from one keyframe to the next, a whole number of frames of the slowest rung; 0 where the copy has its.

    Frames of a source of varying rate, or of a rung at half the rate, are not those of the copy.
    """
    source = Fraction(video.frame_rate)
    rates = [Fraction(rung.frame_rate) for rung in rungs]
    if not rates or (keeps_copy and not video.variable_rate and all(rate == source for rate in rates)):
        return Fraction(0)
    return max(1, round(_GOP * min(rates))) / min(rates)


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
