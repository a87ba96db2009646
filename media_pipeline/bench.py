"""How long making a film watchable takes: our way and PeerTube's, on the same clip in one run.

PeerTube's recipe as read in its sources (November 2026): one ffmpeg run for each height, x264 veryfast, maxrate T,
bufsize 2T, 16 B-frames, a keyframe every 2 s, 4 s fMP4 HLS. It copies a source that is H.264 within its ceiling;
here the clip lies above that ceiling, so every height is encoded. Ours: a first version by stream copy, then one
decode that feeds all rungs.
"""

import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import ffmpeg as build

from .ffmpeg import command, ladder
from .ffmpeg.facts import Facts
from .ffmpeg.probe import Bounds, inspect
from .ffmpeg.run import run

PEERTUBE = {240: 522_000, 360: 1_037_000, 480: 1_475_000, 720: 3_041_000, 1080: 6_221_000}  # bits a second at 30 fps
TIMEOUT = 900


@dataclass(frozen=True)
class Cost:
    """Seconds of wall clock, and of all processors."""

    wall: float
    cpu: float


def publish(clip: Path | None = None, *, seconds: int = 10) -> dict[str, Any]:
    """Measure both ways. Without a clip, `seconds` of 1080p30 are made. Gives seconds and their ratio, peer ÷ ours."""
    with tempfile.TemporaryDirectory(prefix="media-bench-") as name:
        folder = Path(name)
        source = clip or _made(folder, seconds)
        facts = inspect(source, Bounds())
        first = ladder.first_version(facts)
        wanted = ladder.plan(facts, has_copy=first is not None)
        copied = _cost(lambda: _in(folder / "copy", command.copy(source, facts, first))) if first else None
        ours = _cost(lambda: _in(folder / "ours", command.encode(source, facts, wanted)))
        theirs = _cost(lambda: _peer(folder / "peer", source, facts))
    return {
        "clip": source.name, "seconds": round(facts.seconds, 1),
        "first_version": asdict(copied) if copied else None,
        "ours": asdict(ours), "rungs": [rung.name for rung in wanted.rungs],
        "peertube": asdict(theirs), "ratio_wall": round(theirs.wall / ours.wall, 2),
        "ratio_cpu": round(theirs.cpu / ours.cpu, 2),
    }  # fmt: skip


def _cost(work: Callable[[], object]) -> Cost:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall=round(time.monotonic() - started, 2), cpu=round(cpu, 2))


def _in(folder: Path, arguments: list[str]) -> None:
    """Run in a folder; ffmpeg makes no folders for its outputs, so they are made first."""
    folder.mkdir(exist_ok=True)
    for argument in arguments:
        if argument.endswith("/index.m3u8"):
            (folder / argument).parent.mkdir(exist_ok=True)
    run(arguments, timeout=TIMEOUT, folder=folder)


def _peer(folder: Path, source: Path, facts: Facts) -> None:
    """One run for each height up to the film's own; the sound is encoded with each, as there."""
    shown = facts.video.short_side if facts.video else 0
    for height, rate in PEERTUBE.items():
        if height > shown:
            continue
        whole = build.input(f"file:{source}")
        picture = whole.video.filter("scale", w=-2, h=height)
        streams = [picture, whole.audio] if facts.audio else [picture]
        output = build.output(
            *streams, f"{height}/index.m3u8", vcodec="libx264", preset="veryfast", maxrate=rate, bufsize=2 * rate,
            bf=16, g=60, pix_fmt="yuv420p", acodec="aac", f="hls", hls_time=4, hls_playlist_type="vod",
            hls_segment_type="fmp4", hls_flags="independent_segments",
            hls_segment_filename=f"{height}/s%05d.m4s",
        )  # fmt: skip
        _in(folder, list(build.get_args(output)))


def _made(folder: Path, seconds: int) -> Path:
    """Make a clip like a phone's: 1080p30 with grain, H.264 well above PeerTube's ceiling, AAC."""
    picture = build.input("testsrc2=s=1920x1080:r=30", f="lavfi", t=seconds).filter("noise", alls=12, allf="t")
    sound = build.input("sine=f=220:r=48000", f="lavfi", t=seconds)
    path = folder / "clip.mp4"
    output = build.output(
        picture, sound, str(path), vcodec="libx264", preset="ultrafast", g=60, pix_fmt="yuv420p", acodec="aac",
        video_bitrate="17M", maxrate="20M", bufsize="20M",
    )  # fmt: skip
    run(list(build.get_args(output)), timeout=TIMEOUT)
    return path
