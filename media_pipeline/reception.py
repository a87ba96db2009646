"""The reception's part of the door: takes, pieces and uploads, with the work that follows enqueued on commit."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import F

from . import storage, tokens
from .domain import growing, tidy
from .domain.receive import (
    Counts,
    Nonsense,
    NothingRecorded,
    PiecesMissing,
    TakeClosed,
    TakeSummary,
    close_take,
    discard_take,
    open_take,
    receive_piece,
)
from .domain.receive import take_summary as _summary
from .errors import NotArrived
from .hot_reception import PIECES, UPLOADS
from .models import Film, FilmState, Piece, Take, TakeState, Upload
from .tasks import wake, wake_on_commit
from .tus import Terms

__all__ = [
    "Arrival",
    "Counts",
    "Nonsense",
    "NotArrived",
    "NothingRecorded",
    "PiecesMissing",
    "TakeClosed",
    "TakeSummary",
    "UploadSummary",
    "arrivals",
    "discard_take",
    "has_begun",
    "has_come_in",
    "name_film",
    "open_apart",
    "open_take",
    "open_takes",
    "open_upload_address",
    "piece_address",
    "receive_piece",
    "send_take",
    "sweep_reception",
    "take_of",
    "take_summary",
    "upload_summary",
]

OPEN_FOR = 7 * 24 * 3600  # seconds; a page left open, a slow line, a tablet in a drawer


@dataclass(frozen=True)
class Arrival:
    """How far a film is on its way in. `percent` of an upload, 0–100; None for a recording."""

    has_begun: bool
    has_come_in: bool
    percent: int | None = None


@dataclass(frozen=True)
class UploadSummary:
    """How far an upload is. Sizes in bytes; `address` is where tus goes on with it."""

    id: UUID
    address: str
    filename: str
    modified_ms: int
    length: int
    offset: int
    percent: int
    is_finished: bool


def piece_address(take: Take) -> str:
    """The address that pieces of this take are put under: `<address>/<run>/<number>`."""
    return f"{PIECES}{tokens.sign('pieces', str(take.pk), OPEN_FOR)}"


def take_summary(take: Take) -> TakeSummary:
    """Say what has arrived of a take."""
    return _summary(take.pk)


def take_of(film: Film, key: UUID) -> Take | None:
    """The take of a film with this key, if there is one."""
    return film.takes.filter(pk=key).first()


def open_takes(film: Film) -> list[Take]:
    """The takes of a film that were neither sent nor discarded, oldest first."""
    return list(film.takes.filter(state=TakeState.OPEN))


def send_take(take: Take, expected: Counts) -> bool:
    """Close a take and have it joined; says whether this call did it.

    Raises PiecesMissing, NothingRecorded, Nonsense or TakeClosed.
    """
    with transaction.atomic():
        is_closed_now = close_take(take, expected)
        if is_closed_now:
            wake_on_commit(take.film_id)
    return is_closed_now


def arrivals(films: Iterable[Film]) -> dict[UUID, Arrival]:
    """How far films are on their way in, in three queries for any number of them."""
    films = list(films)
    # A part of another film does not come in: it is made here.
    waiting = [film.pk for film in films if film.state == FilmState.RECEIVING and not film.cut_of_id]
    known = {film.pk: Arrival(has_begun=True, has_come_in=True) for film in films}
    if not waiting:
        return known
    takes = Take.objects.filter(film__in=waiting)
    sent = set(takes.filter(state=TakeState.SENT).values_list("film", flat=True))
    pieces = Piece.objects.filter(take__film__in=waiting).exclude(take__state=TakeState.DISCARDED)
    recorded = set(pieces.values_list("take__film", flat=True).distinct())
    furthest: dict[UUID, Upload] = {}
    for upload in Upload.objects.filter(film__in=waiting, offset__gt=0).order_by("offset"):
        furthest[upload.film_id] = upload
    finished = {pk for pk, upload in furthest.items() if upload.finished_at}
    for pk in waiting:
        known[pk] = Arrival(
            has_begun=pk in recorded or pk in furthest,
            has_come_in=pk in sent or pk in finished,
            percent=furthest[pk].percent if pk in furthest else None,
        )
    return known


def has_come_in(film: Film) -> bool:
    """Whether everything of a film has left the sender: it may still have to be joined or checked."""
    return arrivals([film])[film.pk].has_come_in


def has_begun(film: Film) -> bool:
    """Whether anything of a film has arrived that was not discarded."""
    return arrivals([film])[film.pk].has_begun


def name_film(film: Film, title: str) -> None:
    """Give a film its title."""
    Film.objects.filter(pk=film.pk).update(title=title)
    film.title = title


def open_upload_address(film: Film, *, largest: int = 0, is_apart: bool = False) -> str:
    """The address where tus makes uploads of this film, of at most `largest` bytes where that is said.

    One that is kept apart is not taken in: no film is made of it, and `open_apart` gives it once it is whole.
    """
    return f"{UPLOADS}{tokens.sign('uploads', Terms(film.pk, largest, is_apart).words, OPEN_FOR)}"


def upload_summary(film: Film, *, largest: int = 0, is_apart: bool = False) -> UploadSummary | None:
    """Say how far the upload of a film is, the furthest if there are several; None when none was begun.

    The address to go on with it is of the terms of `open_upload_address`.
    """
    uploads = Upload.objects.filter(film=film).select_related("film")
    upload = uploads.order_by(F("finished_at").desc(nulls_last=True), "-offset").first()
    if upload is None:
        return None
    growing.agreed_offset(upload)
    return UploadSummary(
        id=upload.pk,
        address=f"{open_upload_address(film, largest=largest, is_apart=is_apart)}/{upload.pk}",
        filename=upload.filename,
        modified_ms=upload.modified_ms,
        length=upload.length,
        offset=upload.offset,
        percent=upload.percent,
        is_finished=upload.finished_at is not None,
    )


@contextmanager
def open_apart(film: Film) -> Iterator[Path]:
    """Give a file of what was uploaded to be kept apart, while the context lasts. Raises NotArrived, and NoRoom."""
    upload = Upload.objects.filter(film=film, finished_at__isnull=False).select_related("film").first()
    if upload is None:
        raise NotArrived
    with storage.workspace("apart") as folder:
        yield growing.whole(upload, folder, lambda: None)


def sweep_reception() -> int:
    """Take up what was let fall and clear what was used; says for how much work somebody was woken."""
    woken = sum(wake(film_id) for film_id in tidy.ask_for_fallen())
    tidy.stop_waiting()
    tidy.clear_used()
    tidy.clear_forgotten()
    return woken
