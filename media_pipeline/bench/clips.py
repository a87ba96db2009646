"""What is measured with: clips as telephones record them, and the least that making one watchable can be."""

from pathlib import Path

import ffmpeg as build

from media_pipeline.ffmpeg.run import run

__all__ = ["bare_copy", "drawn"]

_TIMEOUT = 3600  # seconds
# bit rate, how much grain, and x264's preset
_KINDS = {"above": ("17M", 6, "ultrafast"), "below": ("4M", 1, "veryfast")}


def bare_copy(folder: Path, clip: Path) -> None:
    """The least that making a file watchable can be: everything copied, nothing looked at."""
    output = build.output(
        build.input(f"file:{clip}"), "index.m3u8", c="copy", f="hls", hls_time=4, hls_playlist_type="vod",
        hls_segment_type="fmp4", hls_segment_filename="s%05d.m4s",
    )  # fmt: skip
    folder.mkdir()
    run(list(build.get_args(output)), timeout=_TIMEOUT, folder=folder)


def drawn(folder: Path, seconds: int, kind: str, *, of: Path | None = None) -> Path:
    """A clip as a phone records it, 1080p30 with grain: above what PeerTube copies (17 Mbit/s), or below (4 Mbit/s).

    `of` is a film whose pictures are taken, again from its beginning where it is over; else there is a test card.
    """
    rate, grain, preset = _KINDS[kind]
    if of:
        again = build.input(f"file:{of}", stream_loop=-1, t=seconds).video
        picture = again.filter("scale", 1920, 1080).filter("setsar", 1).filter("fps", 30)
    else:
        picture = build.input("testsrc2=s=1920x1080:r=30", f="lavfi", t=seconds)
    picture = picture.filter("noise", alls=grain, allf="t")
    sound = build.input("sine=f=220:r=48000", f="lavfi", t=seconds)
    path = folder / f"{kind}.mp4"
    output = build.output(
        picture, sound, str(path), vcodec="libx264", preset=preset, g=60, pix_fmt="yuv420p", acodec="aac",
        video_bitrate=rate, maxrate=rate, bufsize=rate,
    )  # fmt: skip
    run(list(build.get_args(output)), timeout=_TIMEOUT)
    return path
