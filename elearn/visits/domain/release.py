"""Releases a draft: only now are visits made and moved, and people told. One visit, one transaction; but visits that
change places do so together.

What somebody changed since the draft was made stays as they made it, and is listed. A visit may have to wait until
another has left its time, so what is refused is tried again as long as anything still goes.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.models import Account

from ..enums import COMING, HOLDS_TIME, Outcome, PlanState
from ..errors import ChangedMeanwhile, NobodyReleases, VisitError
from ..models import PlannedVisit, PlanRun, Visit
from . import answer, book
from .availability import at
from .doubts import is_as_before

# A release that nobody carries on with for so long is taken up by the sweep.
LOOK_AGAIN = timedelta(minutes=5)
SIGN_OF_LIFE = 25  # rows
FAR_AWAY = timedelta(days=4000)  # where nobody has a visit
BY_PLAN = "plan"  # in Visit.end_reason: nobody who fits could come
Times = dict[int, tuple[datetime, datetime]]
"""From when until when visits were before they stood aside, by primary key."""


def release(run: PlanRun, *, by: Account) -> PlanRun:
    """Say that a draft is to be carried out; of two who say so at once, one does.

    Raises ChangedMeanwhile when it is no draft any more. The caller enqueues `carry_out`.
    """
    with transaction.atomic():
        now = timezone.now()
        changed = PlanRun.objects.filter(pk=run.pk, state=PlanState.DRAFT).update(
            state=PlanState.RELEASING, released_by=by, released_at=now, look_again_at=now + LOOK_AGAIN
        )
        if not changed:
            raise ChangedMeanwhile
        note(Kind.PLAN_RELEASED, who=by.person.key, subject=f"plan:{run.pk}", visits=run.planned.count())
    run.refresh_from_db()
    return run


def carry_out(run_id: int) -> bool:
    """Carry out what is left of a release; safe to run twice, also at once. Says whether it is done."""
    run = PlanRun.objects.select_related("released_by__person").filter(pk=run_id, state=PlanState.RELEASING).first()
    if run is None:
        return False
    if run.released_by is None:
        return _give_up(run)
    rows = run.planned.filter(outcome="").order_by("visit_id", "starts_at", "number", "pk")
    waiting = list(rows.values_list("pk", flat=True))
    refused: dict[int, VisitError] = {}
    while waiting:
        refused = {}
        for number, pk in enumerate(waiting):
            if number % SIGN_OF_LIFE == 0:
                PlanRun.objects.filter(pk=run.pk).update(look_again_at=timezone.now() + LOOK_AGAIN)
            if error := _carry_out_row(run, pk, by=run.released_by):
                refused[pk] = error
        if len(refused) == len(waiting):
            refused = {} if _carry_out_together(run, refused, by=run.released_by) else refused
            break
        waiting = list(refused)
    for pk, error in refused.items():
        PlannedVisit.objects.filter(pk=pk, outcome="").update(outcome=Outcome.FAILED, fault=type(error).__name__)
    _end(run)
    return True


def _give_up(run: PlanRun) -> bool:
    """End a release whose releaser has no account any more: nothing is done in nobody's name. What is left is listed
    among what could not be released, and a coordinator plans it anew."""
    run.planned.filter(outcome="").update(outcome=Outcome.FAILED, fault=NobodyReleases.__name__)
    _end(run)
    return True


def _carry_out_row(run: PlanRun, row_id: int, *, by: Account, aside: Times | None = None) -> VisitError | None:
    """Do what one row says, and write down what became of it; give the refusal when it is not possible now.

    `aside` are the times of visits that stand aside while they change places: of these people are told.
    """
    try:
        with transaction.atomic():
            rows = PlannedVisit.objects.select_for_update(of=("self",)).filter(pk=row_id, outcome="")
            row = rows.select_related("request__person", "request__district", "trainer__person").first()
            if row is None:  # somebody else was here
                return None
            row.outcome = _deed(run, row, by=by, aside=aside or {})
            row.save(update_fields=["outcome", "visit"])
    except VisitError as error:
        return error
    return None


def _carry_out_together(run: PlanRun, refused: dict[int, VisitError], *, by: Account) -> bool:
    """Let visits change places that stand in each other's way: all of them, or none. Says whether they did."""
    rows = run.planned.filter(pk__in=refused, outcome="", visit__isnull=False, starts_at__isnull=False)
    if len(refused) < 2 or rows.count() < len(refused):
        return False
    try:
        with transaction.atomic():
            times: Times = {}
            for number, visit in enumerate(Visit.objects.filter(pk__in=rows.values("visit")).order_by("pk"), start=1):
                away = FAR_AWAY + timedelta(days=number)
                Visit.objects.filter(pk=visit.pk, state__in=COMING).update(
                    starts_at=visit.starts_at + away, ends_at=visit.ends_at + away
                )
                times[visit.pk] = (visit.starts_at, visit.ends_at)
            for pk in refused:
                if error := _carry_out_row(run, pk, by=by, aside=times):
                    raise error
    except VisitError:
        return False
    return True


