"""The pieces of a run, in order and as they come, also when some never come; and where in them a stretch can begin.

Pieces are only read as they were stored and acknowledged, so a follower that takes over from another comes to the same.
A piece that is missing while later ones are there is waited for some seconds; then the broadcast goes on without it.
What comes later still is in the recording. What was filmed off air (`off_air`) is passed over like one that is lost.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from django.utils import timezone

from media_pipeline.domain.receive import PieceSpoilt, content_of
from media_pipeline.ffmpeg.splice import Cut, Head, head_of
from media_pipeline.models import LiveRun, Piece, Take, TakeState

from .off_air import OffAir

__all__ = ["NEAR", "Beginning", "End", "Reader", "begin_after", "begin_before", "has_successor", "head_of_run"]

POLL = 0.1  # seconds between looks for the next piece
GLANCE = 0.5  # seconds between looks for the next run while one rehearses
GAP = 4.0  # seconds that a missing piece is waited for while later ones are there
LATE = 3.0  # seconds without a piece, after which a run is left for the next one, which has begun
NEAR = 25.0  # ms: the same keyframe, whoever has measured
ASLEEP = 60.0  # seconds without a piece, after which nobody waits for the next one; it asks for a follower again
_BACK = 6_000  # ms of pieces that are read before the place that is looked for
_FURTHER = 30  # pieces
_MOST_AT_ONCE = 2**23  # bytes that are searched for a keyframe


logger = logging.getLogger("media_pipeline")
Wait = Callable[[], None]


class End(Enum):
    """Why there is no piece now."""

    WAIT = "wait"  # there may be one soon
    GAP = "gap"  # some are missing; the next call goes on after them
    OVER = "over"  # this run has no more


@dataclass
class Reader:
    """The pieces of a run from one number on."""

    run: LiveRun
    next: int = 1
    last_at: datetime | None = None  # when the newest piece that was read had come
    last_ms: int = 0  # of how long it was
    _off_air: OffAir = field(init=False)
    _left_out: set[int] = field(default_factory=set)  # pieces that were filmed off air
    _gap_since: float | None = None
    _quiet_since: float = field(default_factory=time.monotonic)
    _next_look: float = 0.0
    _next_glance: float = 0.0

    def __post_init__(self) -> None:
        self._off_air = OffAir(self.run)

    def read(self) -> bytes | End:
        """The next piece, or why there is none."""
        if time.monotonic() < self._next_look:
            return End.WAIT
        if not self.run.is_on_air and self._makes_place():
            return End.OVER
        piece = self._there()
        if piece is None:
            return self._none()
        if piece.number > self.next:
            return self._after_gap(piece.number)
        self.next += 1
        self.last_at, self.last_ms = piece.arrived_at, piece.duration_ms
        self._gap_since, self._quiet_since = None, time.monotonic()
        try:
            return content_of(piece)
        except (PieceSpoilt, FileNotFoundError):
            logger.exception("piece %s of a broadcast cannot be read", piece)
            return End.GAP

    def _there(self) -> Piece | None:
        """The next piece that has come and was filmed on air."""
        pieces = Piece.objects.filter(take_id=self.run.take_id, run=self.run.number).select_related("take__film")
        at = self.next
        while True:
            piece = pieces.filter(number__gte=at).order_by("number").first()
            if piece is None or not self._off_air.has(piece.number):
                return piece
            self._left_out.add(piece.number)
            at = piece.number + 1

    def _nobody_has(self, since: int, until: int) -> bool:
        """Whether pieces are lost or off air, all from one number up to before another."""
        return set(range(since, until)) <= self._left_out.union(self.run.lost)

    def _makes_place(self) -> bool:
        """What is only rehearsed ends at once when the next run has begun: everybody waits for that one."""
        now = time.monotonic()
        if now < self._next_glance:
            return False
        self._next_glance = now + GLANCE
        return has_successor(self.run)

    def _after_gap(self, there: int) -> End:
        """Wait for what is missing, unless the studio has said that nobody has it."""
        self.run.refresh_from_db(fields=["lost"])
        is_lost = self._nobody_has(self.next, there)
        now = time.monotonic()
        if self._gap_since is None:
            self._gap_since = now
        if not is_lost and now - self._gap_since < GAP and not _is_closed(self.run):
            self._next_look = now + POLL
            return End.WAIT
        self.next, self._gap_since, self._quiet_since = there, None, now
        return End.GAP

    def _none(self) -> End:
        self._next_look = time.monotonic() + POLL
        self.run.refresh_from_db(fields=["lost", "pieces"])
        if self.run.pieces is not None and self._nobody_has(self.next, self.run.pieces + 1):
            return End.OVER
        if _is_closed(self.run):
            return End.OVER
        quiet = time.monotonic() - self._quiet_since
        return End.OVER if quiet > ASLEEP or quiet > LATE and has_successor(self.run) else End.WAIT


def _is_closed(run: LiveRun) -> bool:
    return not Take.objects.filter(pk=run.take_id, state=TakeState.OPEN).exists()


def has_successor(run: LiveRun) -> bool:
    """Whether a later run has a piece."""
    later = LiveRun.objects.filter(broadcast=run.broadcast_id, number__gt=run.number)
    return any(Piece.objects.filter(take=one.take_id, run=one.number).exists() for one in later)


@dataclass
class Beginning:
    """Where a stretch begins: the bytes from a keyframe on, its time in ms on the run's clock, and what follows.

    `length` is how many ms the bytes are, and `arrived` when the last of them came; `since` is a piece from which they
    go on without a gap.
    """

    data: bytes
    ms: float
    length: float
    arrived: datetime
    since: int
    rest: Reader


@dataclass
class _Window:
    """Pieces in a row, with what is known of each: where it ends, when it came, how long it was."""

    since: int
    data: bytes = b""
    marks: list[tuple[int, datetime, int]] = field(default_factory=list)

    def add(self, piece: bytes, reader: Reader) -> None:
        self.data += piece
        self.marks.append((len(self.data), reader.last_at or timezone.now(), reader.last_ms))

    def begin(self, cut: Cut, run: LiveRun) -> Beginning:
        start, length = 0, 0.0
        for end, _, whole in self.marks:
            after = (end - max(start, cut.offset)) / max(1, end - start)
            length += whole * max(0.0, after)
            start = end
        rest = Reader(run, self.since + len(self.marks))
        return Beginning(self.data[cut.offset :], cut.ms, length, self.marks[-1][1], self.since, rest)


def head_of_run(run: LiveRun, wait: Wait) -> Head | None:
    """The header of a run, from its first pieces; None when they never come. Raises NotSpliceable."""
    reader, data = Reader(run), b""
    while True:
        piece = reader.read()
        if piece is End.WAIT:
            wait()
        elif isinstance(piece, End):
            return None
        else:
            data += piece
            head = head_of(data)
            if head:
                return head


def begin_after(head: Head, reader: Reader, wait: Wait, *, ms: float = 0.0) -> Beginning | None:
    """Begin with the first keyframe that is not before a time; None when the run is over before there is one."""
    window = _Window(reader.next)
    while True:
        piece = reader.read()
        if piece is End.WAIT:
            wait()
        elif piece is End.OVER:
            return None
        elif not isinstance(piece, bytes) or len(window.data) > _MOST_AT_ONCE:
            window = _Window(reader.next)
        else:
            window.add(piece, reader)
            cut = next((cut for cut in head.cuts(window.data) if cut.ms >= ms - NEAR), None)
            if cut:
                return window.begin(cut, reader.run)


def begin_before(head: Head, run: LiveRun, ms: float) -> Beginning | None:
    """Begin with the last keyframe that has come and is not after a time; None where there is none."""
    numbers = list(Piece.objects.filter(take_id=run.take_id, run=run.number).values_list("number", "duration_ms"))
    first = _about(numbers, ms - _BACK)
    while True:
        found = _search(head, run, first, ms)
        if found or first == 1:
            return found
        first = max(1, first - _FURTHER)


def _about(numbers: list[tuple[int, int]], ms: float) -> int:
    """The number of the piece that is being recorded at this time, roughly."""
    passed, before = 0, 0
    for number, length in numbers:
        passed += length + 1000 * (number - before - 1)
        if passed > ms:
            return number
        before = number
    return max(1, before)


def _search(head: Head, run: LiveRun, first: int, ms: float) -> Beginning | None:
    reader, window = Reader(run, first), _Window(first)
    found: Beginning | None = None
    while True:
        piece = reader.read()
        if isinstance(piece, bytes):
            window.add(piece, reader)
            cuts = list(head.cuts(window.data))
            before = [cut for cut in cuts if cut.ms <= ms + NEAR]
            if before:
                found = window.begin(before[-1], run)
            if len(before) < len(cuts):
                return found
        elif piece is End.GAP:
            window = _Window(reader.next)
        else:
            return found
