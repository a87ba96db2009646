"""One ordinary file of what players get in pieces."""

from collections.abc import Sequence
from pathlib import Path

import ffmpeg as build

from .probe import OPEN_SAFELY

__all__ = ["NAME", "together"]

NAME = "whole.mp4"


def together(streams: Sequence[Path]) -> list[str]:
    """Put streams of our own making, each a file of its own, into `whole.mp4` without decoding."""
    inputs = [build.input(f"file:{path}", **OPEN_SAFELY)["0"] for path in streams]
    arguments: list[str] = build.get_args(build.output(*inputs, NAME, c="copy", movflags="+faststart", f="mp4"))
    return arguments
