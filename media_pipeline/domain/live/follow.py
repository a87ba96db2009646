"""Follow a broadcast while its pieces arrive: each run becomes segments that can be played seconds after being taken.

A worker follows a broadcast from wherever the rows of its segments end; so when it is killed another goes on there, and
so does it itself after any fault: a disk that is full, a stretch that cannot be decoded. Nothing that was acknowledged
is lost by it, and no fault ends a broadcast that people watch. One process follows as many as there are.
"""

import logging
import threading
import time
from datetime import timedelta
from pathlib import Path

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from media_pipeline import storage
from media_pipeline.domain import work as works
from media_pipeline.domain.kinds import does
from media_pipeline.domain.lease import Lease
from media_pipeline.errors import LeaseLost
from media_pipeline.ffmpeg.facts import Unusable
from media_pipeline.ffmpeg.run import FfmpegFailed, Stopped, stop_requested
from media_pipeline.ffmpeg.splice import NotSpliceable
from media_pipeline.models import (
    Broadcast,
    Film,
    LiveRun,
    LiveSegment,
    Piece,
    TakeState,
    Work,
    WorkKind,
    WorkState,
)

from .clock import Place, place_of
from .ingest import IDLE
from .pieces import has_successor, head_of_run
from .stretch import MustEncode, RunFollower
from .track import Track

__all__ = ["follow"]

_LEASE = 6  # seconds: people are watching
_PAUSE = 0.1
_LONGEST_PAUSE = 5.0  # seconds after a fault of ours
_HELP_AFTER = 1.0  # seconds that another broadcast waits before this process follows it beside
_LOOK_EVERY = 1.0
_MOST_FAULTS = 3  # in one run without a segment between; then it is left to the recording

logger = logging.getLogger("media_pipeline")


@does(WorkKind.LIVE, lease_seconds=_LEASE)
def follow(film: Film, held: Lease) -> None:
    """Follow the broadcast of a film until its recording is closed, or until no pieces have come for a while."""
    broadcast = Broadcast.objects.select_related("film", "take", "rehearsal").filter(film=film).first()
    if broadcast is None:
        return
    with Beside() as beside:
        follower = Follower(broadcast, held, beside)
        while not follower.round():
            pass
        if not follower.has_ended:
            held.done()  # before the others are: who watches this one is told that it is complete


