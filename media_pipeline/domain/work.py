"""Ask for work on a film, do it, cancel it, try it again, and find what was let fall.

A row says what is to be done; the queue only wakes workers. So any queue will do, a message that is lost is sent again
by the sweep, and one that comes twice finds the work taken or done.
"""

import logging
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from media_pipeline import limits
from media_pipeline.errors import LeaseLost, NotNow
from media_pipeline.ffmpeg.run import FfmpegFailed, Stopped
from media_pipeline.ffmpeg.ward import Ward, obeying
from media_pipeline.models import Film, FilmState, Work, WorkKind, WorkState
from media_pipeline.models.work import ACTIVE

from . import lease
from .give_way import goes_first
from .kinds import kind_of
from .lease import Lease

logger = logging.getLogger("media_pipeline")

LOOK_EVERY = 3.0  # seconds
Between = Callable[[int], object]

_SILENT = "The worker ended without a word, each time."
_CANCELLED = "The work was cancelled."


class Wake(NamedTuple):
    """Work for which a worker is to be woken, and where."""

    work_id: int
    queue: str
    priority: int


def ask(film_id: UUID, kind: WorkKind, subject: str = "", *, seconds: float | None = None) -> Work:
    """Ask for work on a film, in the caller's transaction; gives the row, an older one while that is active.

    `seconds` is how much film there is to do, where its length is not known yet.
    Work that was parked stays so: `try_again` is a decision of staff.
    """
    active = Work.objects.filter(film_id=film_id, kind=kind, subject=subject, state__in=ACTIVE)
    known = active.first()
    if known:
        return known
    if seconds is None:
        seconds = Film.objects.values_list("duration_ms", flat=True).get(pk=film_id) / 1000
    try:
        with transaction.atomic():
            return Work.objects.create(
                film_id=film_id, kind=kind, subject=subject, priority=kind_of(kind).priority, size=seconds
            )
    except IntegrityError:  # a twin asked at the same moment
        return active.get()


def run(work_id: int, *, between: Between | None = None) -> bool:
    """Do waiting work here and now; says whether it was done.

    `between` does other work by its id: large work gives way to small work that waits, once it is asked. Stopped: it
    waits again and the attempt does not count. Any other fault: it waits for another try, or is parked after the last
    one. Raises only what the database raises.
    """
    held = lease.take(work_id)
    if held is None:
        return False
    ward = Ward(partial(_look, held, between if held.kind.gives_way else None), every=LOOK_EVERY)
    with _cost_of(held), obeying(ward):
        return _do(held, ward)


def _look(held: Lease, between: Between | None) -> Callable[[], object] | None:
    """Every few seconds beside a child: is the work still ours, and is there anything that goes first?"""
    held.renew()
    smaller = goes_first(held) if between else None
    return partial(_give_way, held, between, smaller) if between and smaller else None


def _give_way(held: Lease, between: Between, smaller: int) -> None:
    """Do smaller work, and leave its cost out of the larger one's. Whatever becomes of it, the larger one goes on."""
    began, used = time.monotonic(), _used()
    is_equal = Work.objects.filter(pk=smaller, priority=held.kind.priority).exists()
    try:
        with obeying(None):
            between(smaller)
    except Exception:
        logger.exception("work %s, which went first, was let fall", smaller)
    seconds = time.monotonic() - began
    held.given_seconds += seconds
    held.given_cpu += _used() - used
    held.given_to_equals += seconds if is_equal else 0.0


def _do(held: Lease, ward: Ward) -> bool:
    try:
        with lease.signs_of_life(held):
            held.kind.deed(Film.objects.get(pk=held.film_id), held)
            if Work.objects.filter(pk=held.work_id, lease_holder=held.holder).exists():
                held.done()
        return True
    except (LeaseLost, Film.DoesNotExist):
        logger.warning("film %s: %s was taken from this worker", held.film_id, held.kind.name)
    except NotNow as wait:
        lease.hand_back(held, after=wait.after)
    except Stopped:
        if held.lost.is_set():
            logger.warning("film %s: %s was taken from this worker", held.film_id, held.kind.name)
        else:
            lease.hand_back(held)
    except Exception as error:
        logger.exception("film %s: a fault in %s", held.film_id, held.kind.name)
        lease.let_fall(held, error, log=error.tail if isinstance(error, FfmpegFailed) else ward.said)
    return False


@contextmanager
def _cost_of(held: Lease) -> Iterator[None]:
    """Add what this attempt costs to the row, well ended or not."""
    began, used = time.monotonic(), _used()
    try:
        yield
    finally:
        wall, cpu = time.monotonic() - began - held.given_seconds, _used() - used - held.given_cpu
        Work.objects.filter(pk=held.work_id).update(
            wall_seconds=F("wall_seconds") + wall, cpu_seconds=F("cpu_seconds") + cpu
        )


