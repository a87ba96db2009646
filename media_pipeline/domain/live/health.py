"""How a broadcast is doing, in figures: for those who run it, and as the clock that others go by."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Subquery, Sum
from django.utils import timezone

from media_pipeline.models import Broadcast, BroadcastState, LiveRun, LiveSegment, Piece, Work, WorkKind, WorkState

__all__ = ["Health", "clock_now", "healths"]

# How many pieces later one that is missing is known not to come: a studio sends them in order, a few at once.
_OVERTAKEN = 10
_AHEAD = timedelta(seconds=8)  # what is on its way to the newest segment; more than that is a line that was cut


@dataclass(frozen=True)
class Health:
    """A broadcast now. Times in seconds or milliseconds as their names say; None where there is nothing yet."""

    state: str
    last_piece_s: float | None  # since the studio's last piece
    delay_ms: int | None  # from the first picture of the newest segment being taken to its being playable
    pieces_lost: int  # given up by the studio, and missing from what it sends now
    pieces_again: int
    waiting_pieces: int  # recorded and not sent yet, as the studio told last
    behind_ms: int  # arrived on air and not made yet
    made_ms: int  # made on air
    newest_ms: int  # where the newest segment ends, on the recording's clock
    is_followed: bool
    followed_since: datetime | None
    runs: int
    holder_since: datetime | None


def healths(broadcasts: Iterable[Broadcast], now: datetime | None = None) -> dict[UUID, Health]:
    """How these are doing, in five queries for any number of them."""
    now = now or timezone.now()
    keys = [broadcast.pk for broadcast in broadcasts]
    fresh = {row.pk: row for row in Broadcast.objects.filter(pk__in=keys)}
    newest = _newest(keys)
    works = Work.objects.filter(kind=WorkKind.LIVE, film__broadcast__in=keys, state=WorkState.RUNNING)
    begun = dict(works.filter(lease_until__gt=now).values_list("film__broadcast", "begun_at"))
    runs, missing = _runs(keys)
    arrived = dict(
        Piece.objects.filter(take__in=[row.take_id for row in fresh.values() if row.take_id])
        .values_list("take").annotate(Sum("duration_ms")).order_by()
    )  # fmt: skip
    told = {}
    for pk, row in fresh.items():
        segment = newest.get(pk)
        edge = segment.start_ms + segment.duration_ms if segment and segment.is_on_air else 0
        quiet = (now - row.last_piece_at).total_seconds() if row.last_piece_at else None
        told[pk] = Health(
            state=row.state,
            last_piece_s=max(0.0, quiet) if quiet is not None else None,
            delay_ms=_ms(segment.made_at - segment.captured_at) if segment else None,
            pieces_lost=row.pieces_lost + missing[pk],
            pieces_again=row.pieces_again,
            waiting_pieces=row.pieces_waiting,
            behind_ms=max(0, (arrived.get(row.take_id) or 0) - edge),
            made_ms=edge,
            newest_ms=edge,
            is_followed=pk in begun,
            followed_since=begun.get(pk),
            runs=runs[pk],
            holder_since=row.held_since,
        )
    return told


def _runs(keys: list[UUID]) -> tuple[Counter[UUID], Counter[UUID]]:
    """How many runs each has, and how many pieces are missing from those that are not over; one query.

    A studio tells only at the end of a run what it gave up. What others overtook long since is missing before that.
    """
    pieces = Piece.objects.filter(take=OuterRef("take"), run=OuterRef("number")).order_by().values("run")
    settled = Subquery(pieces.annotate(last=Max("number")).values("last")) - _OVERTAKEN
    here = Subquery(pieces.filter(number__lte=OuterRef("settled")).annotate(count=Count("pk")).values("count"))
    rows = LiveRun.objects.filter(broadcast__in=keys).annotate(settled=settled).annotate(here=here).order_by()
    runs: Counter[UUID] = Counter()
    missing: Counter[UUID] = Counter()
    for broadcast, ended_at, last, count in rows.values_list("broadcast", "ended_at", "settled", "here"):
        runs[broadcast] += 1
        if ended_at is None:
            missing[broadcast] += max(0, (last or 0) - (count or 0))
    return runs, missing


def _newest(keys: list[UUID]) -> dict[UUID, LiveSegment]:
    """The newest on-air segment of each, before that the newest rehearsed one."""
    last = LiveSegment.objects.filter(broadcast=OuterRef("pk")).order_by("-is_on_air", "-pk").values("pk")[:1]
    wanted = Broadcast.objects.filter(pk__in=keys).annotate(segment=Subquery(last)).values("segment")
    return {segment.broadcast_id: segment for segment in LiveSegment.objects.filter(pk__in=wanted)}


def _ms(span: timedelta) -> int:
    return max(0, round(span.total_seconds() * 1000))


def clock_now(broadcast: Broadcast, now: datetime | None = None) -> int:
    """What is being said at this moment, in ms on the recording's clock; 0 before it is on air.

    That is the end of what can be played and what is on its way there: a picture takes some seconds.
    """
    segments = LiveSegment.objects.filter(broadcast=broadcast, is_on_air=True)
    newest = segments.order_by("-pk").first()
    if newest is None:
        return 0
    end = newest.start_ms + newest.duration_ms
    if broadcast.state != BroadcastState.ON_AIR:
        return end
    taken = newest.captured_at + timedelta(milliseconds=newest.duration_ms)
    ahead = (now or timezone.now()) - taken
    return end + _ms(ahead) if ahead <= _AHEAD else end
