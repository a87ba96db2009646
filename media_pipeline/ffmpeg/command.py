"""ffmpeg's arguments, built with ffmpeg-python. Outputs are relative to the scratch folder.

Every rendition is its own fMP4 HLS playlist in a folder of its own, picture and sound apart: the
sound is encoded, stored and paid for once, and "sound only" is the same rendition.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ffmpeg as build

from .facts import Facts
from .ladder import Copy, Plan, Rung, Sound
from .probe import OPEN_SAFELY

__all__ = ["SEGMENT_SECONDS", "clean", "copy", "encode", "join", "join_encoded", "poster"]

SEGMENT_SECONDS = 4
GOP_SECONDS = 2
LOUDNESS = "I=-16:TP=-1.5:LRA=11"  # EBU R 128 loudness at the level usual on phones
_QUALITY = 23
_PRESET = "veryfast"
_POSTER_WIDTH = 1280
_THREADS = min(8, os.cpu_count() or 1)  # more would only take memory
_NO_EXTRAS = {"sn": None, "dn": None, "map_metadata": -1, "map_chapters": -1}


def copy(source: Path, facts: Facts, first: Copy) -> list[str]:
    """A first version: the picture as it came into `copy/`, the sound as AAC into `sound/`.

    Both begin with the picture's first frame. A late start would become an empty edit in the
    initialisation segment, which Chromium ignores: lips would move before they are heard.
    """
    whole = _open(source)
    outputs = []
    late = facts.video.start if facts.video else 0.0
    shift = {"bsf": f"setts=ts=TS-{late}/TB"} if late else {}
    if facts.video and first.video:
        outputs.append(_playlist(whole[str(facts.video.index)], "copy", vcodec="copy", **shift))
    if facts.audio and first.audio:
        outputs.append(_playlist(whole[str(facts.audio.index)], "sound", acodec="copy", **shift))
    elif facts.audio:
        sound = whole[str(facts.audio.index)].filter("asetpts", f"PTS-{late}/TB")
        sound = sound.filter("aresample", **{"async": 1, "first_pts": 0})
        options = {"acodec": "aac", "b:a": "128k", "ac": min(2, facts.audio.channels), "ar": 48_000}
        outputs.append(_playlist(sound, "sound", **options))
    return _compile(outputs)


def encode(source: Path, facts: Facts, plan: Plan) -> list[str]:
    """One decode feeds every rung of the ladder and the loudness-normalised sound (`audio/`)."""
    whole = _open(source)
    outputs = []
    if facts.video and plan.rungs:
        picture = whole[str(facts.video.index)].filter("fps", fps=facts.video.frame_rate, start_time=0)
        if facts.video.square:
            picture = _fit(picture, facts.video.shown_width, facts.video.shown_height)
        split = picture.filter_multi_output("split", len(plan.rungs))
        for number, rung in enumerate(plan.rungs):
            branch = split.stream(number)
            if rung.frame_rate != facts.video.frame_rate:
                branch = branch.filter("fps", fps=rung.frame_rate)
            outputs.append(_rung(branch, rung))
    if facts.audio and plan.sound:
        outputs.append(_sound(whole[str(facts.audio.index)], plan.sound))
    return _compile(outputs)


def poster(source: Path, facts: Facts, *, at: float) -> list[str]:
    """One upright picture from `at` seconds in, `poster.jpg`."""
    assert facts.video  # noqa: S101 - callers ask for films with a picture
    width = min(_POSTER_WIDTH, facts.video.shown_width)
    picture = _open(source, ss=round(at, 3))[str(facts.video.index)]
    picture = picture.filter("scale", w=width, h=-2, out_range="pc").filter("setsar", 1)
    return _compile([build.output(picture, "poster.jpg", vframes=1, update=1, pix_fmt="yuvj420p", **{"q:v": 4})])


def clean(part: Path, into: str) -> list[str]:
    """Write a part anew as Matroska without decoding: a container of our own making."""
    whole = _open(part)
    return _compile([build.output(whole["v:0?"], whole["a:0?"], into, f="matroska", c="copy", **_NO_EXTRAS)])


def join(listing: str, into: str) -> list[str]:
    """Join parts that `clean` made, of one codec and size, without decoding.

    `listing` is a file in ffmpeg's concat format naming files beside it. Only parts of our own
    making may be in it: ffmpeg opens each as the Matroska it is.
    """
    whole = build.input(
        f"file:{listing}",
        f="concat",
        safe=1,
        protocol_whitelist="file",
        format_whitelist="concat,matroska",
    )
    return _compile([build.output(whole["v:0?"], whole["a:0?"], into, f="matroska", c="copy", **_NO_EXTRAS)])


def join_encoded(parts: Sequence[tuple[Path, Facts]], into: str) -> list[str]:
    """Join parts that differ (size, codec, no sound): decoded, fitted into the first one's frame."""
    shape = next(facts.video for _, facts in parts if facts.video)
    with_sound = any(facts.audio for _, facts in parts)
    streams = []
    for path, facts in parts:
        whole = _open(path)
        streams.append(_fitted(whole, facts, shape.shown_width, shape.shown_height, shape.frame_rate))
        if with_sound:
            streams.append(_heard(whole, facts))
    joined = build.concat(*streams, v=1, a=1 if with_sound else 0).node
    tracks = [joined[0], *([joined[1]] if with_sound else [])]
    options = {"vcodec": "libx264", "preset": _PRESET, "crf": 18, "acodec": "aac", "b:a": "160k"}
    return _compile([build.output(*tracks, into, f="matroska", g=60, **options)])


