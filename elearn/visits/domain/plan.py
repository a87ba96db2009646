"""A plan's life until it is a draft: begun, worked on by one worker at a time, stopped, taken up again, discarded.

Each step is compare-and-set, so that a worker that was given up on changes nothing when it comes back.
"""

import logging
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from elearn.history.api import Kind, note
from elearn.people.models import Account

from ..enums import PlanState
from ..errors import ChangedMeanwhile
from ..models import PlanRun
from ..plan_weights import Wishes
from ..planning.problem import Progress
from ..planning.solver import solve
from .draft import keep, pins_of
from .gather import gather
from .pose import pose

MOST_DAYS = 28
LEAST_SECONDS, MOST_SECONDS = 1, 600
MOST_TRIES = 2
# Beyond its own seconds a run may take so long to read, to write, and to wait for a worker.
GRACE = timedelta(minutes=3)

logger = logging.getLogger("elearn.visits")


class Lost(Exception):
    """Somebody else works on this plan by now, or it was discarded."""


def begin(
    first_day: date, last_day: date, *, by: Account, seconds: int = 60, wishes: Wishes | None = None,
    is_replanning: bool = False, why: str = "", follows: PlanRun | None = None,
) -> PlanRun:  # fmt: skip
    """Have a span of days planned. Raises ValueError for a span or seconds out of bounds. The caller enqueues it."""
    if not timezone.localdate() <= first_day <= last_day < first_day + timedelta(days=MOST_DAYS):
        raise ValueError("These days cannot be planned.")
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise ValueError("Not so many seconds.")
    with transaction.atomic():
        run = PlanRun.objects.create(
            first_day=first_day, last_day=last_day, made_by=by, seconds=seconds, why=why, follows=follows,
            weights=(wishes or Wishes()).as_kept(), is_replanning=is_replanning,
            look_again_at=timezone.now() + GRACE,
        )  # fmt: skip
        note(Kind.PLAN_BEGUN, who=by.person.key, subject=f"plan:{run.pk}", days=len(run.days), again=is_replanning)
    return run


def work(run_id: int) -> bool:
    """Plan a run that waits, and keep the draft; says whether that was done."""
    watch = _take(run_id)
    if watch is None:
        return False
    run = watch.run
    try:
        posed = pose(run, gather(run.first_day, run.last_day), pins=pins_of(run.follows) if run.follows else None)
        plan = solve(
            posed.problem, seconds=run.seconds, seed=run.pk, on_progress=watch.hear, should_stop=watch.should_stop
        )
        with transaction.atomic():
            watch.change(state=PlanState.DRAFT, percent=100, holder="", look_again_at=None, ended_at=timezone.now())
            keep(run, posed, plan)
            if run.follows:
                PlanRun.objects.filter(pk=run.follows.pk, state=PlanState.DRAFT).update(
                    state=PlanState.DISCARDED, ended_at=timezone.now()
                )
    except Lost:
        logger.warning("plan %s was taken from this worker", run_id)
        return False
    except Exception as error:
        logger.exception("plan %s could not be made", run_id)
        _fail(watch, error)
        return False
    return True


@dataclass
class Watch:
    """The right of one worker to work on a plan. It tells how far the work is, at most once a second."""

    run: PlanRun
    begun: float = field(default_factory=time.monotonic)
    told: float = 0.0
    heard: dict[str, int] = field(default_factory=dict)
    is_over: bool = False

    def hear(self, progress: Progress) -> None:
        """Take in what the planner says."""
        self.heard = {"placed": progress.placed, "visits": progress.visits}
        self.should_stop()

    def should_stop(self) -> bool:
        """Say whether somebody asked to keep the best so far, or another worker has the plan."""
        now = time.monotonic()
        if now - self.told >= 1 and not self.is_over:
            self.told = now
            percent = min(99, round((now - self.begun) / max(self.run.seconds, 1) * 100))
            self.change(percent=percent, progress=self.heard)
            self.is_over = PlanRun.objects.filter(pk=self.run.pk, is_cancel_asked=True).exists()
        return self.is_over

    def change(self, **changes: object) -> None:
        """Write something about the plan. Raises Lost."""
        mine = PlanRun.objects.filter(pk=self.run.pk, state=PlanState.RUNNING, holder=self.run.holder)
        if mine.update(**changes) != 1:
            raise Lost


def _take(run_id: int) -> Watch | None:
    run = PlanRun.objects.select_related("follows").filter(pk=run_id, state=PlanState.WAITING).first()
    if run is None:
        return None
    run.holder = uuid4().hex
    until = timezone.now() + timedelta(seconds=run.seconds) + GRACE
    taken = PlanRun.objects.filter(pk=run_id, state=PlanState.WAITING).update(
        state=PlanState.RUNNING, holder=run.holder, tries=F("tries") + 1, look_again_at=until
    )
    return Watch(run) if taken else None


def _fail(watch: Watch, error: Exception) -> None:
    PlanRun.objects.filter(pk=watch.run.pk, state=PlanState.RUNNING, holder=watch.run.holder).update(
        state=PlanState.FAILED, fault=type(error).__name__, look_again_at=None, ended_at=timezone.now()
    )


def stop(run: PlanRun) -> None:
    """Ask the planner to stop now and keep the best it has."""
    PlanRun.objects.filter(pk=run.pk, state__in=[PlanState.WAITING, PlanState.RUNNING]).update(is_cancel_asked=True)


@transaction.atomic
def discard(run: PlanRun, *, by: Account) -> None:
    """Put a plan away; nobody was told of it. Raises ChangedMeanwhile when it was released."""
    unfinished = [PlanState.WAITING, PlanState.RUNNING, PlanState.DRAFT, PlanState.FAILED]
    changed = PlanRun.objects.filter(pk=run.pk, state__in=unfinished).update(
        state=PlanState.DISCARDED, holder="", look_again_at=None, ended_at=timezone.now()
    )
    if not changed:
        raise ChangedMeanwhile
    note(Kind.PLAN_DISCARDED, who=by.person.key, subject=f"plan:{run.pk}")


def take_up() -> list[int]:
    """Give the plans that nobody works on any more, each to one caller; those that died twice have failed."""
    now = timezone.now()
    due = Q(look_again_at__lte=now)
    PlanRun.objects.filter(due, state=PlanState.RUNNING, tries__gte=MOST_TRIES).update(
        state=PlanState.FAILED, fault="died", look_again_at=None, holder="", ended_at=now
    )
    PlanRun.objects.filter(due, state=PlanState.RUNNING).update(state=PlanState.WAITING, holder="")
    waiting = PlanRun.objects.filter(due, state=PlanState.WAITING).values_list("pk", "look_again_at")
    return [
        pk
        for pk, seen in list(waiting)
        if PlanRun.objects.filter(pk=pk, state=PlanState.WAITING, look_again_at=seen).update(look_again_at=now + GRACE)
    ]
