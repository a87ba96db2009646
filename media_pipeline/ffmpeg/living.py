"""A broadcast while it is made: one ffmpeg for each stretch of a run turns pieces into segments of about a second.

A stretch is what can be decoded in a row: a run, or what follows a gap, or what follows the death of a worker. H.264
with a keyframe a second is re-wrapped as it is; anything else becomes one rung, quickly. ffmpeg gives the picture with
its sound as fMP4, and the sound once more as bare AAC, of which `live_sound` makes the segments beside.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ffmpeg as build

from . import hls, probe
from .facts import Facts, Video
from .live_sound import RATE
from .probe import OPEN_SAFELY, Bounds

__all__ = [
    "INIT",
    "LONGEST",
    "SOUND",
    "Job",
    "Made",
    "finished",
    "frame_rate",
    "is_copied",
    "job",
    "look",
    "segment_name",
    "shape",
    "size",
]

INIT, SOUND, INDEX = "init.mp4", "sound.aac", "index.m3u8"
LONGEST = 1.4  # seconds between keyframes, beyond which the picture is encoded
_SHORTEST = 0.7  # seconds: a recorder that makes keyframes more often still makes about one segment of them a second
_LISTED = 60  # segments that are named at a time
_THREADS = 2
_ANY = 1e9  # seconds
_SHORT_SIDE = 480
_CEILING = 1_000_000  # bits a second
_FEWEST, _MOST = 15, 30  # frames a second
_COPIED = ("Baseline", "Constrained Baseline", "Main", "High")


@dataclass(frozen=True, slots=True)
class Job:
    """What ffmpeg is told, and whether the picture stays as it came."""

    arguments: list[str]
    copies_picture: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A finished segment with a picture: its file, its place in the stretch, and its length in seconds."""

    name: str
    number: int
    seconds: float


def is_copied(video: Video) -> bool:
    """Whether a picture can go out as it comes: what every browser plays, upright, with a keyframe a second."""
    return (
        video.codec == "h264"
        and video.pixels in ("yuv420p", "yuvj420p")
        and video.profile in _COPIED
        and video.rotation == 0
        and video.square
        and video.keyframe_gap <= LONGEST
        and not (video.transfer or video.interlaced)
    )


def look(beginning: Path, bounds: Bounds, *, should_stop: Callable[[], bool] | None = None) -> Facts:
    """Facts from the first seconds of a stretch, whose clock may say anything. Raises Unusable, or Stopped."""
    seen = probe.look(beginning, replace(bounds, longest_seconds=_ANY), should_stop=should_stop)
    return replace(seen, container=seen.container | {"duration": ""}).facts(should_stop=should_stop)


def job(facts: Facts, *, copies: bool, skip: float = 0.0) -> Job:
    """What ffmpeg is to make of one stretch that it reads from its stdin.

    `facts` are those of its first pieces. All begins with the picture's first frame; with `skip`, so many seconds
    after it: what came before has been made already.
    """
    whole = build.input(
        "pipe:0", f=facts.container.split(",")[0], threads=_THREADS, fpsprobesize=0, analyzeduration=1_000_000,
        **OPEN_SAFELY | {"protocol_whitelist": "pipe"},
    )  # fmt: skip
    video, audio = facts.video, facts.audio
    copies = copies and video is not None and not skip
    late = (video.start if video else 0.0) + skip
    outputs = []
    sounds = []
    if audio:
        sound = whole[str(audio.index)].filter("asetpts", f"PTS-{late}/TB")
        sound = sound.filter("aresample", **{"async": 1, "first_pts": 0})
        split = sound.filter_multi_output("asplit")
        sounds = [split[0], split[1]] if video else [sound]
    if video:
        picture = whole[str(video.index)]
        outputs.append(_muxed(picture, sounds[:1], facts, copies=copies, late=late, skip=skip))
    if audio:
        outputs.append(build.output(sounds[-1], SOUND, f="adts", flush_packets=1, **_aac(facts), **hls.NO_EXTRAS))
    return Job(hls.arguments(outputs), copies)


def segment_name(number: int) -> str:
    """The name of the segment at this place of a stretch."""
    return f"v{number:07}.m4s"


