"""Which pieces of a take have arrived, in order and as they come: what a follower reads from.

Pieces are only ever read as they were stored and acknowledged. So a follower that was killed starts over from them and
comes to the same, and two followers read the same.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from media_pipeline.errors import NotNow
from media_pipeline.models import Piece, Take, TakeState, Work, WorkKind, WorkState

from .receive import content_of

__all__ = ["GivenUp", "Run", "Watch"]

_POLL = 0.25  # seconds between looks for the next piece
_LATE = timedelta(seconds=10)  # after a run another has begun; its own last pieces may still be on their way
_IDLE = timedelta(seconds=60)  # without a piece, after which another take that waits is followed instead
_ASLEEP = timedelta(minutes=30)  # without a piece, after which nobody waits for the next one
_FORGOTTEN = timedelta(days=1)
_LOOK_AGAIN = timedelta(seconds=30)  # at the soonest; a tenth of the time that has passed without a piece


class GivenUp(Exception):
    """Nothing can be made of this take while it arrives; it is looked at whole when it is sent."""


@dataclass
class Watch:
    """A take that is followed."""

    take: Take
    last_piece_at: datetime = field(default_factory=timezone.now)

    def __post_init__(self) -> None:
        newest = Piece.objects.filter(take=self.take).aggregate(at=Max("arrived_at"))["at"]
        self.last_piece_at = newest or self.take.created_at

    @property
    def idle(self) -> timedelta:
        return timezone.now() - self.last_piece_at

    def look(self) -> None:
        """See what became of the take while no piece comes. Raises GivenUp, NotNow."""
        self.take.refresh_from_db(fields=["state", "expected"])
        if self.take.state == TakeState.DISCARDED:
            raise GivenUp("it is recorded again")
        if self.take.state == TakeState.OPEN:
            self.give_way()

    def give_way(self) -> None:
        """Let another take be followed while this one rests. Raises NotNow, GivenUp."""
        idle = self.idle
        if idle > _FORGOTTEN:
            raise GivenUp("nobody goes on with it")
        if idle > _ASLEEP or idle > _IDLE and self._another_is_busier():
            raise NotNow(max(_LOOK_AGAIN, idle / 10))

    def _another_is_busier(self) -> bool:
        """Whether pieces of a take come in that nobody follows. One that rests as well has to wait."""
        now = timezone.now()
        others = Work.objects.filter(kind=WorkKind.ARRIVING, state=WorkState.WAITING, due_at__lte=now)
        takes = [UUID(subject) for subject in others.values_list("subject", flat=True)]
        return Piece.objects.filter(take__in=takes, arrived_at__gt=now - _IDLE).exists()

    def next_run(self, after: int) -> int | None:
        """The number of the run that follows, 0 while none has, None when there will be none."""
        self.look()
        begun = Piece.objects.filter(take=self.take, run__gt=after, number=1).order_by("run")
        run = begun.values_list("run", flat=True).first()
        if run is None:
            return None if self.take.state == TakeState.SENT else 0
        return int(run)


@dataclass
class Run:
    """The pieces of one run. Called, it gives the next one, b"" while there is none, None at the end."""

    watch: Watch
    number: int
    given: int = 0
    is_over: bool = False
    _next_look: float = 0.0

    def __call__(self) -> bytes | None:
        if self.is_over:
            return None
        if time.monotonic() < self._next_look:
            return b""
        piece = self._piece(self.given + 1)
        if piece is None:
            self._next_look = time.monotonic() + _POLL
            self.is_over = self._has_ended()
            return None if self.is_over else b""
        self.given += 1
        self.watch.last_piece_at = piece.arrived_at
        return content_of(piece)

    def _piece(self, number: int) -> Piece | None:
        pieces = Piece.objects.filter(take=self.watch.take, run=self.number, number=number)
        return pieces.select_related("take__film").first()

    def _has_ended(self) -> bool:
        """Told when the take is sent; before, a run is over when another has begun and nothing more comes."""
        self.watch.look()
        take = self.watch.take
        if take.state == TakeState.SENT:
            return self._piece(self.given + 1) is None
        others = Piece.objects.filter(take=take, run__gt=self.number)
        return self.watch.idle > _LATE and others.exists()
