"""The sound of a film as a speech model wants it: one channel, 16 kHz, 16 bits, from the film's beginning."""

from pathlib import Path
from typing import Any

import ffmpeg as build

from .facts import Facts
from .probe import OPEN_SAFELY

__all__ = ["BYTES_A_SECOND", "NAME", "PART", "hear", "hear_part"]

NAME = "heard.wav"
PART = "heard.pcm"
_RATE = 16_000
BYTES_A_SECOND = 2 * _RATE


def hear(source: Path, facts: Facts) -> list[str]:
    """Write `heard.wav` into the scratch folder. Gaps are filled, so that times are those of the film."""
    assert facts.audio  # noqa: S101 - callers ask for films with sound
    whole: Any = build.input(f"file:{source}", threads=1, **OPEN_SAFELY)
    sound = whole[str(facts.audio.index)].filter("aresample", _RATE, **{"async": 1, "first_pts": 0})
    output = build.output(
        sound, NAME, acodec="pcm_s16le", ac=1, ar=_RATE, f="wav", vn=None, map_metadata=-1, bitexact=None
    )
    return list(build.get_args(output))


def hear_part(source: Path) -> list[str]:
    """Write `heard.pcm` into the scratch folder: the samples of some segments of a broadcast, one after another."""
    segments: Any = build.input(f"file:{source}", threads=1, **OPEN_SAFELY)
    output = build.output(segments["a:0"], PART, acodec="pcm_s16le", ac=1, ar=_RATE, f="s16le", vn=None)
    return list(build.get_args(output))
