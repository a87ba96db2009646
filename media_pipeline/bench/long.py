"""From the last byte of a long film to the moment when it can be watched, beside the least that it can be.

Both are done in turn and the middle ones are compared, for other work on the machine comes and goes. Everything has to
lie on one quick disk, or the disk is what is measured: `TMPDIR=/dev/shm` puts it into memory.
"""

import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from media_pipeline import api
from media_pipeline.ffmpeg.run import run

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
    clip: Path | None = None, *, seconds: int = 10, rounds: int = 3, films: tuple[Long, ...] = FILMS
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
    for _ in range(rounds):
        bares.append(_bare(folder / "bare", path))
        watchables.append(_watchable(path))
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


def _watchable(path: Path) -> float:
    """Seconds from the last byte: the film has come in, nothing was done yet."""
    film = api.open_film("bench", is_check=True)
    try:
        api.receive_file(film, path)
        began = time.monotonic()
        film = api.check_now(film)
        took = time.monotonic() - began
        if film.playable_at is None:
            raise RuntimeError(f"the film cannot be watched: {film.state} {film.refusal} {film.fault}")
        return took
    finally:
        api.remove_film(film)
