"""A short film as one file that every browser plays from its beginning: H.264 and AAC in MP4.

What a phone writes beside it, such as where it was taken, does not come along: neither the file's notes nor the
streams', and no data track.
"""

from fractions import Fraction
from pathlib import Path

import ffmpeg as build

from . import picture as pictures
from .facts import Facts, Video
from .hls import NO_EXTRAS, arguments, opened
from .ladder import Rung

__all__ = ["MADE", "write"]

MADE = "clip.mp4"
SIDE = 1280  # pixels of the longer side, at most
BITS = 2_500_000  # a second, at most
_FASTEST = 30  # frames a second
_SOUND = {"acodec": "aac", "b:a": 96_000, "ac": 2, "ar": 48_000}


def write(source: Path, facts: Facts) -> list[str]:
    """Write `clip.mp4` into the scratch folder."""
    assert facts.video  # noqa: S101 - callers ask for films with a picture
    whole, rung = opened(source), _rung(facts.video)
    streams = pictures.ladder(whole[str(facts.video.index)], facts.video, (rung,))
    if facts.audio:
        sound = whole[str(facts.audio.index)].filter("aresample", 48_000, **{"async": 1, "first_pts": 0})
        streams.append(sound)
    video = {"vcodec": "libx264", "preset": "veryfast", "crf": 25, "maxrate": BITS, "bufsize": 2 * BITS}
    # Each stream's own notes are named apart from the file's.
    apart = {"map_metadata:s:v": "-1", **({"map_metadata:s:a": "-1", **_SOUND} if facts.audio else {})}
    plain = {"pix_fmt": "yuv420p", "fflags": "+bitexact", "movflags": "+faststart", "f": "mp4"}
    return arguments([build.output(*streams, MADE, **NO_EXTRAS, **video, **apart, **plain)])


def _rung(video: Video) -> Rung:
    share = min(1.0, SIDE / max(video.shown_width, video.shown_height))
    width, height = (max(2, round(side * share) // 2 * 2) for side in (video.shown_width, video.shown_height))
    is_fast = Fraction(video.frame_rate) > _FASTEST
    rate = str(_FASTEST) if is_fast else video.frame_rate
    return Rung("clip", width, height, rate, ceiling=BITS, level="4.0", gop=60)
