"""Who works on a film, and until when. Each step is compare-and-set: two workers never both win.

A worker takes a film from its waiting state, shows signs of life while it works, and at the end
moves it on. When it is stopped it hands the film back; when it is killed the lease runs out and the
sweep takes the film up.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import F
from django.utils import timezone

from media_pipeline import limits
from media_pipeline.errors import LeaseLost
from media_pipeline.ffmpeg.run import FfmpegFailed, Stopped
from media_pipeline.models import Film, FilmState
from media_pipeline.signals import FilmChange

from .announce import announce

_TOLD = 4000  # characters of a fault kept for staff

logger = logging.getLogger("media_pipeline")

# Working state → the waiting state it came from and goes back to.
WAITING = {FilmState.CHECKING: FilmState.RECEIVED, FilmState.ENCODING: FilmState.QUEUED}


@dataclass
class Lease:
    """The right to work on one film. `lost` is set when another has it or the film is gone."""

    film_id: UUID
    working: FilmState
    holder: str = field(default_factory=lambda: uuid4().hex)
    lost: threading.Event = field(default_factory=threading.Event)
    _reported: float = 0.0

    @property
    def mark(self) -> str:
        """Eight characters that tell this attempt's files from any other's."""
        return self.holder[:8]

    def renew(self) -> None:
        """Show a sign of life. Raises LeaseLost."""
        self._change(lease_until=timezone.now() + limits.lease())

    def report(self, percent: int) -> None:
        """Tell how far the work is, at most once a second. Raises LeaseLost."""
        if time.monotonic() - self._reported < 1:
            return
        self._reported = time.monotonic()
        self._change(percent=percent, lease_until=timezone.now() + limits.lease())

    def move(self, state: FilmState, **changes: Any) -> None:
        """End the work: set the next state with what belongs to it. Raises LeaseLost."""
        self._change(state=state, lease_holder="", **{"lease_until": None, **changes})

    def _change(self, **changes: Any) -> None:
        mine = Film.objects.filter(pk=self.film_id, state=self.working, lease_holder=self.holder)
        if mine.update(changed_at=timezone.now(), **changes) != 1:
            self.lost.set()
            raise LeaseLost(str(self.film_id))


def take(film_id: UUID, working: FilmState) -> Lease | None:
    """Take a waiting film to work on, or None when it does not wait (any more)."""
    lease = Lease(film_id, working)
    now = timezone.now()
    taken = Film.objects.filter(pk=film_id, state=WAITING[working]).update(
        state=working,
        lease_holder=lease.holder,
        lease_until=now + limits.lease(),
        attempts=F("attempts") + 1,
        changed_at=now,
    )
    return lease if taken else None


def work(film_id: UUID, working: FilmState, deed: Callable[[Film, Lease], None]) -> bool:
    """Do a deed on a waiting film under a lease; says whether it was done.

    Stopped: the film waits again and the attempt does not count. Any other fault: it waits for
    another try, or has failed after the last one. Raises only what the database raises.
    """
    lease = take(film_id, working)
    if lease is None:
        return False
    try:
        with _signs_of_life(lease):
            deed(Film.objects.get(pk=film_id), lease)
        return True
    except (LeaseLost, Film.DoesNotExist):
        logger.warning("film %s was taken from this worker", film_id)
    except Stopped:
        if lease.lost.is_set():
            logger.warning("film %s was taken from this worker", film_id)
        else:
            _hand_back(lease)
    except Exception as error:
        logger.exception("film %s: a fault while it was %s", film_id, working)
        _let_fall(lease, error)
    return False


def _hand_back(lease: Lease) -> None:
    """It waits again, for the next sweep to enqueue, as if this attempt had not been."""
    _quietly(lease, WAITING[lease.working], attempts=F("attempts") - 1, lease_until=timezone.now())


def _let_fall(lease: Lease, error: Exception) -> None:
    """After a fault: fail a film that had its last attempt, else let it wait a while."""
    fault = f"{type(error).__name__}: {error}"
    if isinstance(error, FfmpegFailed):
        fault = f"{fault}\n{error.tail}"
    attempts = Film.objects.filter(pk=lease.film_id).values_list("attempts", flat=True).first()
    if attempts is None:
        return  # removed meanwhile
    if attempts < limits.MOST_ATTEMPTS:
        until = timezone.now() + limits.PAUSE * attempts
        _quietly(lease, WAITING[lease.working], fault=fault[:_TOLD], lease_until=until)
    elif _quietly(lease, FilmState.FAILED, fault=fault[:_TOLD]):
        announce(lease.film_id, FilmChange.FAILED)


def _quietly(lease: Lease, state: FilmState, **changes: Any) -> bool:
    try:
        lease.move(state, **changes)
    except LeaseLost:
        logger.warning("film %s was taken from this worker", lease.film_id)
        return False
    return True


@contextmanager
def _signs_of_life(lease: Lease) -> Iterator[None]:
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
    while not done.wait(limits.lease().total_seconds() / 3):
        try:
            lease.renew()
        except LeaseLost:
            return
        except Exception:
            logger.exception("film %s: the lease was not renewed", lease.film_id)
        finally:
            connection.close()
