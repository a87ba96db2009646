"""A take comes in piece by piece. What is acknowledged is on the disk and in the database, once.

A piece is first written under a name of its own, whole and flushed, then its row is committed, then the
sender is told. Whatever is cut short before that is sent again and found to be the same.
"""

import os
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from itertools import islice
from tempfile import NamedTemporaryFile
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from media_pipeline import storage
from media_pipeline.models import Film, FilmState, Piece, Take, TakeState, WorkKind

from . import work as works

LARGEST_PIECE = 32 * 2**20  # bytes; two seconds of 4K are about 5 MB
MOST_RUNS = 999
MOST_PIECES = 999_999
MOST_NAMED = 500  # missing pieces in one answer; the others are named when these are here
TRY_AGAIN_AFTER = timedelta(minutes=2)  # joining or moving a source should be over by then

Counts = dict[int, int]  # run → number of its last piece


class ReceptionRefused(Exception):
    """Something about a piece or a take cannot be."""


class PieceDamaged(ReceptionRefused):
    """The bytes are not those of the checksum: send it again."""


class PieceConflict(ReceptionRefused):
    """Another piece has this run and number already."""


class TakeClosed(ReceptionRefused):
    """The take was sent or discarded, so nothing more is taken in."""


class Nonsense(ReceptionRefused):
    """A recorder has no such runs or pieces."""


class NothingRecorded(ReceptionRefused):
    """There is no piece to send."""


class PiecesMissing(ReceptionRefused):
    """Some pieces have not arrived; `missing` is run → their numbers, of many the first."""

    def __init__(self, missing: dict[int, list[int]]) -> None:
        super().__init__(f"missing: {missing}")
        self.missing = missing


class PieceSpoilt(Exception):
    """A stored piece is not what was acknowledged; the fault is ours and staff must look."""


@dataclass(frozen=True)
class TakeSummary:
    """What has arrived of a take. `runs` is run → numbers, in order; durations in milliseconds."""

    id: UUID
    state: str
    mime: str
    runs: dict[int, list[int]] = field(default_factory=dict)
    bytes: int = 0
    duration_ms: int = 0

    @property
    def counts(self) -> Counts:
        """How many pieces of each run make an unbroken row from the first."""
        return {run: _unbroken(numbers) for run, numbers in self.runs.items()}


def open_take(film: Film, *, mime: str, key: UUID | None = None) -> Take:
    """Begin a take of a film, or give the one begun with this key before.

    Raises TakeClosed when the film has come in already or the key belongs to another film.
    """
    with transaction.atomic():
        take, is_new = Take.objects.get_or_create(pk=key or uuid4(), defaults={"film": film, "mime": mime[:100]})
        if take.film_id != film.pk or (is_new and film.state != FilmState.RECEIVING):
            raise TakeClosed
    return take


def receive_piece(take_id: UUID, *, run: int, number: int, checksum: str, data: bytes, duration_ms: int = 0) -> bool:
    """Keep a piece; says whether it is new. The same piece again is no news and no error.

    Raises Take.DoesNotExist, PieceDamaged, PieceConflict, TakeClosed, or OSError when the disk is full.
    """
    if not 1 <= run <= MOST_RUNS or not 1 <= number <= MOST_PIECES or not data:
        raise PieceDamaged
    if sha256(data).hexdigest() != checksum:
        raise PieceDamaged
    take = Take.objects.select_related("film").get(pk=take_id)
    piece = Piece(take=take, run=run, number=number, sha256=checksum, bytes=len(data))
    piece.duration_ms = duration_ms
    if _is_known(piece):
        return False
    if take.state != TakeState.OPEN:
        raise TakeClosed
    storage.ensure_room_for_arrivals(len(data))
    _write_durably(piece.key, data)
    try:
        with transaction.atomic():
            if Take.objects.select_for_update().get(pk=take_id).state != TakeState.OPEN:
                raise TakeClosed
            piece.save(force_insert=True)
            if (run, number) == (1, 1) and not take.is_live:
                works.ask(take.film_id, WorkKind.ARRIVING, take.pk.hex)
    except IntegrityError:  # a twin got in between; the same or another
        return not _is_known(piece)
    return True


def _is_known(piece: Piece) -> bool:
    """Whether this very piece is here. Raises PieceConflict when another has its place."""
    place = Piece.objects.filter(take=piece.take, run=piece.run, number=piece.number)
    known = place.values_list("sha256", flat=True).first()
    if known is not None and known != piece.sha256:
        raise PieceConflict
    return known is not None


def _write_durably(key: str, data: bytes) -> None:
    """Write whole or not at all, and on the disk when this returns (or in the bucket)."""
    target = storage.local_target(key)
    if target is None:
        storage.films().save(key, ContentFile(data, name=key))
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as beside:
        try:
            beside.write(data)
            beside.flush()
            os.fsync(beside.fileno())
            os.replace(beside.name, target)  # noqa: PTH105 - a name, not a Path
        except OSError:
            os.unlink(beside.name)  # noqa: PTH108
            raise
    target.chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o640)


