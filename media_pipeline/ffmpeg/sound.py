"""The sound of every rendition: equally loud in every film, with gentle noise reduction, in step with the picture.

Loudness by EBU R 128 in two passes: the whole film is measured, then moved by one figure to −16 LUFS, the level usual
on phones, so that loud and quiet places keep their distance. What would go over the top is caught by a limiter. The
second pass measures what came out; where the limiter took too much away, it runs again with what is missing.
"""

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg as build

from .facts import Facts
from .hls import arguments, opened, rendition
from .ladder import Sound

__all__ = ["CLOSE_ENOUGH", "TARGET", "Loudness", "encode", "gain", "levelled", "louder", "measure", "read"]

TARGET = -16.0  # LUFS
CLOSE_ENOUGH = 0.4  # LU
_SILENCE = -62.0  # LUFS: nothing but noise of the device, which is not made louder
_MOST_GAIN = 40.0  # dB
_CEILING = 10 ** (-2 / 20)  # of samples; true peaks may lie half a decibel above
# Speech stands so far above the noise of its room. Closer than that it is music, or a tone; further, nobody hears it.
_LEAST_DISTANCE, _MOST_DISTANCE = 14.0, 45.0  # dB
_NOISE_REDUCTION = 8  # dB: breath and rooms stay natural
_TELL = ["-v", "info"]  # the filters that measure speak at this level


@dataclass(frozen=True, slots=True)
class Loudness:
    """What was measured: loudness of the whole in LUFS, and the peaks of its quietest moment in dB below full scale."""

    integrated: float
    floor: float

    @property
    def is_silent(self) -> bool:
        return self.integrated <= _SILENCE

    @property
    def is_noisy(self) -> bool:
        return math.isfinite(self.floor) and _LEAST_DISTANCE <= self.integrated - self.floor <= _MOST_DISTANCE


def measure(source: Path, facts: Facts, wanted: Sound) -> list[str]:
    """The first pass: nothing is written, `read` takes what ffmpeg says."""
    told = _prepared(source, facts, wanted).filter("ebur128", framelog="quiet")
    told = told.filter("astats", measure_perchannel="none", measure_overall="Noise_floor")
    return [*_TELL, *arguments([build.output(told, "-", f="null")])]


def read(tail: str) -> Loudness:
    """What a pass measured, from the end of its stderr. Sound that says nothing is silent."""
    integrated = re.findall(r"\bI:\s+(-?[\d.]+|-inf|nan) LUFS", tail)
    floor = re.findall(r"Noise floor dB: (-?[\d.]+|-inf|nan)", tail)
    return Loudness(_number(integrated), _number(floor))


def gain(loudness: Loudness) -> float:
    """Decibels that bring a film to the target."""
    if loudness.is_silent:
        return 0.0
    return min(_MOST_GAIN, TARGET - loudness.integrated)


def louder(decibels: float, missing: float) -> float:
    """What to try next when so much was missing: the limiter takes part of what is added, so a little more."""
    return min(_MOST_GAIN, decibels + missing * 1.25)


def encode(source: Path, facts: Facts, wanted: Sound, loudness: Loudness, *, decibels: float) -> list[str]:
    """The second pass writes the rendition `audio` and says how loud it came out."""
    options = {"acodec": "aac", "ac": wanted.channels, "ar": wanted.sample_rate, "b:a": wanted.bitrate}
    sound = levelled(source, facts, wanted, loudness, decibels=decibels)
    return [*_TELL, *arguments([rendition(sound, "audio", **options)])]


def levelled(source: Path, facts: Facts, wanted: Sound, loudness: Loudness, *, decibels: float) -> Any:
    """The sound made louder or quieter by so much, with less noise; what is written of it says how loud it is."""
    sound = _prepared(source, facts, wanted)
    if loudness.is_noisy:
        floor = min(-20.0, max(-80.0, loudness.floor))
        sound = sound.filter("afftdn", nr=_NOISE_REDUCTION, nf=round(floor, 1))
    sound = sound.filter("volume", f"{decibels:.2f}dB")
    sound = sound.filter("alimiter", limit=round(_CEILING, 4), attack=5, release=80, level=0, latency=1)
    sound = sound.filter("ebur128", framelog="quiet").filter("asetpts", "N/SR/TB")
    return sound.filter("aresample", wanted.sample_rate)


def _prepared(source: Path, facts: Facts, wanted: Sound) -> Any:
    """The sound as both passes hear it: from the film's beginning, gaps filled, as many channels as are kept."""
    assert facts.audio  # noqa: S101 - callers ask for films with sound
    layout = "mono" if wanted.channels == 1 else "stereo"
    sound = opened(source)[str(facts.audio.index)].filter("aresample", 48_000, **{"async": 1, "first_pts": 0})
    return sound.filter("aformat", sample_fmts="fltp", channel_layouts=layout)


def _number(found: list[str]) -> float:
    value = float(found[-1]) if found else -math.inf
    return -math.inf if math.isnan(value) else value
