"""What was filmed while it was not on air: a studio that was cut off records on, not knowing of a pause or the end.

Its pieces come as those of the run that began on air. When each was filmed follows from when the run began and how long
the pieces before it are; nothing was filmed after it came. What lies wholly in a pause is left out of the recording.
"""

from datetime import datetime, timedelta
from itertools import zip_longest
from uuid import UUID

from media_pipeline.models import Broadcast, LiveRun, Piece

__all__ = ["off_air"]

# So much of a pause may stay: on a good line a studio hears of it in this time, and clocks are no better.
_MARGIN = timedelta(seconds=2)
_USUAL_MS = 1_000  # of a piece that nobody has
_FIRST = 1  # the piece with the header, which all others need

Gap = tuple[datetime, datetime | None]  # not on air from then until then; None: for good


def off_air(take_id: UUID) -> dict[int, set[int]]:
    """Run → the numbers of its pieces that were filmed while it was not on air; nothing for any other take."""
    spans = Broadcast.objects.filter(take=take_id).values_list("spans", flat=True).first() or []
    gaps = _gaps(spans)
    runs = LiveRun.objects.filter(take=take_id, is_on_air=True) if gaps else []
    out = {run.number: _out(run, gaps) for run in runs}
    return {number: numbers for number, numbers in out.items() if numbers}


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
