"""From the last byte of a long film to the moment when it can be watched, beside the least that it can be.

Both read the same file, which has come in before, and go first in turn; the middle ones are compared. For other work on
the machine comes and goes, and whoever writes to memory or a disk that was just freed is quicker by a fifth. Everything
has to lie on one quick disk, or the disk is what is measured: `TMPDIR=/dev/shm` puts it into memory.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from media_pipeline import api, storage
from media_pipeline.ffmpeg.run import run
from media_pipeline.models import Film

from .clips import bare_copy, drawn

__all__ = ["FILMS", "Long", "measure"]

_TIMES, _MORE = 1.5, 1.0  # of the bare copy, and seconds beside it, that are granted
_TIMEOUT = 600


@dataclass(frozen=True, slots=True)
class Long:
    """A film of so many seconds, which is a clip of one of the kinds of `drawn` again and again."""

    kind: str
    seconds: int


FILMS = (Long("below", 3600), Long("above", 900))


def measure(
    clip: Path | None = None, *, seconds: int = 10, rounds: int = 4, films: tuple[Long, ...] = FILMS
) -> dict[str, Any]:
    """Measure films made of a clip, or of one that is drawn. `part_of_limit` is the worst; up to 1 is granted."""
    found = []
    for film in films:
        with tempfile.TemporaryDirectory(prefix="media-long-") as name:
            found.append(_one(film, clip, Path(name), seconds=seconds, rounds=rounds))
    return {"part_of_limit": max(round(one["watchable_s"] / one["limit_s"], 3) for one in found), "films": found}


def _one(film: Long, clip: Path | None, folder: Path, *, seconds: int, rounds: int) -> dict[str, Any]:
    path = _looped(folder, film, drawn(folder, min(seconds, film.seconds), film.kind, of=clip))
    bares, watchables = [], []
    for turn in range(rounds):
        with _arrived(path) as (arrived, source):
            if turn % 2:
                bares.append(_bare(folder / "bare", source))
            watchables.append(_watchable(arrived))
            if not turn % 2:
                bares.append(_bare(folder / "bare", source))
    bare, watchable = median(bares), median(watchables)
    return {
        "seconds": film.seconds, "mbit_a_second": round(path.stat().st_size * 8 / film.seconds / 1e6, 1),
        "bare_s": round(bare, 2), "watchable_s": round(watchable, 2), "limit_s": round(_TIMES * bare + _MORE, 2),
        "ratio": round(watchable / bare, 3),
        "all_bare_s": [round(one, 2) for one in bares], "all_watchable_s": [round(one, 2) for one in watchables],
    }  # fmt: skip


def _looped(folder: Path, film: Long, clip: Path) -> Path:
    path = folder / "long.mp4"
    again = ["-stream_loop", "-1", "-i", f"file:{clip}", "-c", "copy", "-t", str(film.seconds), f"file:{path}"]
    run(again, timeout=_TIMEOUT)
    return path


def _bare(folder: Path, path: Path) -> float:
    began = time.monotonic()
    bare_copy(folder, path)
    took = time.monotonic() - began
    shutil.rmtree(folder)
    return took


@contextmanager
def _arrived(path: Path) -> Iterator[tuple[Film, Path]]:
    """A film that has come in, of which nothing was done yet, and where its file lies."""
    film = api.open_film("bench", is_check=True)
    try:
        api.receive_file(film, path)
        film.refresh_from_db()
        source = storage.local_path(film.source)
        if source is None:
            raise RuntimeError("the film lies on no disk")
        yield film, source
    finally:
        api.remove_film(film)


def _watchable(film: Film) -> float:
    """Seconds from the last byte."""
    began = time.monotonic()
    film = api.check_now(film)
    took = time.monotonic() - began
    if film.playable_at is None:
        raise RuntimeError(f"the film cannot be watched: {film.state} {film.refusal} {film.fault}")
    return took
