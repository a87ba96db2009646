"""The sound of a film, measured and then brought to the loudness of all others."""

from collections.abc import Callable
from pathlib import Path

from media_pipeline import limits
from media_pipeline.ffmpeg import sound
from media_pipeline.ffmpeg.facts import Facts
from media_pipeline.ffmpeg.ladder import Sound
from media_pipeline.ffmpeg.playlist import Made, measure
from media_pipeline.ffmpeg.progress import Progress
from media_pipeline.ffmpeg.run import run

__all__ = ["make"]

_TRIES = 3  # of the second pass, until it is loud enough
_NICE = 5


def make(
    source: Path,
    facts: Facts,
    wanted: Sound,
    scratch: Path,
    *,
    should_stop: Callable[[], bool],
    on_part: Callable[[float], None] | None = None,
) -> Made:
    """Write the rendition `audio` into the scratch folder. Raises what `run` raises, and Unfinished."""
    (scratch / "audio").mkdir()
    timeout = limits.encode_seconds(facts.seconds)
    tail = run(
        sound.measure(source, facts, wanted), timeout=timeout, nice=_NICE, folder=scratch, should_stop=should_stop
    )
    loudness = sound.read(tail)
    decibels = sound.gain(loudness)
    for _ in range(_TRIES):
        tail = run(
            sound.encode(source, facts, wanted, loudness, decibels=decibels),
            timeout=timeout,
            largest=limits.encode_bytes(wanted.bitrate, facts.seconds),
            nice=_NICE,
            folder=scratch,
            on_line=Progress(facts.seconds, on_part) if on_part else None,
            should_stop=should_stop,
        )
        missing = sound.TARGET - sound.read(tail).integrated
        if loudness.is_silent or abs(missing) <= sound.CLOSE_ENOUGH:
            break
        decibels = sound.louder(decibels, missing)
    return measure(scratch / "audio")
