"""How many bits a film needs: a few seconds of it are encoded before the rest is, in every rung at once.

A lesson with a still face needs a third of what a dance needs. What the samples take says which rungs would save
nothing, and how high a scene may go. In a short film the ladder itself is as quick, and says it exactly.
"""

from collections.abc import Callable
from pathlib import Path

from media_pipeline import limits
from media_pipeline.ffmpeg import command
from media_pipeline.ffmpeg.facts import Facts
from media_pipeline.ffmpeg.ladder import Need, Plan
from media_pipeline.ffmpeg.playlist import Made
from media_pipeline.ffmpeg.run import FfmpegFailed, run

__all__ = ["measured", "needs", "places"]

_FROM = 60.0  # seconds of film
_SAMPLE = 2.0  # seconds: what lies between two keyframes
_FEWEST, _MOST = 2, 4
_PART = 0.015  # of the film
_NICE = 5


def places(seconds: float) -> list[float]:
    """Where samples are taken, in seconds; none in a short film."""
    if seconds < _FROM:
        return []
    number = min(_MOST, max(_FEWEST, round(seconds * _PART / _SAMPLE)))
    return [seconds * (2 * sample + 1) / (2 * number) for sample in range(number)]


def needs(source: Path, facts: Facts, plan: Plan, scratch: Path, *, should_stop: Callable[[], bool]) -> dict[str, Need]:
    """What each rung needs, by its name; empty where the film is short or a sample could not be taken."""
    taken: dict[str, list[int]] = {rung.name: [] for rung in plan.rungs}
    for at in places(facts.seconds) if plan.rungs else []:
        try:
            run(
                command.samples(source, facts, plan, at=at, seconds=_SAMPLE),
                timeout=limits.copy_seconds(facts.seconds),
                largest=limits.encode_bytes(sum(rung.ceiling for rung in plan.rungs), _SAMPLE),
                nice=_NICE,
                folder=scratch,
                should_stop=should_stop,
            )
        except FfmpegFailed:
            return {}  # the encode that follows will say what is wrong
        for name, bits in taken.items():
            file = scratch / f"{name}.h264"
            bits.append(round(file.stat().st_size * 8 / _SAMPLE))
            file.unlink()
    return {name: Need(sum(bits) // len(bits), max(bits)) for name, bits in taken.items() if bits}


def measured(made: dict[str, Made]) -> dict[str, Need]:
    """The same of what has been made: now it is known."""
    return {name: Need(result.average_bandwidth, result.bandwidth) for name, result in made.items()}
