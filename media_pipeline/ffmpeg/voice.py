"""A recorded voice as one small file that every browser plays: AAC in MP4, as loud as all films.

What a phone writes beside the sound, such as where it was recorded, does not come along.
"""

from pathlib import Path

import ffmpeg as build

from .facts import Facts
from .hls import NO_EXTRAS, arguments
from .ladder import Sound
from .sound import Loudness, levelled

__all__ = ["MADE", "WANTED", "write"]

MADE = "voice.m4a"
WANTED = Sound(channels=1, sample_rate=44_100, bitrate=64_000)


def write(source: Path, facts: Facts, loudness: Loudness, *, decibels: float) -> list[str]:
    """Write `voice.m4a` into the scratch folder; it begins to play before all of it has come."""
    sound = levelled(source, facts, WANTED, loudness, decibels=decibels)
    options = {"acodec": "aac", "ac": WANTED.channels, "ar": WANTED.sample_rate, "b:a": WANTED.bitrate}
    # Each stream's own notes are named apart from the file's.
    apart = {"map_metadata:s:a": "-1", "fflags": "+bitexact", "movflags": "+faststart", "f": "mp4"}
    return arguments([build.output(sound, MADE, **NO_EXTRAS, **options, **apart)])
