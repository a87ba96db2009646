"""A recording while it arrives: pieces go in by and by, HLS comes out, one ffmpeg for each run of the recorder.

H.264 is re-wrapped as it is. What a browser cannot be given as it came, such as VP8, becomes one small rung, quickly
rather than well: it is watched for the minutes until the ladder is there. Runs follow one another in one playlist with
a discontinuity between, each with an initialisation segment of its own; so nothing has to be joined before it is seen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ffmpeg as build

from . import hls, ladder
from .facts import Facts, Video
from .probe import OPEN_SAFELY

__all__ = ["PICTURE", "SOUND", "Job", "Output", "Segment", "bandwidth", "finished", "job", "playlist", "rate", "size"]

PICTURE, SOUND = "take", "takesound"  # names of the renditions, and of the folders they come to lie in
_GOP_SECONDS = 2
_SHORT_SIDE = 360
_CEILING = 700_000  # bits a second, as the 360p rung of the ladder
_FASTEST = 30  # frames a second
_THREADS = 2


@dataclass(frozen=True, slots=True)
class Segment:
    """A finished segment. Seconds, bytes."""

    name: str
    seconds: float
    bytes: int


@dataclass(frozen=True, slots=True)
class Job:
    """What ffmpeg is told, the names of what it makes, and whether the picture stays as it came."""

    arguments: list[str]
    names: list[str]
    copies_picture: bool


@dataclass
class Output:
    """What became of one rendition so far: for each run its initialisation segment and its segments."""

    name: str
    runs: list[tuple[str, list[Segment]]] = field(default_factory=list)
    codecs: str = ""
    init_bytes: int = 0

    @property
    def segments(self) -> list[Segment]:
        return [segment for _, segments in self.runs for segment in segments]

    @property
    def seconds(self) -> float:
        return sum(segment.seconds for segment in self.segments)

    @property
    def bytes(self) -> int:
        return self.init_bytes + sum(segment.bytes for segment in self.segments)


def job(facts: Facts, *, run: int) -> Job:
    """What ffmpeg is to make of one run that it reads from its stdin.

    `facts` are those of the run's first pieces. Both begin with the picture's first frame, see `command.copy`.
    """
    first = ladder.first_version(facts)
    safely = OPEN_SAFELY | {"protocol_whitelist": "pipe"}
    whole = build.input("pipe:0", f=facts.container.split(",")[0], threads=_THREADS, **safely)
    outputs, names = [], []
    copies_picture = bool(facts.video and first and first.video)
    late = facts.video.start if facts.video and copies_picture else 0.0
    shift = {"bsf": hls.earlier(late)} if late else {}
    if facts.video:
        names.append(PICTURE)
        picture = whole[str(facts.video.index)]
        if copies_picture:
            outputs.append(_hls(picture, PICTURE, run, vcodec="copy", **shift))
        else:
            outputs.append(_small(picture, facts.video, run))
    if facts.audio:
        names.append(SOUND)
        sound = whole[str(facts.audio.index)]
        if first and first.audio:
            outputs.append(_hls(sound, SOUND, run, acodec="copy", **shift))
        else:
            sound = sound.filter("asetpts", f"PTS-{late}/TB").filter("aresample", **{"async": 1, "first_pts": 0})
            channels = min(2, facts.audio.channels)
            outputs.append(_hls(sound, SOUND, run, acodec="aac", ac=channels, ar=48_000, **{"b:a": "96k"}))
    return Job(hls.arguments(outputs), names, copies_picture)


def size(video: Video) -> tuple[int, int]:
    """Width and height of the small rung: upright, never larger than it came."""
    scale = min(1.0, _SHORT_SIDE / video.short_side)
    return _even(video.shown_width * scale), _even(video.shown_height * scale)


def rate(video: Video) -> float:
    """Frames a second of the small rung."""
    return min(video.frames_a_second, _FASTEST)


def _small(picture: Any, video: Video, run: int) -> Any:
    """A rung that is quickly made; the frame keeps its size where the recording changes its own."""
    width, height = size(video)
    fps = video.frame_rate if video.frames_a_second <= _FASTEST else str(_FASTEST)
    picture = (
        picture.filter("fps", fps=fps, start_time=0)
        .filter("scale", w=width, h=height, force_original_aspect_ratio="decrease", flags="fast_bilinear")
        .filter("pad", width, height, "(ow-iw)/2", "(oh-ih)/2")
        .filter("setsar", 1)
        .filter("format", "yuv420p")
    )
    return _hls(
        picture,
        PICTURE,
        run,
        vcodec="libx264",
        preset="superfast",
        threads=_THREADS,
        crf=26,
        maxrate=_CEILING,
        bufsize=2 * _CEILING,
        force_key_frames=f"expr:gte(t,n_forced*{_GOP_SECONDS})",
        sc_threshold=0,
        g=600,
        **{"forced-idr": 1},
    )


def _hls(stream: Any, name: str, run: int, **options: Any) -> Any:
    """A playlist that grows: what it names is whole."""
    return build.output(
        stream,
        f"{name}/index.m3u8",
        f="hls",
        hls_time=hls.SEGMENT_SECONDS,
        hls_playlist_type="event",
        hls_segment_type="fmp4",
        hls_flags="independent_segments+temp_file",
        hls_fmp4_init_filename=f"init{run:02}.mp4",
        hls_segment_filename=f"{name}/s{run:02}%05d.m4s",
        avoid_negative_ts="disabled",
        **hls.NO_EXTRAS,
        **options,
    )


def finished(folder: Path, *, after: int) -> list[Segment]:
    """The segments of a run that are whole, without the first `after` of them."""
    index = folder / "index.m3u8"
    text = index.read_text() if index.exists() else ""
    found, seconds = [], 0.0
    for line in text.splitlines():
        if line.startswith("#EXTINF:"):
            seconds = float(line.removeprefix("#EXTINF:").split(",")[0])
        elif line and not line.startswith("#"):
            found.append((Path(line).name, seconds))
    return [Segment(name, length, (folder / name).stat().st_size) for name, length in found[after:]]


def playlist(runs: Iterable[tuple[str, Sequence[Segment]]]) -> str:
    """The media playlist of all runs in a row."""
    runs = [(init, segments) for init, segments in runs if segments]
    longest = max((segment.seconds for _, segments in runs for segment in segments), default=1.0)
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", f"#EXT-X-TARGETDURATION:{max(1, round(longest))}"]
    lines += ["#EXT-X-MEDIA-SEQUENCE:0", "#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for number, (init, segments) in enumerate(runs):
        lines += ["#EXT-X-DISCONTINUITY"] * bool(number) + [f'#EXT-X-MAP:URI="{init}"']
        for segment in segments:
            lines += [f"#EXTINF:{segment.seconds:.6f},", segment.name]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])


def bandwidth(segments: Sequence[Segment]) -> tuple[int, int]:
    """Peak and average, in bits a second; a segment shorter than half of one tells nothing of the peak."""
    average = round(sum(s.bytes for s in segments) * 8 / max(0.1, sum(s.seconds for s in segments)))
    peaks = [s.bytes * 8 / s.seconds for s in segments if s.seconds >= hls.SEGMENT_SECONDS / 2]
    return max(average, round(max(peaks, default=0))), average


def _even(value: float) -> int:
    return max(2, round(value / 2) * 2)
