"""What ffmpeg's arguments have in common: sources opened safely, renditions written as fMP4 HLS.

Outputs are relative to the scratch folder. Every rendition is its own playlist in a folder of its own, picture and
sound apart: the sound is encoded, stored and paid for once, and "sound only" is the same rendition.
"""

import os
from pathlib import Path
from typing import Any

import ffmpeg as build

from .probe import OPEN_SAFELY

__all__ = ["NO_EXTRAS", "SEGMENT_SECONDS", "THREADS", "arguments", "earlier", "opened", "rendition"]

SEGMENT_SECONDS = 4
THREADS = min(8, os.cpu_count() or 1)  # more would only take memory
NO_EXTRAS = {"sn": None, "dn": None, "map_metadata": -1, "map_chapters": -1}


def opened(source: Path, **options: Any) -> Any:
    """A source, with nothing that it names opened beside it."""
    return build.input(f"file:{source}", threads=THREADS, **OPEN_SAFELY, **options)


def rendition(stream: Any, name: str, **options: Any) -> Any:
    """Write a stream as a rendition in the folder `name`, which must be there."""
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
        **NO_EXTRAS,
        **options,
    )


def earlier(seconds: float) -> str:
    """A bitstream filter that moves what is copied to an earlier time.

    Pictures are shown in another order than they are decoded: each of the two times is moved by itself.
    """
    return f"setts=pts=PTS-{seconds}/TB:dts=DTS-{seconds}/TB"


def arguments(outputs: list[Any]) -> list[str]:
    """One command line that writes all outputs."""
    everything = build.merge_outputs(*outputs) if len(outputs) > 1 else outputs[0]
    return list(build.get_args(everything))
