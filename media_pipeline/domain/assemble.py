"""What came in becomes the source of its film: pieces are joined, a finished upload is moved.

Everything here may be cut short at any line and run again, or run twice at once: a source is put in its
place whole, and the film takes it over only while it is still being received.
"""

import logging
import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from media_pipeline import limits, storage, tus
from media_pipeline.ffmpeg.facts import Unusable
from media_pipeline.ffmpeg.join import join
from media_pipeline.ffmpeg.probe import inspect
from media_pipeline.ffmpeg.run import Stopped
from media_pipeline.models import Film, FilmState, Piece, Take, TakeState, Upload
from media_pipeline.signals import FilmChange

from .announce import announce
from .intake import arrived

logger = logging.getLogger("media_pipeline")


class PieceSpoilt(Exception):
    """A stored piece is not what was acknowledged; the fault is ours and staff must look."""


def has_runs_to_join(take_id: UUID) -> bool:
    """Whether a take has several runs: joining them may mean encoding, which is no quick work."""
    return len(Take.objects.get(pk=take_id).expected) > 1


def assemble_take(take_id: UUID) -> bool:
    """Join the pieces of a sent take into one source; says whether the film took it over now.

    Each run is one stream of the recorder, so its pieces in a row are a whole file; several runs, as after a
    reload, are joined by ffmpeg. A fault of ours is noted with the film, which has failed after the last try.
    """
    take = Take.objects.select_related("film").get(pk=take_id)
    if take.state != TakeState.SENT or take.film.state != FilmState.RECEIVING:
        return False
    try:
        with storage.workspace("take") as folder:
            runs = [_write_run(folder / f"run-{run:03}", pieces) for run, pieces in _wanted_runs(take)]
            return _hand_over(take.film, _joined(runs, folder))
    except Stopped:
        Take.objects.filter(pk=take_id).update(look_again_at=timezone.now())
    except Exception as error:
        logger.exception("take %s could not be joined", take_id)
        _note_fault(take.film, error)
    return False


def _joined(runs: list[Path], folder: Path) -> Path:
    """One file of all runs. A run that is no film, as of a recorder that died at once, is left out."""
    if len(runs) == 1:
        return runs[0]
    whole = [run for run in runs if _is_film(run)]
    return join(whole, folder, bounds=limits.bounds()) if whole else runs[0]


def _is_film(path: Path) -> bool:
    try:
        inspect(path, limits.bounds())
    except Unusable:
        return False
    return True


def _note_fault(film: Film, error: Exception) -> None:
    receiving = Film.objects.filter(pk=film.pk, state=FilmState.RECEIVING)
    receiving.update(attempts=F("attempts") + 1, fault=f"{type(error).__name__}: {error}"[:4000])
    if receiving.filter(attempts__gte=limits.MOST_ATTEMPTS).update(state=FilmState.FAILED):
        announce(film.pk, FilmChange.FAILED)


def _wanted_runs(take: Take) -> Iterator[tuple[int, Iterable[Piece]]]:
    wanted = {int(run): last for run, last in take.expected.items()}
    pieces = [
        piece
        for piece in take.pieces.order_by("run", "number").select_related("take__film")
        if piece.number <= wanted.get(piece.run, 0)
    ]
    return groupby(pieces, key=lambda piece: piece.run)


def _write_run(target: Path, pieces: Iterable[Piece]) -> Path:
    """Put the pieces of a run in a row, each checked against what was acknowledged."""
    with target.open("wb") as whole:
        for piece in pieces:
            with storage.films().open(piece.key, "rb") as stored:
                data = stored.read()
            if sha256(data).hexdigest() != piece.sha256:
                raise PieceSpoilt(str(piece))
            whole.write(data)
    return target


def take_in_upload(upload_id: UUID) -> bool:
    """Move a finished upload into the storage; says whether the film took it over now."""
    upload = Upload.objects.select_related("film").get(pk=upload_id)
    if upload.finished_at is None or upload.film.state != FilmState.RECEIVING:
        return False
    partial = tus.partial_path(upload.pk)
    if partial.exists():
        is_new = _hand_over(upload.film, partial)
    else:  # moved by a run of this task that was cut short before it said so
        key = upload.film.source_key
        is_new = arrived(upload.film.pk, key, storage.films().size(key))
    tus.remove_partial(upload.pk)
    return is_new


def _hand_over(film: Film, source: Path) -> bool:
    """Flush a whole source to the disk, put it in its place, and let the film take it over."""
    size = source.stat().st_size
    with source.open("rb") as whole:
        os.fsync(whole.fileno())
    storage.put(film.source_key, source)
    return arrived(film.pk, film.source_key, size)