def finished(folder: Path, *, after: int) -> list[Made]:
    """The segments with a picture that are whole, from this place of the stretch on."""
    index = folder / INDEX
    text = index.read_text() if index.exists() else ""
    found: list[Made] = []
    number, seconds = 0, 0.0
    for line in text.splitlines():
        if line.startswith("#EXT-X-MEDIA-SEQUENCE:"):
            number = int(line.partition(":")[2])
        elif line.startswith("#EXTINF:"):
            seconds = float(line.removeprefix("#EXTINF:").split(",")[0])
        elif line and not line.startswith("#"):
            found.append(Made(Path(line).name, number, seconds))
            number += 1
    return [made for made in found if made.number >= after]


def _aac(facts: Facts) -> dict[str, Any]:
    channels = min(2, facts.audio.channels) if facts.audio else 1
    return {"acodec": "aac", "ac": channels, "ar": RATE, "b:a": "64k" if channels == 1 else "96k"}


def _muxed(picture: Any, sounds: list[Any], facts: Facts, *, copies: bool, late: float, skip: float) -> Any:
    assert facts.video  # noqa: S101 - callers have one
    options: dict[str, Any] = {"vcodec": "copy"}
    if copies and late:
        options["bsf:v"] = hls.earlier(late)
    if not copies:
        picture, options = _quickly(picture, facts.video, skip)
    return build.output(
        picture,
        *sounds,
        INDEX,
        f="hls",
        hls_time=_SHORTEST,
        hls_list_size=_LISTED,
        hls_segment_type="fmp4",
        hls_flags="independent_segments+temp_file",
        hls_fmp4_init_filename=INIT,
        hls_segment_filename="v%07d.m4s",
        avoid_negative_ts="disabled",
        # a microphone that says nothing more does not hold the picture
        max_interleave_delta=1_500_000,
        **(_aac(facts) if sounds else {}),
        **hls.NO_EXTRAS,
        **options,
    )


def size(video: Video) -> tuple[int, int]:
    """Width and height of the rung that is encoded: upright, never larger than it came."""
    scale = min(1.0, _SHORT_SIDE / video.short_side)
    return _even(video.shown_width * scale), _even(video.shown_height * scale)


def frame_rate(video: Video) -> int:
    """Frames a second of the rung: a camera in the dark makes few at first, and more when there is light."""
    return max(_FEWEST, min(_MOST, round(video.frames_a_second)))


def _quickly(picture: Any, video: Video, skip: float) -> tuple[Any, dict[str, Any]]:
    """A rung that costs little and waits for nothing; its frame keeps its size when the tablet is turned."""
    width, height = size(video)
    rate = frame_rate(video)
    if skip:
        picture = picture.filter("trim", start=skip + video.start)
    picture = (
        picture.filter("setpts", f"PTS-{skip + video.start}/TB")
        .filter("fps", fps=rate, start_time=0)
        .filter("scale", w=width, h=height, force_original_aspect_ratio="decrease", flags="fast_bilinear")
        .filter("pad", width, height, "(ow-iw)/2", "(oh-ih)/2")
        .filter("setsar", 1)
        .filter("format", "yuv420p")
    )
    return picture, {
        "vcodec": "libx264",
        "preset": "superfast",
        "tune": "zerolatency",
        "threads": _THREADS,
        "crf": 25,
        "maxrate": _CEILING,
        "bufsize": _CEILING,
        "force_key_frames": "expr:gte(t,n_forced)",
        "sc_threshold": 0,
        "g": 600,
        "forced-idr": 1,
    }


def _even(value: float) -> int:
    return max(2, round(value / 2) * 2)


def shape(facts: Facts, *, copies: bool) -> dict[str, Any]:
    """What playlists tell of the picture: pixels, and frames a second."""
    video = facts.video
    if video is None:
        return {}
    width, height = (video.shown_width, video.shown_height) if copies else size(video)
    return {
        "width": width,
        "height": height,
        "frame_rate": round(video.frames_a_second, 3) if copies else frame_rate(video),
        "is_copy": copies,
    }
