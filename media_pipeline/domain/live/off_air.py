"""What was filmed while it was not on air: a studio that was cut off records on, not knowing of a pause or the end.

Its pieces come as those of the run that began on air. When each was filmed follows from when the run began and how long
the pieces before it are; nothing was filmed after it came. What lies wholly in a pause is shown to nobody: it is left
out of what can be watched while it is live, and out of the recording.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import zip_longest
from uuid import UUID

from media_pipeline.models import Broadcast, LiveRun, Piece

__all__ = ["OffAir", "off_air"]

# So much of a pause may stay: on a good line a studio hears of it in this time, and clocks are no better.
_MARGIN = timedelta(seconds=2)
_USUAL_MS = 1_000  # of a piece that nobody has
_FIRST = 1  # the piece with the header, which all others need

Gap = tuple[datetime, datetime | None]  # not on air from then until then; None: for good


def off_air(take_id: UUID) -> dict[int, set[int]]:
    """Run → the numbers of its pieces that were filmed while it was not on air; nothing for any other take."""
    gaps = _gaps(Broadcast.objects.filter(take=take_id).values_list("spans", flat=True).first() or [])
    runs = LiveRun.objects.filter(take=take_id, is_on_air=True) if gaps else []
    out = {run.number: _out(run, gaps) for run in runs}
    return {number: numbers for number, numbers in out.items() if numbers}


@dataclass
class OffAir:
    """The same of one run while it comes in: asked of each piece in turn, and told by what is known by then."""

    run: LiveRun
    _spans: list[list[str | None]] = field(default_factory=list)
    _until: int = 0  # the newest piece that was looked at
    _numbers: Collection[int] = ()

    def has(self, number: int) -> bool:
        """Whether this piece, which has come, was filmed off air."""
        if not self.run.is_on_air:
            return False
        spans = Broadcast.objects.filter(pk=self.run.broadcast_id).values_list("spans", flat=True).first() or []
        if spans != self._spans or number > self._until:
            self._look(spans, number)
        return number in self._numbers

    def _look(self, spans: list[list[str | None]], number: int) -> None:
        self._spans, self._until, self._numbers = spans, number, ()
        gaps = _gaps(spans)
        if any(left > self.run.began_at for left, _back in gaps):
            pieces = Piece.objects.filter(take=self.run.take_id, run=self.run.number)
            self._until = max(number, *pieces.values_list("number", flat=True))
            self._numbers = _out(self.run, gaps)


def _gaps(spans: list[list[str | None]]) -> list[Gap]:
    """What follows each time on air, as Broadcast.spans tells them."""
    begins = [datetime.fromisoformat(began) for began, _ended in spans[1:] if began]
    ends = [datetime.fromisoformat(ended) for _began, ended in spans if ended]
    return list(zip_longest(ends, begins[: len(ends)]))


def _out(run: LiveRun, gaps: list[Gap]) -> set[int]:
    pieces = Piece.objects.filter(take=run.take_id, run=run.number).order_by("number")
    rows, at, last = [], run.began_at, 0
    for number, length, arrived in pieces.values_list("number", "duration_ms", "arrived_at"):
        begins = at + timedelta(milliseconds=_USUAL_MS * (number - last - 1))
        at, last = begins + timedelta(milliseconds=length), number
        rows.append((number, begins, at, arrived))
    # A tablet whose clock was put back while its line was cut says that the run began later than it did.
    shift = max((ends - arrived for _number, _begins, ends, arrived in rows), default=timedelta())
    shift = max(shift, timedelta())
    later = [gap for gap in gaps if gap[0] > run.began_at]  # it began on air
    return {
        number for number, begins, ends, _arrived in rows
        if number != _FIRST and any(_lies_in(begins - shift, ends - shift, gap) for gap in later)
    }  # fmt: skip


def _lies_in(begins: datetime, ends: datetime, gap: Gap) -> bool:
    left, back = gap
    return begins >= left + _MARGIN and (back is None or ends <= back - _MARGIN)
