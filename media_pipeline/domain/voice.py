"""A voice comes in as a browser or a phone recorded it, and goes out as one small file that everything plays."""

from dataclasses import dataclass
from pathlib import Path

from media_pipeline import limits, storage
from media_pipeline.errors import VoiceUnfit
from media_pipeline.ffmpeg import sound, voice
from media_pipeline.ffmpeg.facts import Facts, Reason, Unusable
from media_pipeline.ffmpeg.probe import Bounds, inspect
from media_pipeline.ffmpeg.run import FfmpegFailed, run

__all__ = ["Voice", "make"]

_SPARE = 5.0  # seconds: a recorder that stops by itself is never exact
_SHORTEST = 0.3  # seconds
_NICE = 5


@dataclass(frozen=True)
class Voice:
    """A voice made to be played: AAC in MP4, and how long it is."""

    sound: bytes
    ms: int


def make(data: bytes, *, longest: float) -> Voice:
    """Make what was recorded into a file to be played. `longest` is in seconds. Raises VoiceUnfit."""
    with storage.workspace("voice", needs=2 * len(data)) as scratch:
        source = scratch / "source"
        source.write_bytes(data)
        facts = _facts(source, longest + _SPARE)
        try:
            made = _written(source, facts, scratch)
        except FfmpegFailed as error:
            if error.is_ours:
                raise
            raise VoiceUnfit("broken") from error
        ms = round(inspect(made, Bounds(longest_seconds=longest + 2 * _SPARE)).seconds * 1000)
        return Voice(made.read_bytes(), ms)


def _facts(source: Path, longest: float) -> Facts:
    try:
        facts = inspect(source, Bounds(longest_seconds=longest))
    except Unusable as error:
        raise VoiceUnfit("too_long" if error.reason == Reason.TOO_LONG else "broken") from error
    if facts.audio is None:
        raise VoiceUnfit("broken")
    if facts.seconds < _SHORTEST:
        raise VoiceUnfit("silent")
    return facts


def _written(source: Path, facts: Facts, scratch: Path) -> Path:
    timeout = limits.encode_seconds(facts.seconds)
    loudness = sound.read(run(sound.measure(source, facts, voice.WANTED), timeout=timeout, nice=_NICE, folder=scratch))
    if loudness.is_silent:
        raise VoiceUnfit("silent")
    run(
        voice.write(source, facts, loudness, decibels=sound.gain(loudness)),
        timeout=timeout,
        largest=limits.encode_bytes(voice.WANTED.bitrate, facts.seconds),
        nice=_NICE,
        folder=scratch,
    )
    return scratch / voice.MADE