def _used() -> float:
    """Seconds of processor of this process and of its children that have ended."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


@transaction.atomic
def cancel(work_id: int) -> bool:
    """Let work not be done, or not be done to its end; says whether it was waiting, running or parked.

    Whoever does it notices within seconds. A film that cannot be used without it has failed.
    """
    work = Work.objects.filter(pk=work_id).first()
    if work is None:
        return False
    lease.lock_film(work.film_id)
    now = timezone.now()
    active = Work.objects.filter(pk=work_id, state__in=ACTIVE)
    changes = {"lease_holder": "", "lease_until": None, "ended_at": now, "changed_at": now}
    if not active.update(state=WorkState.CANCELLED, **changes):
        return False
    lease.release_film(work.film_id, kind_of(work.kind), WorkState.CANCELLED, fault=_CANCELLED)
    return True


def cancel_waiting(film_id: UUID, kind: WorkKind, subject: str = "") -> bool:
    """Let work not be begun that is of no use any more; says whether it was waiting. What has begun goes on."""
    now = timezone.now()
    waiting = Work.objects.filter(film_id=film_id, kind=kind, subject=subject, state=WorkState.WAITING)
    return bool(waiting.update(state=WorkState.CANCELLED, ended_at=now, changed_at=now))


def cancel_all(film_id: UUID) -> int:
    """Let no work be done on a film any more, whose own state is set by the caller; says how much was."""
    now = timezone.now()
    changes = {"lease_holder": "", "lease_until": None, "ended_at": now, "changed_at": now}
    return Work.objects.filter(film_id=film_id, state__in=ACTIVE).update(state=WorkState.CANCELLED, **changes)


def try_again(work_id: int) -> bool:
    """Let parked or cancelled work wait again as if it were new; says whether it was either."""
    work = Work.objects.filter(pk=work_id).first()
    if work is None:
        return False
    now = timezone.now()
    given_up = Work.objects.filter(pk=work_id, state__in=[WorkState.PARKED, WorkState.CANCELLED])
    changes = {"attempts": 0, "faults": 0, "percent": 0, "due_at": now, "wake_at": now, "changed_at": now}
    try:
        with transaction.atomic():
            lease.lock_film(work.film_id)
            changed = given_up.update(state=WorkState.WAITING, ended_at=None, **changes)
            if changed:
                _reopen_film(work)
    except IntegrityError:  # the same was asked for anew
        return False
    return bool(changed)


def _reopen_film(work: Work) -> None:
    kind = kind_of(work.kind)
    if kind.fails_film:
        failed = Film.objects.filter(pk=work.film_id, state=FilmState.FAILED)
        failed.update(state=kind.waits, changed_at=timezone.now())


def to_wake(film_id: UUID | None = None, now: datetime | None = None) -> list[Wake]:
    """Work for which a worker is to be woken (again), of one film or of all; each is named to one caller only."""
    now = now or timezone.now()
    waiting = Work.objects.filter(state=WorkState.WAITING)
    due = waiting.filter(wake_at__lte=now)
    if film_id:
        due = due.filter(film_id=film_id)
    named = []
    for work in due.only("pk", "kind", "due_at", "wake_at"):
        patience = max(limits.PATIENCE, now - work.due_at)  # in a long row few messages are sent twice
        if waiting.filter(pk=work.pk, wake_at=work.wake_at).update(wake_at=now + patience):
            kind = kind_of(work.kind)
            named.append(Wake(work.pk, kind.queue, kind.priority))
    return named


def release_expired(now: datetime | None = None) -> None:
    """Work whose worker went silent waits again, or is parked after the last attempt."""
    now = now or timezone.now()
    for work in Work.objects.filter(state=WorkState.RUNNING, lease_until__lt=now):
        same = Q(pk=work.pk, state=WorkState.RUNNING, lease_holder=work.lease_holder, lease_until=work.lease_until)
        is_last = work.attempts >= limits.MOST_ATTEMPTS
        state = WorkState.PARKED if is_last else WorkState.WAITING
        changes = {"due_at": now, "wake_at": now} if not is_last else {"ended_at": now, "fault": work.fault or _SILENT}
        with transaction.atomic():
            lease.lock_film(work.film_id)
            let_go = Work.objects.filter(same)
            if let_go.update(state=state, lease_holder="", lease_until=None, changed_at=now, **changes):
                lease.release_film(work.film_id, kind_of(work.kind), state, fault=str(changes.get("fault", "")))
