"""Certificates for many: a coordinator begins it, a worker makes them some at a time, anybody sees how far it is.

A chunk is reserved in one transaction (rows and numbers first, as for one), made by several processes, and set row by
row. Where it stands is written after each chunk, so that it can be stopped, and taken up by another worker after a
crash; whatever is made twice is thrown away by the row's own compare-and-set.
"""

import logging
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from courses.documents.hands import Hand, hands
from courses.documents.make import Made
from courses.models import Certificate, Cohort, CoursePage, Enrolment, EnrolmentState
from courses.models.papers import IssueRun, IssueRunState
from elearn.history.api import Kind, note
from elearn.people.models import Account

from ..badges.credentials import proved_emails
from ..learning.complete import lacks_paper
from .certify import settle
from .claims import Claims
from .printing import job_of
from .reserve import reserve_all

CHUNK = 20
AHEAD = 2  # chunks that are being made while an earlier one is written down
MOST_TROUBLE = 500  # lines kept of for whom it could not be done
SILENT = timedelta(minutes=5)  # who has not gone on for so long is gone
OPEN = (IssueRunState.WAITING, IssueRunState.RUNNING)
FAILED = "failed"  # beside the reasons of `reserve`

logger = logging.getLogger(__name__)
Trouble = list[dict[str, Any]]


@dataclass
class _Chunk:
    """Some that are being made: who was looked at last, for whom it cannot be done, and what is under way."""

    last: int
    trouble: Trouble = field(default_factory=list)
    rows: dict[int, Certificate] = field(default_factory=dict)
    making: list["Future[Made]"] = field(default_factory=list)


# Begin, stop --------------------------------------------------------------------------------------------
@transaction.atomic
def begin_run(group: Cohort | CoursePage, *, by: Account, reason: str = "") -> IssueRun:
    """Note that certificates are to be issued for a group, or for all of a course; gives the run that is under way."""
    cohort = group if isinstance(group, Cohort) else None
    course = group.course if isinstance(group, Cohort) else group
    CoursePage.objects.select_for_update().get(pk=course.pk)  # of two who begin at once, the second sees the first's
    found = IssueRun.objects.filter(course=course, cohort=cohort, state__in=OPEN).first()
    if found:
        return found
    run = IssueRun(cohort=cohort, course=course, by=by, reason=reason.strip())
    run.total = due(run).count()
    run.save()
    note(Kind.ISSUE_BEGUN, who=by.person.key, subject=f"course:{course.pk}", run=run.pk, total=run.total)
    return run


def stop_run(run: IssueRun, *, by: Account) -> bool:
    """Stop after what is being made now; False when it had ended."""
    now = timezone.now()
    with transaction.atomic():
        stopped = IssueRun.objects.filter(pk=run.pk, state__in=OPEN).update(state=IssueRunState.STOPPED, ended_at=now)
        if stopped:
            _note_end(run, by=by)
    return bool(stopped)


def due(run: IssueRun) -> QuerySet[Enrolment]:
    """Give the enrolments it is about: of a group everybody in it, of a course who completed it; without a paper.

    What was cancelled is issued again one by one, with a reason, never along with others.
    """
    found = Enrolment.objects.filter(lacks_paper(), course=run.course_id, pk__gt=run.after)
    if run.cohort_id:
        return found.filter(cohort=run.cohort_id).exclude(state=EnrolmentState.LEFT)
    return found.filter(state=EnrolmentState.COMPLETED)


def left_behind(now: datetime | None = None) -> list[int]:
    """Give the runs that nobody is working on, though they have not ended."""
    before = (now or timezone.now()) - SILENT
    silent = Q(beat_at__lt=before) | Q(beat_at=None, began_at__lt=before)
    return list(IssueRun.objects.filter(silent, state__in=OPEN).values_list("pk", flat=True)[:20])


# The work -----------------------------------------------------------------------------------------------
def carry_on(run_id: int) -> IssueRun:
    """Make all that is left of a run, unless somebody else is at it, it was stopped, or it has ended."""
    run = _claim(run_id)
    if run is None:
        return IssueRun.objects.get(pk=run_id)
    under_way: deque[_Chunk] = deque()
    with hands(due(run).count()) as hand:
        looked_at = run.after
        while chunk := _next(run, looked_at, hand):
            looked_at = chunk.last
            under_way.append(chunk)
            if len(under_way) > AHEAD and not _write_down(run, under_way.popleft()):
                break
        while under_way:  # what is being made is finished, also of a run that was stopped meanwhile
            _write_down(run, under_way.popleft())
    _end(run)
    run.refresh_from_db()
    return run


