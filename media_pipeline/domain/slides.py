"""Slides beside a film: the pages of a PDF as pictures in the film's folder, so that they go where the film goes.

They are given out at the film's own signed addresses, refused when it is taken back, and removed with it.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media_pipeline import storage
from media_pipeline.errors import SlidesUnfit
from media_pipeline.ffmpeg import run as runner
from media_pipeline.models import Film
from media_pipeline.slides import program

from .queries import base_of

__all__ = ["Slide", "address", "drop", "make"]

LARGEST = 30 * 2**20  # bytes of a PDF
PROGRAM = "slides"
_SECONDS = 60
_MEMORY = 2**30  # bytes of address space
_OUTPUT = 2**26  # bytes of pictures
_NICE = 10  # who is on air goes first

# -I: nothing of the surroundings' Python counts, only what is installed with the interpreter.
runner.PROGRAMS[PROGRAM] = (sys.executable, "-I", program.__file__)


@dataclass(frozen=True)
class Slide:
    """A page as a picture: its key in the storage, its size in pixels, the words on it."""

    number: int
    key: str
    width: int
    height: int
    text: str


def make(film: Film, pdf: Path, *, mark: str) -> list[Slide]:
    """Draw the pages of a PDF and keep them under a mark of eight hexadecimal digits. Raises SlidesUnfit, NoRoom."""
    if pdf.stat().st_size > LARGEST:
        raise SlidesUnfit("too_large")
    with storage.workspace("slides", needs=_OUTPUT) as scratch:
        pages = _drawn(pdf, scratch)
        slides = [Slide(key=f"{film.folder}/slide-{mark}-{page['number']:03}.webp", **page) for page in pages]
        for slide in slides:
            storage.put(slide.key, scratch / f"{slide.number:03}.webp")
    return slides


def _drawn(pdf: Path, scratch: Path) -> list[dict[str, Any]]:
    """Let the process draw; what it says it drew has to be there."""
    said: list[dict[str, Any]] = []
    try:
        runner.run(
            [str(pdf), str(scratch)],
            program=PROGRAM,
            timeout=_SECONDS,
            memory=_MEMORY,
            largest=_OUTPUT,
            nice=_NICE,
            folder=scratch,
            on_line=lambda line: said.append(json.loads(line)),
        )
    except runner.FfmpegFailed as error:
        if said and "refused" in said[-1]:
            raise SlidesUnfit(str(said[-1]["refused"])) from error
        if error.is_ours:
            raise
        is_heavy = error.crashed or isinstance(error, runner.TimedOut | runner.TooMuch)
        raise SlidesUnfit("too_heavy" if is_heavy else "broken") from error
    if not said or not all((scratch / f"{page['number']:03}.webp").is_file() for page in said):
        raise SlidesUnfit("broken")
    return said


def address(film: Film, key: str) -> str:
    """Where a picture can be seen; for everybody and for an hour the same, so that caches keep it. No query."""
    return f"{base_of(film)}{key.rpartition('/')[2]}" if key and not film.blocked_at else ""


def drop(keys: list[str]) -> None:
    """Remove pictures; no matter if they are gone."""
    for key in keys:
        storage.remove(key)
