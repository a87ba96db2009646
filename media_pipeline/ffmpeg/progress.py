"""Read ffmpeg's `-progress` output: how much of the film is done."""

from collections.abc import Callable

__all__ = ["Progress"]


class Progress:
    """Feed it stdout's lines; it calls back with the part done, 0.0–1.0, block by block."""

    def __init__(self, seconds: float, on_part: Callable[[float], None]) -> None:
        self._seconds = max(seconds, 0.001)
        self._on_part = on_part
        self._part = 0.0

    def __call__(self, line: str) -> None:
        name, _, value = line.strip().partition("=")
        if name == "out_time_us" and value.lstrip("-").isdigit():
            done = int(value) / 1_000_000 / self._seconds
            self._part = min(1.0, max(self._part, done))  # never backwards
        elif name == "progress":
            self._on_part(self._part)
