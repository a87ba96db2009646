"""After the end: the recording is sent when the studio has nothing more to give, the rehearsal is given up, files go.

A studio that was cut off when the broadcast was ended still has pieces, and nobody here knows of them: what it told
last is what it had before the cut. So the recording waits long for a run that has not said that it is over, and gives
up sooner only where all runs have said how many pieces there are and some of them never come.
"""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from media_pipeline import storage
from media_pipeline.domain import receive
from media_pipeline.models import (
    Broadcast,
    BroadcastState,
    FilmState,
    LiveRun,
    LiveSegment,
    Piece,
    Take,
    TakeState,
    Work,
    WorkKind,
    WorkState,
)

from .broadcast import announce
from .ingest import IDLE, wants_follower

__all__ = ["close", "forget_rehearsal", "is_ended", "left_alone", "quiet_seconds", "rehearsed", "tidy", "to_close"]

QUIET = timedelta(minutes=2)  # after the end, without a piece, where every run has said that it is over
PATIENCE = timedelta(minutes=30)  # the same, where a studio has not said so, or that it has more: its line may be cut
KEEP = timedelta(hours=2)  # segments, after the film itself can be watched in all versions


def is_ended(broadcast_id: UUID) -> bool:
    """Whether a broadcast is over."""
    return Broadcast.objects.filter(pk=broadcast_id, state=BroadcastState.ENDED).exists()


def quiet_seconds(broadcast: Broadcast, now: datetime | None = None) -> float | None:
    """Seconds since the last piece, None before the first."""
    if broadcast.last_piece_at is None:
        return None
    return max(0.0, ((now or timezone.now()) - broadcast.last_piece_at).total_seconds())


def to_close() -> list[UUID]:
    """Broadcasts that are over and whose recording nobody has sent yet."""
    is_open = Q(take__state=TakeState.OPEN) | Q(rehearsal__state=TakeState.OPEN)
    return list(Broadcast.objects.filter(is_open, state=BroadcastState.ENDED).values_list("pk", flat=True))


@transaction.atomic
def close(broadcast_id: UUID, now: datetime | None = None) -> UUID | None:
    """Send the recording of a broadcast that is over, if it is whole or nothing more comes; gives its take then.

    The caller has it joined. What was rehearsed is given up at once.
    """
    now = now or timezone.now()
    broadcast = (
        Broadcast.objects.select_for_update(of=("self",))
        .select_related("film", "take", "rehearsal")
        .get(pk=broadcast_id)
    )
    if broadcast.state != BroadcastState.ENDED:
        return None
    if broadcast.rehearsal and broadcast.rehearsal.state == TakeState.OPEN:
        receive.discard_take(broadcast.rehearsal)
    take = broadcast.take
    if take is None or take.state != TakeState.OPEN or not _has_come(broadcast, now):
        return None
    counts = _counts(take)
    if not counts or broadcast.film.state != FilmState.RECEIVING:
        receive.discard_take(take)
        announce(broadcast_id, "nothing")
        return None
    until = now + receive.TRY_AGAIN_AFTER
    Take.objects.filter(pk=take.pk).update(state=TakeState.SENT, expected=counts, look_again_at=until, mime=_mime(take))
    take.expected = counts
    receive.ask_for_source(take)
    announce(broadcast_id, "sent")
    return take.pk


def _has_come(broadcast: Broadcast, now: datetime) -> bool:
    """Whether all that was recorded on air is here, or has been waited for long enough."""
    runs = list(LiveRun.objects.filter(broadcast=broadcast, is_on_air=True))
    if all(_is_whole(run) for run in runs):
        return True
    last = max(filter(None, [broadcast.last_piece_at, broadcast.ended_at]), default=now)
    may_have_more = broadcast.pieces_waiting or any(run.pieces is None for run in runs)
    return now - last > (PATIENCE if may_have_more else QUIET)


def _is_whole(run: LiveRun) -> bool:
    if run.pieces is None:
        return False
    here = set(Piece.objects.filter(take=run.take_id, run=run.number).values_list("number", flat=True))
    return set(range(1, run.pieces + 1)) <= here | set(run.lost)


def _counts(take: Take) -> dict[str, int]:
    """Run → number of its last piece. Some before it may be missing: nobody has them."""
    last: dict[str, int] = {}
    for run, number in Piece.objects.filter(take=take).order_by("run", "number").values_list("run", "number"):
        last[str(run)] = number
    return last


def _mime(take: Take) -> str:
    first = LiveRun.objects.filter(take=take).order_by("number").values_list("mime", flat=True).first()
    return first or take.mime


def left_alone(now: datetime | None = None) -> int:
    """Have broadcasts followed to which pieces come and which nobody follows; says how many."""
    now = now or timezone.now()
    wants = Broadcast.objects.filter(last_piece_at__gt=now - IDLE, take__state=TakeState.OPEN)
    busy = Work.objects.filter(kind=WorkKind.LIVE, state__in=[WorkState.WAITING, WorkState.RUNNING]).values("film")
    return sum(wants_follower(pk) for pk in wants.exclude(film__in=busy).values_list("pk", flat=True))


def tidy(now: datetime | None = None) -> int:
    """Delete segments that nobody needs any more: of rehearsals, and of films that can be watched themselves."""
    now = now or timezone.now()
    over = Broadcast.objects.filter(state=BroadcastState.ENDED).select_related("film")
    gone = over.filter(Q(film__ready_at__lt=now - KEEP) | Q(film__state=FilmState.BLOCKED))
    cleared = 0
    for broadcast in gone.filter(segments__isnull=False).distinct():
        cleared += _clear(LiveSegment.objects.filter(broadcast=broadcast), broadcast)
    for broadcast in over.filter(ended_at__lt=now - KEEP, segments__is_on_air=False).distinct():
        cleared += _clear(LiveSegment.objects.filter(broadcast=broadcast, is_on_air=False), broadcast)
    return cleared


def rehearsed() -> QuerySet[Broadcast]:
    """Select the broadcasts that have not begun and for which something was rehearsed."""
    pieces = Piece.objects.filter(take=OuterRef("rehearsal"))
    return Broadcast.objects.filter(Exists(pieces), state=BroadcastState.REHEARSAL)


@transaction.atomic
def forget_rehearsal(broadcast_id: UUID) -> bool:
    """Give up what was rehearsed for a broadcast that may still begin; says whether there was something.

    The studio stays: what it rehearses next goes into a take of its own.
    """
    broadcast = rehearsed().select_for_update(of=("self",)).select_related("film").filter(pk=broadcast_id).first()
    if broadcast is None or broadcast.rehearsal is None:
        return False
    receive.discard_take(broadcast.rehearsal)
    LiveRun.objects.filter(broadcast=broadcast, ended_at=None).update(ended_at=timezone.now())
    broadcast.rehearsal = Take.objects.create(film=broadcast.film, mime="", is_live=True)
    broadcast.save(update_fields=["rehearsal"])
    rehearsal = LiveSegment.objects.filter(broadcast=broadcast, is_on_air=False)
    transaction.on_commit(partial(_clear, rehearsal, broadcast))
    return True


def _clear(segments: QuerySet[LiveSegment], broadcast: Broadcast) -> int:
    """Rows first: what nobody names is nobody's."""
    folders = {init.partition("/")[0] for init in segments.order_by().values_list("init", flat=True).distinct()}
    cleared = segments.delete()[0]
    for folder in folders:
        storage.remove_folder(f"{broadcast.film.folder}/{folder}")
    return cleared
