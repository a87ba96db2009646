"""What PeerTube and MediaCMS do with a film, as read in their sources in November 2026: one ffmpeg run for each rung.

PeerTube: x264 `veryfast`, at most T bits a second with a buffer of two seconds of it, 16 B-frames, a keyframe every two
seconds, fMP4 HLS of 4 s. A source that is H.264 yuv420p within its ceiling becomes the top rung by copy. MediaCMS: x264
`medium` at CRF 23 under one and a half times its bit rates, keyframes every four seconds; nothing is copied. Its rungs
below 240p, which it enlarges small films to as well, are left out: nobody else has them. So is the sound, which one
copies and the other encodes anew with each rung.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import ffmpeg as build

from ..ffmpeg.facts import Facts, Video
from ..ffmpeg.ladder import Rung

__all__ = ["MEDIACMS", "PEERTUBE", "mediacms", "peertube", "peertube_copies"]

PEERTUBE = {240: 522_000, 360: 1_037_000, 480: 1_475_000, 720: 3_041_000, 1080: 6_221_000}  # bits a second at 30 fps
MEDIACMS = {height: round(1.5 * rate) for height, rate in
            {240: 300_000, 360: 500_000, 480: 1_000_000, 720: 2_500_000, 1080: 4_500_000}.items()}  # fmt: skip
_BITS_A_PIXEL = {1080: 0.17, 720: 0.19, 480: 0.22}  # of a source that PeerTube copies; smaller ones as 480p


def peertube_copies(video: Video) -> bool:
    """Whether the source becomes the top rung as it is."""
    kept = next((bits for height, bits in _BITS_A_PIXEL.items() if video.short_side >= height), _BITS_A_PIXEL[480])
    most = kept * video.width * video.height * video.frames_a_second
    return video.codec == "h264" and video.pixels == "yuv420p" and video.average_bps <= most


def peertube(source: Path, facts: Facts, rungs: Iterable[Rung], *, copies: bool) -> dict[str, list[str]]:
    """Arguments by the rung's name."""
    assert facts.video  # noqa: S101 - films with a picture are measured
    found = {}
    for number, rung in enumerate(rungs):
        rate = PEERTUBE[min(rung.width, rung.height)]
        fps = facts.video.frames_a_second
        options: dict[str, Any] = {"vcodec": "copy"}
        if number or not copies:
            options = {
                "vcodec": "libx264", "preset": "veryfast", "maxrate": rate, "bufsize": 2 * rate, "bf": 16,
                "b_strategy": 1, "g": round(2 * fps), "pix_fmt": "yuv420p", "r": facts.video.frame_rate,
                "vf": f"scale=w={rung.width}:h={rung.height}",
            }  # fmt: skip
        found[rung.name] = _arguments(source, facts, rung, options)
    return found


def mediacms(source: Path, facts: Facts, rungs: Iterable[Rung]) -> dict[str, list[str]]:
    """Arguments by the rung's name. Bento4 then cuts the files into HLS, which is not counted."""
    assert facts.video  # noqa: S101 - films with a picture are measured
    fps = round(facts.video.frames_a_second + 0.49)
    found = {}
    for rung in rungs:
        rate = MEDIACMS[min(rung.width, rung.height)]
        options = {
            "vcodec": "libx264", "preset": "medium", "crf": 23, "maxrate": rate, "bufsize": rate,
            "x264-params": f"keyint={8 * fps}:keyint_min={4 * fps}", "force_key_frames": "expr:gte(t,n_forced*4)",
            "profile:v": "main", "pix_fmt": "yuv420p", "vf": f"scale=w={rung.width}:h={rung.height},fps=fps={fps}",
        }  # fmt: skip
        found[rung.name] = _arguments(source, facts, rung, options)
    return found


def _arguments(source: Path, facts: Facts, rung: Rung, options: dict[str, Any]) -> list[str]:
    assert facts.video  # noqa: S101 - films with a picture are measured
    output = build.output(
        build.input(f"file:{source}")[str(facts.video.index)], f"{rung.name}/index.m3u8", f="hls", hls_time=4,
        hls_playlist_type="vod", hls_segment_type="fmp4", hls_flags="independent_segments",
        hls_segment_filename=f"{rung.name}/s%05d.m4s", **options,
    )  # fmt: skip
    return list(build.get_args(output))