class Beside:
    """Broadcasts that nobody else follows, each in a thread of its own, for as long as this one is followed."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []
        self.is_first = threading.current_thread() is threading.main_thread()
        self._next_look = time.monotonic() + _LOOK_EVERY

    def __enter__(self) -> "Beside":
        return self

    def __exit__(self, *error: object) -> None:
        while any(thread.is_alive() for thread in self.threads):
            time.sleep(_PAUSE)
            if not stop_requested.is_set():
                self.look()

    def look(self) -> None:
        """Begin to follow what waits and nobody took."""
        if not self.is_first or time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + _LOOK_EVERY
        late = timezone.now() - timedelta(seconds=_HELP_AFTER)
        for work_id in list(_waiting().filter(due_at__lt=late).values_list("pk", flat=True)):
            thread = threading.Thread(target=_in_thread, args=(work_id,), name=f"live-{work_id}")
            thread.start()
            self.threads = [*(one for one in self.threads if one.is_alive()), thread]


def _waiting() -> QuerySet[Work]:
    return Work.objects.filter(kind=WorkKind.LIVE, state=WorkState.WAITING)


def _in_thread(work_id: int) -> None:
    close_old_connections()
    try:
        works.run(work_id)
    except Exception:
        logger.exception("broadcast of work %s was let fall", work_id)
    finally:
        connection.close()


class Follower:
    """A broadcast and how far it has been made."""

    def __init__(self, broadcast: Broadcast, held: Lease, beside: Beside) -> None:
        self.broadcast, self.held, self.beside = broadcast, held, beside
        self.done: set[int] = set()  # runs of which there will be no more
        self.left: set[int] = set()  # runs that were given up
        self.faults = 0
        self.made_at_fault: int | None = None
        self.pause = _PAUSE
        self.has_ended = False

    def wait(self) -> None:
        """Let a moment pass. Raises Stopped."""
        self.pause_for(_PAUSE)
        self.beside.look()

    def pause_for(self, seconds: float) -> None:
        if stop_requested.is_set() or self.held.lost.is_set():
            raise Stopped("told to stop")
        time.sleep(seconds)

    def is_done(self) -> bool:
        """Whether nothing more will come, or nothing has come for a while: another piece asks for a follower again."""
        self.broadcast = Broadcast.objects.select_related("film", "take", "rehearsal").get(pk=self.broadcast.pk)
        take = self.broadcast.take
        if take is None or take.state != TakeState.OPEN:
            return True
        last = self.broadcast.last_piece_at or self.broadcast.created_at
        if timezone.now() - last < IDLE:
            self.wait()
            return False
        return self._ends_idle()

    @transaction.atomic
    def _ends_idle(self) -> bool:
        """End in the same transaction that sees that no piece came: the next one asks for a follower."""
        broadcast = Broadcast.objects.select_for_update().get(pk=self.broadcast.pk)
        if timezone.now() - (broadcast.last_piece_at or broadcast.created_at) < IDLE:
            self.done.clear()  # it may go on with a run that slept
            return False
        self.held.done()
        self.has_ended = True
        return True

    def round(self) -> bool:
        """Follow the next run to its end, whatever happens on the way; says whether there is nothing more to do."""
        run = None
        try:
            run = self._next_run()
            if run is None:
                return self.is_done()
            if not self._follow(run) and not has_successor(run):
                return self.is_done()  # its first piece may still be on its way
            self.done.add(run.number)
            self.pause = _PAUSE
        except (Stopped, LeaseLost):
            raise
        except (OSError, DatabaseError, FfmpegFailed, Unusable, NotSpliceable, ValueError) as error:
            self._after(error, run)
        return False

    def _after(self, error: Exception, run: LiveRun | None) -> None:
        """After a fault of ours the same is tried again; what cannot be decoded is passed over, at last the run."""
        is_ours = isinstance(error, (OSError, DatabaseError)) or (isinstance(error, FfmpegFailed) and error.is_ours)
        name = run.number if run else "?"
        logger.warning("broadcast %s, run %s: %s: %s", self.broadcast.pk, name, type(error).__name__, error)
        made = LiveSegment.objects.filter(broadcast=self.broadcast).count() if not is_ours else None
        if run and not is_ours:
            self.faults = self.faults + 1 if made == self.made_at_fault else 1
            self.made_at_fault = made
            if self.faults >= _MOST_FAULTS or isinstance(error, NotSpliceable):
                self.left.add(run.number)
                self.faults = 0
        if isinstance(error, DatabaseError):
            close_old_connections()
        self.pause_for(self.pause)
        self.pause = min(2 * self.pause, _LONGEST_PAUSE)

    def _next_run(self) -> LiveRun | None:
        """The run that is followed now: the newest of which there is a segment, else the next that has a piece."""
        made = LiveSegment.objects.filter(broadcast=self.broadcast)
        last = made.order_by("-run").values_list("run", flat=True).first()
        runs = LiveRun.objects.filter(broadcast=self.broadcast, number__gte=last or 0)
        for run in runs.select_related("take").order_by("number"):
            if run.number in self.done or run.number in self.left:
                continue
            if Piece.objects.filter(take_id=run.take_id, run=run.number).exists():
                return run
        return None

    def _follow(self, run: LiveRun) -> bool:
        """From where its segments end to its own end; says whether there was a beginning to read it by."""
        head = head_of_run(run, self.wait)
        if head is None:
            logger.info("broadcast %s: run %s has no beginning", self.broadcast.pk, run.number)
            return False
        track = Track(self.broadcast, run, self.held)
        with storage.workspace("live") as scratch:
            follower = RunFollower(track, head, self.wait, self.beside.look, Path(scratch), skip_bad=self.faults)
            is_over = False
            while not is_over:
                try:
                    is_over = follower.next_stretch(self._made_until(run))
                except MustEncode as reason:
                    logger.info("broadcast %s, run %s: %s, encoded from here on", self.broadcast.pk, run.number, reason)
                    follower.copies = False
        return True

    def _made_until(self, run: LiveRun) -> Place | None:
        """Where on the run's clock its segments end; None when it has none."""
        rows = LiveSegment.objects.filter(broadcast=self.broadcast, run=run.number, is_on_air=run.is_on_air)
        last = rows.order_by("-pk").first()
        if last is None:
            return None
        last = rows.filter(number=last.number).order_by("rendition").first() or last  # "live" where there is one
        first = rows.filter(init=last.init).order_by("number").first() or last
        place = place_of(last.init)
        return Place(place.run, place.ms + last.start_ms + last.duration_ms - first.start_ms)
