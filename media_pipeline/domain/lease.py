"""Who does a piece of work, and until when. Each step is compare-and-set: two workers never both win.

A worker takes work that waits, shows signs of life while it does it, and at the end says what came of it. When it is
stopped it hands the work back; when it is killed the lease runs out and the sweep takes the work up.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from media_pipeline import limits
from media_pipeline.errors import LeaseLost
from media_pipeline.models import Film, FilmState, Work, WorkState
from media_pipeline.signals import FilmChange

from .announce import announce
from .blame import is_of_a_machine
from .kinds import Kind, kind_of

_TOLD = 4000  # characters of a fault, and of a log, kept for staff

logger = logging.getLogger("media_pipeline")


@dataclass
class Lease:
    """The right to do one piece of work. `lost` is set when another has it, it was cancelled, or the film is gone."""

    work_id: int
    film_id: UUID
    kind: Kind
    subject: str = ""
    size: float = 0.0
    holder: str = field(default_factory=lambda: uuid4().hex)
    lost: threading.Event = field(default_factory=threading.Event)
    percent: int = 0
    began: float = field(default_factory=time.monotonic)
    given_seconds: float = 0.0  # that smaller work had meanwhile, of wall clock and
    given_cpu: float = 0.0  # of processor
    given_to_equals: float = 0.0  # of those, to work that was no more urgent
    _reported: float = 0.0

    @property
    def mark(self) -> str:
        """Eight characters that tell this attempt's files from any other's."""
        return self.holder[:8]

    def renew(self) -> None:
        """Show a sign of life. Raises LeaseLost."""
        self._change(lease_until=timezone.now() + self.kind.lease)

    def report(self, percent: int) -> None:
        """Tell how far this work is, 0–100, at most once a second. Raises LeaseLost."""
        self.percent = percent
        if time.monotonic() - self._reported < 1:
            return
        self._reported = time.monotonic()
        self._change(percent=percent, lease_until=timezone.now() + self.kind.lease)
        if self.kind.shows:
            first, last = self.kind.shows
            self.change_film(percent=first + percent * (last - first) // 100)

    def done(self, state: FilmState | None = None, **changes: Any) -> None:
        """End the work well, in the transaction of what came of it; the film's state and fields with it.

        Raises LeaseLost, and then nothing of the transaction may stay.
        """
        with transaction.atomic():
            lock_film(self.film_id)
            self._change(
                state=WorkState.DONE, percent=100, fault="", log="", lease_holder="", lease_until=None,
                ended_at=timezone.now(),
            )  # fmt: skip
            if state or changes:
                self.change_film(**({"state": state} if state else {}), **changes)

    def change_film(self, **changes: Any) -> None:
        """Change the film while this work may. Raises LeaseLost when the film is in another state, or gone."""
        films = Film.objects.filter(pk=self.film_id)
        mine = films.filter(state=self.kind.works) if self.kind.works else films.exclude(state=FilmState.BLOCKED)
        self._must(mine.update(changed_at=timezone.now(), **changes))

    def _change(self, **changes: Any) -> None:
        mine = Work.objects.filter(pk=self.work_id, state=WorkState.RUNNING, lease_holder=self.holder)
        self._must(mine.update(changed_at=timezone.now(), **changes))

    def _must(self, changed: int) -> None:
        if changed != 1:
            self.lost.set()
            raise LeaseLost(f"{self.kind.name} of {self.film_id}")


def take(work_id: int) -> Lease | None:
    """Take work to do, or None when it does not wait (any more). Work on a film that has gone on is cancelled."""
    waiting = Work.objects.filter(pk=work_id, state=WorkState.WAITING)
    work = waiting.first()
    if work is None:
        return None
    lease = Lease(work.pk, work.film_id, kind_of(work.kind), work.subject, work.size)
    now = timezone.now()
    with transaction.atomic():
        lock_film(lease.film_id)
        taken = waiting.update(
            state=WorkState.RUNNING, lease_holder=lease.holder, lease_until=now + lease.kind.lease,
            attempts=F("attempts") + 1, begun_at=now, changed_at=now, percent=0, machine=_machine(),
        )  # fmt: skip
        if taken and _film_is_there(lease):
            return lease
        if taken:
            lease._change(state=WorkState.CANCELLED, lease_holder="", lease_until=None, ended_at=now)
    return None


def lock_film(film_id: UUID) -> None:
    """Lock a film before its work: whoever changes both takes them in this order, so that nobody waits for another."""
    Film.objects.select_for_update().filter(pk=film_id).values_list("pk", flat=True).first()


def _film_is_there(lease: Lease) -> bool:
    """Put the film in the state of being worked on; says whether it was where this work begins."""
    films, kind = Film.objects.filter(pk=lease.film_id), lease.kind
    if kind.works is None:
        return films.exclude(state=FilmState.BLOCKED).exists()
    # It is still "being worked on" where the last worker was killed.
    here = films.filter(state__in=[kind.waits, kind.works])
    return here.update(state=kind.works, changed_at=timezone.now()) == 1


def _machine() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"[:100]


def hand_back(lease: Lease, *, after: timedelta = timedelta()) -> None:
    """It waits again, to be taken up at once or after a while, as if this attempt had not been."""
    due = timezone.now() + after
    _let_go(lease, WorkState.WAITING, attempts=F("attempts") - 1, due_at=due, wake_at=due)


def let_fall(lease: Lease, error: Exception, log: str = "") -> None:
    """After a fault: park work that had its last attempt, else let it wait a while, longer where a machine failed."""
    told: dict[str, Any] = {"fault": f"{type(error).__name__}: {error}"[:_TOLD], "log": log[-_TOLD:]}
    known = Work.objects.filter(pk=lease.work_id).values_list("faults", "attempts").first()
    if known is None:
        return  # removed meanwhile
    faults, attempts = known
    if is_of_a_machine(error):
        pause, is_last = limits.PAUSE * 2 ** (attempts - 1), attempts >= limits.MOST_ATTEMPTS
    else:
        pause, is_last = limits.PAUSE * (faults + 1), faults + 1 >= limits.MOST_FAULTS
        told["faults"] = faults + 1
    if is_last:
        _let_go(lease, WorkState.PARKED, ended_at=timezone.now(), **told)
    else:
        until = timezone.now() + pause
        _let_go(lease, WorkState.WAITING, due_at=until, wake_at=until, **told)


def _let_go(lease: Lease, state: WorkState, **changes: Any) -> None:
    try:
        with transaction.atomic():
            lock_film(lease.film_id)
            lease._change(state=state, lease_holder="", lease_until=None, **changes)
            release_film(lease.film_id, lease.kind, state, fault=str(changes.get("fault", "")))
    except LeaseLost:
        logger.warning("film %s: %s was taken from this worker", lease.film_id, lease.kind.name)


def release_film(film_id: UUID, kind: Kind, state: WorkState, *, fault: str = "") -> None:
    """Let the film show what became of its work: it waits again, or it has failed."""
    if kind.works is None:
        return
    mine = Film.objects.filter(pk=film_id, state__in=[kind.waits, kind.works])
    told = {"fault": fault} if fault else {}
    if state == WorkState.WAITING:
        mine.update(state=kind.waits, changed_at=timezone.now(), **told)
    elif kind.fails_film and mine.update(state=FilmState.FAILED, changed_at=timezone.now(), **told):
        announce(film_id, FilmChange.FAILED)


@contextmanager
def signs_of_life(lease: Lease) -> Iterator[None]:
    """Renew the lease beside the work, also while files are fetched and stored."""
    done = threading.Event()
    beat = threading.Thread(target=_beat, args=(lease, done), daemon=True)
    beat.start()
    try:
        yield
    finally:
        done.set()
        beat.join()


def _beat(lease: Lease, done: threading.Event) -> None:
    while not done.wait(lease.kind.lease.total_seconds() / 3):
        try:
            lease.renew()
        except LeaseLost:
            return
        except Exception:
            logger.exception("film %s: the lease was not renewed", lease.film_id)
        finally:
            connection.close()
