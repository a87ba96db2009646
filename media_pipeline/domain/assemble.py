"""What came in becomes the source of its film: pieces are joined, a finished upload is taken over.

It is work like any other: somebody holds it, says that it goes on, and is told to stop; after faults it is set aside.
What comes of it is put in a place of its own, whole, and the film takes it over only while it is still being received.
So it may be cut short at any line and run again, or run twice at once.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from uuid import UUID

from django.db import transaction

from media_pipeline import limits, storage
from media_pipeline.errors import LeaseLost
from media_pipeline.ffmpeg.facts import Unusable
from media_pipeline.ffmpeg.join import join
from media_pipeline.ffmpeg.probe import Bounds, inspect
from media_pipeline.ffmpeg.run import Stopped, stop_requested
from media_pipeline.models import Film, FilmState, Piece, Take, Upload, WorkKind
from media_pipeline.several import in_order

from . import growing
from . import work as works
from .kinds import does
from .lease import Lease
from .live import recording
from .receive import PieceSpoilt, content_of

_WAITS = (FilmState.RECEIVING, FilmState.RECEIVING)


@does(WorkKind.TAKE_IN, film=_WAITS, fails_film=True)
def take_in(film: Film, held: Lease) -> None:
    """Make one source of a finished upload, or of a recording in one run. Raises what `growing.whole` raises."""
    upload = Upload.objects.select_related("film").filter(pk=UUID(held.subject)).first()
    if upload is None:
        join_runs(film, held)
        return
    with storage.workspace("upload") as folder:
        if _is_stored(upload):  # by an attempt that was cut short before it said so
            _arrived(held, upload.source_key, upload.length)
        else:
            _take_over(held, upload.source_key, growing.whole(upload, folder, _stopper(held)))
    growing.remove(upload)


@does(WorkKind.JOIN, film=_WAITS, fails_film=True, gives_way=True)
def join_runs(film: Film, held: Lease) -> None:
    """Join the pieces of a sent take into one source.

    Each run is one stream of the recorder, so its pieces in a row are a whole file; several runs, as after a
    reload, are joined by ffmpeg. Raises PieceSpoilt, Stopped and what ffmpeg raises.
    """
    take = Take.objects.select_related("film").get(pk=UUID(held.subject))
    with storage.workspace("take") as folder:
        runs = _rows_of(take, folder, _stopper(held))
        _take_over(held, take.source_key, _joined(runs, folder, take, held))


def _is_stored(upload: Upload) -> bool:
    films = storage.films()
    return films.exists(upload.source_key) and films.size(upload.source_key) == upload.length


def _stopper(held: Lease) -> Callable[[], None]:
    """Asked between files: whether this worker is to go on. What is asked raises Stopped."""

    def check() -> None:
        if held.lost.is_set() or stop_requested.is_set():
            raise Stopped("told to stop")

    return check


def _rows_of(take: Take, folder: Path, check: Callable[[], None]) -> list[Path]:
    """Files that follow one another. Of a broadcast, pieces may be missing; of another take none is, see `receive`."""
    if take.is_live:
        rows = recording.write_rows(take, folder)
        if not rows:
            raise PieceSpoilt("nothing of it can be read")
        return rows
    return [_write_run(folder / f"run-{run:03}", pieces, check) for run, pieces in _wanted_runs(take)]


def _joined(runs: list[Path], folder: Path, take: Take, held: Lease) -> Path:
    """One file of all runs. A run that is no film, as of a recorder that died at once, is left out."""
    if len(runs) == 1:
        return runs[0]
    bounds = limits.bounds(is_live=take.is_live, is_recorded=True)
    stop = held.lost.is_set
    whole = [run for run in runs if _is_film(run, bounds, stop)]
    if not whole:
        return runs[0]
    return join(whole, folder, bounds=bounds, should_stop=stop, on_part=lambda part: held.report(int(part * 100)))


def _is_film(path: Path, bounds: Bounds, should_stop: Callable[[], bool]) -> bool:
    try:
        inspect(path, bounds, should_stop=should_stop)
    except Unusable:
        return False
    return True


def _wanted_runs(take: Take) -> Iterator[tuple[int, Iterable[Piece]]]:
    wanted = {int(run): last for run, last in take.expected.items()}
    pieces = [
        piece
        for piece in take.pieces.order_by("run", "number").select_related("take__film")
        if piece.number <= wanted.get(piece.run, 0)
    ]
    return groupby(pieces, key=lambda piece: piece.run)


def _write_run(target: Path, pieces: Iterable[Piece], check: Callable[[], None]) -> Path:
    """Put the pieces of a run in a row, each checked against what was acknowledged."""
    with target.open("wb") as whole:
        for data in in_order(content_of, pieces, size=lambda piece: piece.bytes):
            check()
            whole.write(data)
    return target


def _take_over(held: Lease, key: str, source: Path) -> None:
    """Flush a whole source to the disk, put it in its place, and let the film take it over. Raises LeaseLost."""
    size = source.stat().st_size
    with source.open("rb") as whole:
        os.fsync(whole.fileno())
    held.renew()
    storage.put(key, source)
    _arrived(held, key, size)


def _arrived(held: Lease, key: str, size: int) -> None:
    try:
        with transaction.atomic():
            held.done(FilmState.RECEIVED, source=key, source_bytes=size)
            works.ask(held.film_id, WorkKind.WATCHABLE)
    except LeaseLost:
        if Film.objects.filter(pk=held.film_id).exclude(source__in=["", key]).exists():
            storage.remove(key)  # another came in first
        raise
