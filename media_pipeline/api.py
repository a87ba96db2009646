"""The door of the media pipeline: what other apps may call.

A film is opened, its source comes in (as a file, a take or an upload), and the work that follows
runs on the queue. `signals.film_changed` tells when a first version can be watched and when all is
ready.
"""

from functools import partial
from pathlib import Path

from django.core.files import File
from django.db import transaction

from . import storage
from .domain import block, encode, intake
from .domain import remove as _remove
from .domain import sweep as _sweep
from .domain.queries import (
    FilmStatus,
    Playback,
    master_playlist,
    playback,
    poster,
    status,
    status_of_row,
)
from .errors import AlreadyArrived, NotPlayable
from .models import Film, FilmState
from .reception import (
    Arrival,
    Counts,
    NothingRecorded,
    PiecesMissing,
    TakeClosed,
    TakeSummary,
    UploadSummary,
    arrivals,
    discard_take,
    has_begun,
    has_come_in,
    name_film,
    open_take,
    open_takes,
    open_upload_address,
    piece_address,
    receive_piece,
    send_take,
    sweep_reception,
    take_of,
    take_summary,
    upload_summary,
)
from .signals import FilmChange, film_changed
from .tasks import check_film, empty_film, encode_film

__all__ = [
    "AlreadyArrived",
    "Arrival",
    "Counts",
    "FilmChange",
    "FilmStatus",
    "NotPlayable",
    "NothingRecorded",
    "PiecesMissing",
    "Playback",
    "TakeClosed",
    "TakeSummary",
    "UploadSummary",
    "arrivals",
    "arrived",
    "block_film",
    "check_now",
    "count_failed",
    "discard_take",
    "film_changed",
    "has_begun",
    "has_come_in",
    "master_playlist",
    "name_film",
    "open_film",
    "open_source",
    "open_take",
    "open_takes",
    "open_upload_address",
    "piece_address",
    "playback",
    "poster",
    "prepare_now",
    "receive_file",
    "receive_piece",
    "remove_film",
    "send_take",
    "status",
    "status_of_row",
    "sweep",
    "take_of",
    "take_summary",
    "try_again",
    "unblock_film",
    "upload_summary",
]


def count_failed() -> int:
    """How many films stopped by a fault of ours and wait for staff, trials not counted."""
    return Film.objects.filter(state=FilmState.FAILED, is_check=False).count()


def open_film(title: str = "", *, is_check: bool = False) -> Film:
    """A new film that waits for its source."""
    return Film.objects.create(title=title, is_check=is_check)


def receive_file(film: Film, path: Path) -> Film:
    """Take a copy of a local file as the source and have it looked at. Raises AlreadyArrived."""
    storage.put_copy(film.source_key, path)
    return arrived(film, film.source_key, path.stat().st_size)


def arrived(film: Film, source_key: str, bytes: int) -> Film:
    """The source lies in the storage already; have it looked at. Raises AlreadyArrived."""
    with transaction.atomic():
        if not intake.arrived(film.pk, source_key, bytes):
            raise AlreadyArrived(str(film.pk))
        transaction.on_commit(partial(check_film.enqueue, str(film.pk)))
    film.refresh_from_db()
    return film


def check_now(film: Film) -> Film:
    """Look at an arrived film here and now; the encoding is left to the queue."""
    intake.check(film.pk)
    film.refresh_from_db()
    return film


def prepare_now(film: Film) -> Film:
    """Do all the work on an arrived film here and now; the state says what came of it."""
    intake.check(film.pk)
    encode.encode(film.pk)
    film.refresh_from_db()
    return film


def try_again(film: Film) -> bool:
    """Have a film worked on again that failed by a fault of ours; says whether it had."""
    with transaction.atomic():
        waiting = intake.reopen(film.pk)
        if waiting in _TASKS:  # joining pieces again is for the sweep
            transaction.on_commit(partial(_TASKS[waiting].enqueue, str(film.pk)))
    return waiting is not None


def block_film(film: Film, *, for_good: bool = True) -> bool:
    """Let nobody watch a film any more, in every process within seconds; says whether anybody could.

    For good, its files are removed by the queue, and only the row stays; else `unblock_film` undoes it.
    """
    changed = block.block(film.pk, for_good=for_good)
    if for_good:
        transaction.on_commit(partial(empty_film.enqueue, str(film.pk)))
    film.refresh_from_db()
    return changed


def unblock_film(film: Film) -> bool:
    """Let a film be watched again that was blocked for a time; says whether it was."""
    changed = block.unblock(film.pk)
    film.refresh_from_db()
    return changed


def open_source(film: Film) -> File:
    """Open the file that a film was made from. Raises FileNotFoundError when it is gone."""
    return storage.films().open(film.source)


def remove_film(film: Film) -> bool:
    """Remove a film with everything made from it; says whether there was one."""
    return _remove.remove(film.pk)


def sweep() -> int:
    """Take up what was let fall, clear what nobody needs; says how much was enqueued."""
    films = _sweep.take_up()
    for film_id, state in films:
        _TASKS[state].enqueue(str(film_id))
    _sweep.clear_retired()
    _sweep.finish_removals()
    _sweep.clear_scratch()
    for film_id in block.to_empty():
        empty_film.enqueue(str(film_id))
    return len(films) + sweep_reception()


_TASKS = {FilmState.RECEIVED: check_film, FilmState.QUEUED: encode_film}
