"""ffmpeg's arguments for pictures: copied, encoded, joined, taken as a poster. Built with ffmpeg-python."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ffmpeg as build

from . import picture as pictures
from .facts import Facts
from .hls import NO_EXTRAS, SEGMENT_SECONDS, THREADS, arguments, earlier, opened, rendition
from .ladder import Copy, Plan, Rung

__all__ = ["SEGMENT_SECONDS", "clean", "copy", "encode", "join", "join_encoded", "poster", "samples"]

# Measured against x264's `veryfast` with 16 B-frames, which PeerTube uses, at equal bits: the same SSIM for half the
# seconds of processor. `superfast` alone throws away the two things that pay at once: macroblock trees (bits go where
# later frames look) and bits by variance (`aq-mode` 2).
_X264 = {"vcodec": "libx264", "preset": "superfast", "mbtree": 1, "rc-lookahead": 10, "aq-mode": 2, "bf": 5}
_ENDLESS = 600  # frames; the keyframes come from the source
_POSTER_WIDTH = 1280


def copy(source: Path, facts: Facts, first: Copy) -> list[str]:
    """A first version: the picture as it came into `copy/`, the sound as AAC into `sound/`.

    Both begin with the picture's first frame. A late start would become an empty edit in the
    initialisation segment, which Chromium ignores: lips would move before they are heard.
    """
    whole = opened(source)
    outputs = []
    late = facts.video.start if facts.video else 0.0
    shift = {"bsf": earlier(late)} if late else {}
    if facts.video and first.video:
        outputs.append(rendition(whole[str(facts.video.index)], "copy", vcodec="copy", **shift))
    if facts.audio and first.audio:
        outputs.append(rendition(whole[str(facts.audio.index)], "sound", acodec="copy", **_unwrapped(facts, late)))
    elif facts.audio:
        sound = whole[str(facts.audio.index)].filter("asetpts", f"PTS-{late}/TB")
        sound = sound.filter("aresample", **{"async": 1, "first_pts": 0})
        options = {"acodec": "aac", "b:a": "128k", "ac": min(2, facts.audio.channels), "ar": 48_000}
        outputs.append(rendition(sound, "sound", **options))
    return arguments(outputs)


def encode(source: Path, facts: Facts, plan: Plan) -> list[str]:
    """One decode feeds every rung of the ladder."""
    assert facts.video  # noqa: S101 - callers ask for films with a picture
    streams = pictures.ladder(opened(source)[str(facts.video.index)], facts.video, plan.rungs)
    return arguments([_rung(stream, rung) for stream, rung in zip(streams, plan.rungs, strict=True)])


def samples(source: Path, facts: Facts, plan: Plan, *, at: float, seconds: float) -> list[str]:
    """Some seconds in every rung at our quality and without a ceiling, as `<rung>.h264`: how many bits do they take?"""
    assert facts.video  # noqa: S101 - callers ask for films with a picture
    part = opened(source, ss=round(at, 3), t=seconds)[str(facts.video.index)]
    streams = pictures.ladder(part, facts.video, plan.rungs, in_colour=False)
    made = [
        build.output(stream, f"{rung.name}.h264", f="h264", crf=rung.quality, g=_ENDLESS, pix_fmt="yuv420p", **_X264)
        for stream, rung in zip(streams, plan.rungs, strict=True)
    ]
    return arguments(made)


def poster(source: Path, facts: Facts, *, at: float) -> list[str]:
    """One upright picture from `at` seconds in, `poster.jpg`."""
    assert facts.video  # noqa: S101 - callers ask for films with a picture
    width = min(_POSTER_WIDTH, facts.video.shown_width)
    decoded = opened(source, ss=round(at, 3))[str(facts.video.index)]
    shown = pictures.upright(decoded, facts.video, width)
    return arguments([build.output(shown, "poster.jpg", vframes=1, update=1, pix_fmt="yuvj420p", **{"q:v": 4})])


def clean(part: Path, into: str, *, is_cut: bool = False) -> list[str]:
    """Write a part anew as Matroska without decoding: a container of our own making.

    Of what was cut off anywhere, the picture or sound that is not whole is left out.
    """
    whole = opened(part, **({"fflags": "+discardcorrupt"} if is_cut else {}))
    return arguments([build.output(whole["v:0?"], whole["a:0?"], into, f="matroska", c="copy", **NO_EXTRAS)])


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
    return arguments([build.output(whole["v:0?"], whole["a:0?"], into, f="matroska", c="copy", **NO_EXTRAS)])


def join_encoded(parts: Sequence[tuple[Path, Facts]], into: str) -> list[str]:
    """Join parts that differ (size, codec, no sound): decoded, fitted into the first one's frame."""
    shape = next(facts.video for _, facts in parts if facts.video)
    with_sound = any(facts.audio for _, facts in parts)
    streams = []
    for number, (path, facts) in enumerate(parts):
        whole = opened(path)
        # Black and silence of equal length would be one input, which can be used once: so each waits in another queue.
        apart = {"f": "lavfi", "t": facts.seconds, "thread_queue_size": 8 + number}
        streams.append(_fitted(whole, facts, shape.shown_width, shape.shown_height, shape.frame_rate, apart))
        if with_sound:
            streams.append(_heard(whole, facts, apart))
    joined = build.concat(*streams, v=1, a=1 if with_sound else 0).node
    tracks = [joined[0], *([joined[1]] if with_sound else [])]
    options = {"vcodec": "libx264", "preset": "veryfast", "crf": 18, "acodec": "aac", "b:a": "160k"}
    return arguments([build.output(*tracks, into, f="matroska", g=60, **options)])