def read_piece(take_id: UUID, run: int, number: int) -> tuple[bytes, str]:
    """Give the bytes of a piece and its checksum. Raises Piece.DoesNotExist or FileNotFoundError."""
    piece = Piece.objects.select_related("take__film").get(take_id=take_id, run=run, number=number)
    with storage.films().open(piece.key, "rb") as stored:
        return stored.read(), piece.sha256


def content_of(piece: Piece) -> bytes:
    """The bytes of a piece, as they were acknowledged. Raises PieceSpoilt or FileNotFoundError."""
    with storage.films().open(piece.key, "rb") as stored:
        data = bytes(stored.read())
    if sha256(data).hexdigest() != piece.sha256:
        raise PieceSpoilt(str(piece))
    return data


def take_summary(take_id: UUID) -> TakeSummary:
    """Say what has arrived of a take. Raises Take.DoesNotExist."""
    take = Take.objects.get(pk=take_id)
    pieces = Piece.objects.filter(take=take)
    runs: dict[int, list[int]] = defaultdict(list)
    for run, number in pieces.values_list("run", "number"):
        runs[run].append(number)
    sums = pieces.aggregate(bytes=Sum("bytes"), duration=Sum("duration_ms"))
    return TakeSummary(take.pk, take.state, take.mime, dict(runs), sums["bytes"] or 0, sums["duration"] or 0)


@transaction.atomic
def close_take(take: Take, expected: Counts) -> bool:
    """Close a take when every piece of it is here; says whether this call did it.

    `expected` is what the recorder knows; a run that arrived from elsewhere belongs to the film as well.
    Raises PiecesMissing, NothingRecorded, Nonsense or TakeClosed.
    """
    if not all(1 <= run <= MOST_RUNS and 0 <= last <= MOST_PIECES for run, last in expected.items()):
        raise Nonsense
    take = Take.objects.select_for_update().select_related("film").get(pk=take.pk)
    if take.state == TakeState.SENT:
        return False
    another = Take.objects.filter(film=take.film, state=TakeState.SENT).exists()
    if take.state != TakeState.OPEN or take.film.state != FilmState.RECEIVING or another:
        raise TakeClosed
    take.expected = {str(run): last for run, last in _wanted(take, expected).items()}
    take.state = TakeState.SENT
    take.look_again_at = timezone.now() + TRY_AGAIN_AFTER
    take.save(update_fields=["state", "expected", "look_again_at"])
    works.cancel_waiting(take.film_id, WorkKind.ARRIVING, take.pk.hex)
    ask_for_source(take)
    return True


def ask_for_source(take: Take) -> None:
    """Ask for a sent take to be made one source. Several runs may have to be encoded, which is no quick work."""
    kind = WorkKind.JOIN if len(take.expected) > 1 else WorkKind.TAKE_IN
    length = take.pieces.aggregate(ms=Sum("duration_ms"))["ms"] or 0
    works.ask(take.film_id, kind, take.pk.hex, seconds=length / 1000)


def _wanted(take: Take, expected: Counts) -> Counts:
    """Run → its last piece, of everything that was told or has arrived. Raises when pieces are missing."""
    arrived = take_summary(take.pk).runs
    wanted = {run: max(expected.get(run, 0), *arrived.get(run, [0])) for run in sorted({*expected, *arrived})}
    missing = _missing(wanted, arrived)
    if missing:
        raise PiecesMissing(missing)
    if not arrived:
        raise NothingRecorded
    return {run: last for run, last in wanted.items() if last}


def _missing(wanted: Counts, arrived: dict[int, list[int]]) -> dict[int, list[int]]:
    """Run → pieces that are not here, the first of them: what somebody says costs no more than what has arrived."""
    named: dict[int, list[int]] = {}
    left = MOST_NAMED
    for run, last in wanted.items():
        here = set(arrived.get(run, []))
        gaps = list(islice((number for number in range(1, last + 1) if number not in here), left))
        if gaps:
            named[run] = gaps
            left -= len(gaps)
    return named


@transaction.atomic
def discard_take(take: Take) -> bool:
    """Give up a take that is to be recorded again; says whether this call did it. Who follows it notices at once."""
    changed = Take.objects.filter(pk=take.pk, state=TakeState.OPEN).update(
        state=TakeState.DISCARDED, look_again_at=timezone.now()
    )
    if changed:
        works.cancel_waiting(take.film_id, WorkKind.ARRIVING, take.pk.hex)
    return changed == 1


def _unbroken(numbers: list[int]) -> int:
    """The last number of the row 1, 2, 3 … before the first gap."""
    here = set(numbers)
    last = 0
    while last + 1 in here:
        last += 1
    return last