def _claim(run_id: int) -> IssueRun | None:
    now = timezone.now()
    free = Q(beat_at=None) | Q(beat_at__lt=now - SILENT)
    won = IssueRun.objects.filter(free, pk=run_id, state__in=OPEN).update(state=IssueRunState.RUNNING, beat_at=now)
    return IssueRun.objects.select_related("course__locale", "course__teacher", "by").get(pk=run_id) if won else None


def _next(run: IssueRun, after: int, hand: Hand) -> _Chunk | None:
    """Reserve the next rows and have them made; None when nobody is left."""
    ids = list(due(run).filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:CHUNK])
    if not ids:
        return None
    reserved, refused = reserve_all(ids, run.course, by=run.by, reason=run.reason, cohort=run.cohort_id)
    chunk = _Chunk(last=ids[-1], trouble=[{"enrolment": pk, "why": why} for pk, why in refused.items()])
    emails = proved_emails([row.person.pk for row in reserved])
    for row in reserved:
        chunk.rows[row.pk] = row
        chunk.making.append(hand(job_of(row, Claims.from_json(row.claims), emails=emails)))
    return chunk


def _write_down(run: IssueRun, chunk: _Chunk) -> bool:
    """Set what was made and note how far it is; False when the run was stopped."""
    done = 0
    for row, making in zip(chunk.rows.values(), chunk.making, strict=True):
        try:
            done += settle(row, making.result(), queue="office")
        except Exception:  # one paper that cannot be made does not hold up the others
            logger.exception("The paper of %s could not be made.", row.number)
            chunk.trouble.append({"enrolment": row.enrolment_id, "why": FAILED})
    return _beat(run, chunk, done)


@transaction.atomic
def _beat(run: IssueRun, chunk: _Chunk, done: int) -> bool:
    now = IssueRun.objects.select_for_update().get(pk=run.pk)
    trouble = [*now.trouble, *chunk.trouble][:MOST_TROUBLE]
    IssueRun.objects.filter(pk=run.pk).update(
        done=F("done") + done, after=chunk.last, beat_at=timezone.now(), trouble=trouble
    )
    return now.state == IssueRunState.RUNNING


def _end(run: IssueRun) -> None:
    with transaction.atomic():
        ended = IssueRun.objects.filter(pk=run.pk, state=IssueRunState.RUNNING).update(
            state=IssueRunState.DONE, ended_at=timezone.now()
        )
        if ended:
            _note_end(run, by=run.by)


def _note_end(run: IssueRun, *, by: Account | None) -> None:
    now = IssueRun.objects.get(pk=run.pk)
    note(
        Kind.ISSUE_ENDED, who=by.person.key if by else None, subject=f"course:{run.course_id}",
        run=run.pk, done=now.done, state=now.state,
    )  # fmt: skip


# How far it is ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class RunState:
    """How far a run is, and for whom it could not be done: learner and reason code."""

    run: IssueRun
    troubles: Sequence[tuple[Enrolment, str]]

    @property
    def looked_at(self) -> int:
        return self.run.done + len(self.run.trouble)

    @property
    def needless(self) -> int:
        """How many of an ended run needed nothing when their turn came: issued another way meanwhile, or gone."""
        return max(0, self.run.total - self.looked_at) if self.run.state == IssueRunState.DONE else 0

    @property
    def percent(self) -> int:
        if self.run.state == IssueRunState.DONE:
            return 100
        return min(100, 100 * self.looked_at // self.run.total) if self.run.total else 0


def state_of(run: IssueRun) -> RunState:
    """Say how far a run is; two queries."""
    reasons = {line["enrolment"]: line["why"] for line in run.trouble}
    rows = Enrolment.objects.filter(pk__in=reasons).select_related("person").order_by("person__name", "pk")
    return RunState(run, [(row, reasons[row.pk]) for row in rows])