def _deed(run: PlanRun, row: PlannedVisit, *, by: Account, aside: Times) -> Outcome:
    if row.visit_id is None:
        return _propose(run, row, by=by)
    visit = Visit.objects.select_related("request__person", "request__district", "trainer__person").get(pk=row.visit_id)
    visit.starts_at, visit.ends_at = aside.get(visit.pk, (visit.starts_at, visit.ends_at))
    if is_as_before(_with(row, visit)):
        _pin(visit, row)
        return Outcome.AS_BEFORE
    if visit.version != row.seen_version or not visit.is_coming:
        raise ChangedMeanwhile
    if row.trainer is None or row.starts_at is None:
        answer.cancel(visit, by=by, reason=BY_PLAN, is_elder=False)
        return Outcome.CANCELLED
    moved = book.move(visit, starts_at=row.starts_at, trainer=row.trainer, by=by)
    _pin(moved, row)
    return Outcome.MOVED


def _propose(run: PlanRun, row: PlannedVisit, *, by: Account) -> Outcome:
    if row.trainer is None or row.starts_at is None:
        return Outcome.NOT_PLACED
    others = Visit.objects.filter(request=row.request_id, along_with=None, state__in=HOLDS_TIME)
    ours = run.planned.filter(visit__isnull=False).values("visit")
    if others.filter(made_at__gt=run.made_at).exclude(pk__in=ours).exists():
        raise ChangedMeanwhile
    row.visit = book.propose(row.request, row.trainer, starts_at=row.starts_at, by=by)
    _pin(row.visit, row)
    return Outcome.PROPOSED


def _with(row: PlannedVisit, visit: Visit) -> PlannedVisit:
    row.visit = visit
    return row


def _pin(visit: Visit, row: PlannedVisit) -> None:
    Visit.objects.filter(pk=visit.pk).exclude(is_pinned=row.is_pinned).update(is_pinned=row.is_pinned)


def _end(run: PlanRun) -> None:
    """Close a release, and tell each trainer once that days of theirs have changed."""
    with transaction.atomic():
        over = PlanRun.objects.filter(pk=run.pk, state=PlanState.RELEASING).update(
            state=PlanState.RELEASED, look_again_at=None, ended_at=timezone.now()
        )
        if not over:
            return
        changed = run.planned.filter(outcome__in=[Outcome.PROPOSED, Outcome.MOVED]).select_related("trainer__person")
        for trainer, count in Counter(row.trainer for row in changed if row.trainer).items():
            tell(
                trainer.person, "plan_released", key=f"plan_released:{run.pk}:{trainer.pk}",
                facts={
                    "number": count,
                    "first_day": at(run.first_day, time.min).isoformat(),
                    "last_day": at(run.last_day, time.min).isoformat(),
                },
            )  # fmt: skip


def left_over() -> list[int]:
    """Give the releases that nobody carries on with, each to one caller."""
    now = timezone.now()
    stuck = PlanRun.objects.filter(state=PlanState.RELEASING, look_again_at__lte=now)
    return [
        pk
        for pk, seen in list(stuck.values_list("pk", "look_again_at"))
        if PlanRun.objects.filter(pk=pk, state=PlanState.RELEASING, look_again_at=seen).update(
            look_again_at=now + LOOK_AGAIN
        )
    ]


# Before anybody says so ----------------------------------------------------------------------------
@dataclass(frozen=True)
class Change:
    """What a row of a draft would do, for the summary: one of new, moved, cancelled, same, nothing."""

    row: PlannedVisit
    kind: str

    @property
    def is_told(self) -> bool:
        return self.kind in ("new", "moved", "cancelled")


def change_of(row: PlannedVisit) -> Change:
    """Say what the release of a row would change."""
    if row.visit is None:
        return Change(row, "new" if row.starts_at else "nothing")
    if row.starts_at is None:
        return Change(row, "cancelled")
    return Change(row, "same" if is_as_before(row) else "moved")