def _open(source: Path, **options: Any) -> Any:
    return build.input(f"file:{source}", threads=_THREADS, **OPEN_SAFELY, **options)


def _rung(picture: Any, rung: Rung) -> Any:
    picture = (
        picture.filter("scale", w=rung.width, h=rung.height, flags="bicubic", out_range="tv")
        .filter("setsar", 1)
        .filter("format", "yuv420p")
    )
    return _playlist(
        picture,
        rung.name,
        vcodec="libx264",
        threads=_THREADS,
        preset=_PRESET,
        crf=_QUALITY,
        maxrate=rung.ceiling,
        bufsize=2 * rung.ceiling,
        level=rung.level,
        force_key_frames=f"expr:gte(t,n_forced*{GOP_SECONDS})",
        sc_threshold=0,
        g=600,
        **{"profile:v": "high", "forced-idr": 1},
    )


def _sound(sound: Any, wanted: Sound) -> Any:
    """Quiet rooms and loud kitchens come out equally loud; gaps are filled so that lips stay in
    step.

    loudnorm counts frames of 100 ms even where it was given a shorter one, so time is counted anew
    after it.
    """
    sound = (
        sound.filter("aresample", **{"async": 1, "first_pts": 0})
        .filter("loudnorm", **dict(part.split("=") for part in LOUDNESS.split(":")))
        .filter("asetpts", "N/SR/TB")
        .filter("aresample", wanted.sample_rate)
    )
    return _playlist(
        sound,
        "audio",
        acodec="aac",
        ac=wanted.channels,
        ar=wanted.sample_rate,
        **{"b:a": wanted.bitrate},
    )


def _playlist(stream: Any, name: str, **options: Any) -> Any:
    return build.output(
        stream,
        f"{name}/index.m3u8",
        f="hls",
        hls_time=SEGMENT_SECONDS,
        hls_playlist_type="vod",
        hls_segment_type="fmp4",
        hls_flags="independent_segments",
        hls_fmp4_init_filename="init.mp4",
        hls_segment_filename=f"{name}/s%05d.m4s",
        # else a picture with B-frames begins two frames after its sound
        avoid_negative_ts="disabled",
        **_NO_EXTRAS,
        **options,
    )


def _fitted(whole: Any, facts: Facts, width: int, height: int, rate: str) -> Any:
    if facts.video is None:
        return build.input(f"color=black:s={width}x{height}:r={rate}", f="lavfi", t=facts.seconds).filter(
            "format", "yuv420p"
        )
    picture = whole[str(facts.video.index)].filter("fps", fps=rate, start_time=0)
    fitted = _fit(picture, width, height, out_range="tv")
    return fitted.filter("setsar", 1).filter("format", "yuv420p")


def _fit(picture: Any, width: int, height: int, **options: Any) -> Any:
    """Keep the frame's size where a recording changes its own, as when the tablet is turned."""
    fitted = picture.filter("scale", w=width, h=height, force_original_aspect_ratio="decrease", **options)
    return fitted.filter("pad", width, height, "(ow-iw)/2", "(oh-ih)/2")


def _heard(whole: Any, facts: Facts) -> Any:
    if facts.audio is None:
        return build.input("anullsrc=r=48000:cl=stereo", f="lavfi", t=facts.seconds)
    return (
        whole[str(facts.audio.index)]
        .filter("aresample", **{"async": 1, "first_pts": 0})
        .filter("aresample", 48_000)
        .filter("aformat", channel_layouts="stereo")
    )


def _compile(outputs: list[Any]) -> list[str]:
    everything = build.merge_outputs(*outputs) if len(outputs) > 1 else outputs[0]
    return list(build.get_args(everything))