def _unwrapped(facts: Facts, late: float) -> dict[str, str]:
    """AAC of a transport stream has a header on each frame, which fMP4 has not; ffmpeg's own filter goes with ours."""
    filters = ["aac_adtstoasc"] if facts.container in ("mpegts", "aac") else []
    filters += [earlier(late)] if late else []
    return {"bsf": ",".join(filters)} if filters else {}


def _rung(stream: Any, rung: Rung) -> Any:
    keys = {"g": rung.gop, "keyint_min": rung.gop} if rung.gop else {"g": _ENDLESS, "force_key_frames": "source"}
    return rendition(
        stream,
        rung.name,
        threads=THREADS,
        crf=rung.quality,
        maxrate=rung.ceiling,
        bufsize=2 * rung.ceiling,
        level=rung.level,
        sc_threshold=0,
        **_X264,
        **keys,
        **{"profile:v": "high", "forced-idr": 1},
    )


def _fitted(whole: Any, facts: Facts, width: int, height: int, rate: str, apart: dict[str, Any]) -> Any:
    if facts.video is None:
        return build.input(f"color=black:s={width}x{height}:r={rate}", **apart).filter("format", "yuv420p")
    picture = whole[str(facts.video.index)].filter("fps", fps=rate, start_time=0)
    fitted = _fit(picture, width, height, out_range="tv")
    return fitted.filter("setsar", 1).filter("format", "yuv420p")


def _fit(picture: Any, width: int, height: int, **options: Any) -> Any:
    """Keep the frame's size where a recording changes its own, as when the tablet is turned."""
    fitted = picture.filter("scale", w=width, h=height, force_original_aspect_ratio="decrease", **options)
    return fitted.filter("pad", width, height, "(ow-iw)/2", "(oh-ih)/2")


def _heard(whole: Any, facts: Facts, apart: dict[str, Any]) -> Any:
    if facts.audio is None:
        return build.input("anullsrc=r=48000:cl=stereo", **apart)
    return (
        whole[str(facts.audio.index)]
        .filter("aresample", **{"async": 1, "first_pts": 0})
        .filter("aresample", 48_000)
        .filter("aformat", channel_layouts="stereo")
    )
