"""Pieces of a broadcast come in from the studio that holds it, one run of them after another.

Receiving a piece is receiving one of any take: on the disk and in the database, once, before it is acknowledged. What
is told here besides is who may begin a run, and what the studio said of its pieces. A studio that lost its place to
another device still sends what it has recorded; it begins nothing new. One that was cut off tells of a run late: it
counts as on air when it began while the broadcast was. After a stop for a concern nothing is taken in from anybody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from media_pipeline.domain import receive
from media_pipeline.domain import work as works
from media_pipeline.models import (
    Broadcast,
    BroadcastState,
    FilmState,
    LiveRun,
    Piece,
    Take,
    TakeState,
    Work,
    WorkKind,
    WorkState,
)

from .broadcast import was_on_air

__all__ = [
    "IDLE",
    "Held",
    "NotOnTheAir",
    "Over",
    "RunFacts",
    "TakenOver",
    "begin_run",
    "end_run",
    "is_headless",
    "receive_piece",
    "take_over",
]

IDLE = timedelta(seconds=60)  # without a piece; then nobody follows until another comes
ENDED_AS_MEANT = ("", "silence")  # Broadcast.stopped_because; anything else is a stop
CLOCKS = timedelta(seconds=2)  # by which the clock of a tablet may be put right while its line is cut
_LARGEST_LOST = 50_000


class TakenOver(Exception):
    """Another device sends now."""


class NotOnTheAir(Exception):
    """A run for everybody was begun, and nobody has put the broadcast on the air."""


class Over(Exception):
    """The broadcast is over; nothing more is taken in."""


class Held(Exception):
    """The broadcast was stopped and is blocked: nothing is taken in until that is decided."""


@dataclass(frozen=True)
class RunFacts:
    """What a studio says of a run that it begins. `ago_ms`: how long ago its first picture was taken."""

    holder: UUID
    mime: str
    is_on_air: bool
    ago_ms: int = 0
    key: str = ""


@transaction.atomic
def begin_run(broadcast_id: UUID, facts: RunFacts) -> LiveRun:
    """Begin a run, or give the one begun with the same key. Raises TakenOver, NotOnTheAir, Over, Held, TakeClosed."""
    broadcast = Broadcast.objects.select_for_update().get(pk=broadcast_id)
    known = LiveRun.objects.filter(broadcast=broadcast, key=facts.key).first() if facts.key else None
    _refuse_stopped(broadcast)
    if known:
        return known
    now = timezone.now()
    began = now - timedelta(milliseconds=max(0, facts.ago_ms))
    _refuse(broadcast, facts, began)
    take_id = broadcast.take_id if facts.is_on_air else broadcast.rehearsal_id
    if take_id is None or not Take.objects.filter(pk=take_id, state=TakeState.OPEN).exists():
        raise receive.TakeClosed
    last = LiveRun.objects.filter(broadcast=broadcast).aggregate(last=Max("number"))["last"] or 0
    if last >= receive.MOST_RUNS:
        raise Over
    if broadcast.holder is None:
        Broadcast.objects.filter(pk=broadcast.pk).update(holder=facts.holder, held_since=now)
    _follow(broadcast)
    return LiveRun.objects.create(
        broadcast=broadcast, number=last + 1, take_id=take_id, is_on_air=facts.is_on_air, holder=facts.holder,
        mime=facts.mime.replace("\x00", "")[:100], key=facts.key, began_at=began,
    )  # fmt: skip


def _refuse(broadcast: Broadcast, facts: RunFacts, began: datetime) -> None:
    if broadcast.holder not in (None, facts.holder):
        raise TakenOver
    # A studio that was cut off records on, not knowing of a pause or the end: what began on air is the recording's.
    is_fit = facts.is_on_air and (was_on_air(broadcast, began) or was_on_air(broadcast, began + CLOCKS))
    if broadcast.state == BroadcastState.ENDED and not is_fit:
        raise Over
    if facts.is_on_air and not is_fit:
        raise NotOnTheAir


def _refuse_stopped(broadcast: Broadcast) -> None:
    if broadcast.state == BroadcastState.ENDED and broadcast.stopped_because not in ENDED_AS_MEANT:
        if broadcast.film.state == FilmState.BLOCKED:
            raise Over
        if broadcast.film.blocked_at is not None:
            raise Held


def receive_piece(
    broadcast_id: UUID, run: int, number: int, *, checksum: str, data: bytes, duration_ms: int, waiting: int | None
) -> bool:
    """Keep a piece of a run that was begun; says whether it is new.

    `waiting` is how many more the studio has. Raises LiveRun.DoesNotExist, OSError, Over, Held, and what any take does.
    """
    begun = LiveRun.objects.select_related("broadcast__film").get(broadcast=broadcast_id, number=run)
    _refuse_stopped(begun.broadcast)
    is_new = receive.receive_piece(
        begun.take_id, run=run, number=number, checksum=checksum, data=data, duration_ms=duration_ms
    )
    told: dict[str, object] = {} if waiting is None else {"pieces_waiting": waiting}
    if is_new:
        told["last_piece_at"] = timezone.now()
    else:
        told["pieces_again"] = F("pieces_again") + 1
    Broadcast.objects.filter(pk=broadcast_id).update(**told)
    return is_new


def is_headless(broadcast_id: UUID, run: int) -> bool:
    """Whether the first piece of a run is not here: the header is in it, so nothing of the run can be read."""
    takes = LiveRun.objects.filter(broadcast=broadcast_id, number=run).values("take")
    return not Piece.objects.filter(take__in=takes, run=run, number=1).exists()


def wants_follower(broadcast_id: UUID) -> bool:
    """Ask that the broadcast be followed, if nobody does; says whether it was asked now."""
    broadcast = Broadcast.objects.get(pk=broadcast_id)
    active = Work.objects.filter(film=broadcast.film_id, kind=WorkKind.LIVE)
    if active.filter(state__in=[WorkState.WAITING, WorkState.RUNNING]).exists():
        return False
    with transaction.atomic():
        _follow(broadcast)
    return True


def _follow(broadcast: Broadcast) -> None:
    """Ask for it, also where it was set aside: a broadcast that is watched waits for no decision of staff."""
    work = works.ask(broadcast.film_id, WorkKind.LIVE)
    if work.state == WorkState.PARKED:
        works.try_again(work.pk)


@transaction.atomic
def end_run(broadcast_id: UUID, number: int, *, pieces: int, lost: Iterable[int]) -> LiveRun:
    """A run is over: it has so many pieces, and nobody has those that are lost. Raises LiveRun.DoesNotExist."""
    run = LiveRun.objects.select_for_update().get(broadcast=broadcast_id, number=number)
    arrived = Piece.objects.filter(take=run.take_id, run=number)
    last = max(min(pieces, receive.MOST_PIECES), arrived.aggregate(last=Max("number"))["last"] or 0)
    named = {one for one in lost if 1 <= one <= last}
    here = set(arrived.filter(number__in=named).values_list("number", flat=True)) if named else set()
    gone = sorted(named - here)[:_LARGEST_LOST]
    Broadcast.objects.filter(pk=broadcast_id).update(
        pieces_lost=F("pieces_lost") + len(set(gone) - set(run.lost)), pieces_waiting=0
    )
    run.pieces, run.lost, run.ended_at = last, gone, run.ended_at or timezone.now()
    run.save(update_fields=["pieces", "lost", "ended_at"])
    return run


@transaction.atomic
def take_over(broadcast_id: UUID, holder: UUID) -> Broadcast:
    """Another device sends from now on. Raises Over."""
    broadcast = Broadcast.objects.select_for_update().get(pk=broadcast_id)
    if broadcast.state == BroadcastState.ENDED:
        raise Over
    if broadcast.holder != holder:
        broadcast.holder, broadcast.held_since = holder, timezone.now()
        broadcast.save(update_fields=["holder", "held_since"])
    return broadcast
