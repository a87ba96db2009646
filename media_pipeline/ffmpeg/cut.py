"""A part of a recording, as a file of its own that goes the usual way from then on.

Where the part begins with the recording nothing is encoded: packets after the end are left out. A beginning that is cut
off, here or by the phone that recorded it, needs a keyframe where there is none, so the part is encoded once, near
enough to the source that nobody sees it, with a keyframe every two seconds: the result can be watched by rewriting.
"""

from pathlib import Path
from typing import Any

import ffmpeg as build

from . import picture as pictures
from .facts import Facts
from .hls import NO_EXTRAS, THREADS, arguments, opened

__all__ = ["NAME", "cut", "still"]

NAME = "cut.mkv"
_GOP_SECONDS = 2
_QUALITY = 17
_LEAST_BPS = 1_500_000
_MOST_BPS = 24_000_000
_MATROSKA = {**NO_EXTRAS, "f": "matroska"}
_POSTER_WIDTH = 1280
_WITHOUT_INDEX = ("mpegts", "mpeg")  # ffmpeg's names, as camcorders record
_SPARE = 1.0  # seconds
_LOOK_AROUND = 3.0  # seconds in which the clearest picture is looked for


def cut(source: Path, facts: Facts, *, start: float, end: float) -> list[str]:
    """From `start` to `end` seconds of a recording into `cut.mkv`, in the scratch folder."""
    if start <= 0 and not (facts.video and facts.video.begins_hidden):
        whole = opened(source)
        return arguments([build.output(*_tracks(whole, facts), NAME, c="copy", t=round(end, 3), **_MATROSKA)])
    sought = _sought(facts, start)
    whole = opened(source, ss=round(sought, 3))
    streams: list[Any] = []
    options: dict[str, Any] = {"ss": round(start - sought, 3)} if sought < start else {}
    if facts.video:
        streams.append(_picture(whole, facts))
        options |= _like_the_source(facts)
    if facts.audio:
        streams.append(whole[str(facts.audio.index)].filter("aresample", **{"async": 1, "first_pts": 0}))
        options |= {"acodec": "aac", "b:a": "192k", "ac": min(2, facts.audio.channels)}
    return arguments([build.output(*streams, NAME, t=round(end - start, 3), **options, **_MATROSKA)])


def still(source: Path, facts: Facts, *, at: float, name: str) -> list[str]:
    """The clearest upright picture of the seconds from `at` on, as a JPEG."""
    assert facts.video  # noqa: S101 - callers ask for films with a picture
    width = min(_POSTER_WIDTH, facts.video.shown_width)
    decoded = opened(source, ss=round(at, 3), t=_LOOK_AROUND)[str(facts.video.index)]
    shown = pictures.upright(decoded, facts.video, width).filter("fps", 5).filter("thumbnail", 15)
    return arguments([build.output(shown, name, vframes=1, update=1, pix_fmt="yuvj420p", **{"q:v": 4})])


def _sought(facts: Facts, start: float) -> float:
    """Where to begin to read. Streams without an index are found by their times alone, perhaps behind a keyframe."""
    if facts.video is None or facts.container not in _WITHOUT_INDEX:
        return start
    return max(0.0, start - facts.video.keyframe_gap - _SPARE)


def _tracks(whole: Any, facts: Facts) -> list[Any]:
    return [whole[str(track.index)] for track in (facts.video, facts.audio) if track]


def _picture(whole: Any, facts: Facts) -> Any:
    """Whole frames at a steady rate; colours and size stay as they came."""
    assert facts.video  # noqa: S101 - asked before
    decoded = whole[str(facts.video.index)]
    if facts.video.interlaced:
        decoded = decoded.filter("bwdif", mode="send_frame", deint="interlaced")
    return decoded.filter("fps", fps=facts.video.frame_rate, start_time=0)


def _like_the_source(facts: Facts) -> dict[str, Any]:
    """Better than a learner will get it, and yet no larger than twice what came in."""
    assert facts.video  # noqa: S101 - asked before
    most = min(_MOST_BPS, max(_LEAST_BPS, 2 * facts.video.average_bps))
    gop = max(1, round(facts.video.frames_a_second * _GOP_SECONDS))
    return {
        "vcodec": "libx264",
        "preset": "superfast",
        "crf": _QUALITY,
        "maxrate": most,
        "bufsize": 2 * most,
        "g": gop,
        "threads": THREADS,
    }
