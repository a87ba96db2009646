"""What a coordinator does with a draft by hand: move, take out, pin, put back, undo. Nobody is told of any of it.

The plan's row is locked first, so that of two coordinators each sees what the other did; what was there before is kept
in the plan, newest last, and undone in that order.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction

from ..enums import COMING, PlanState
from ..errors import ChangedMeanwhile, NotLikeThis
from ..models import PlannedVisit, PlanRun, Trainer, Visit
from .availability import at
from .doubts import Board, Doubt
from .draft import placing_of
from .gather import gather
from .pose import length_of

KEPT_MOVES = 200


def board_of(run: PlanRun, rows: list[PlannedVisit]) -> Board:
    """Give rows with what is known of their days, in a constant number of queries."""
    facts = gather(run.first_day, run.last_day, only=[row.request_id for row in rows])
    return Board(rows, facts, _booked_meanwhile(run, rows))


def _booked_meanwhile(run: PlanRun, rows: list[PlannedVisit]) -> list[PlannedVisit]:
    """Give the visits of these days that the draft does not know, as rows that are kept nowhere."""
    visits = Visit.objects.filter(state__in=COMING, along_with=None, request__is_check=False)
    within = visits.filter(starts_at__gte=at(run.first_day, time.min), starts_at__lt=at(run.last_day, time.max))
    others = within.exclude(pk__in=[row.visit_id for row in rows if row.visit_id])
    return [
        PlannedVisit(
            run=run, request=visit.request, visit=visit, number=visit.number, trainer=visit.trainer,
            starts_at=visit.starts_at, ends_at=visit.ends_at,
        )
        for visit in others.select_related("request__person", "request__district", "trainer__person")
    ]  # fmt: skip


def rows_of(run: PlanRun) -> list[PlannedVisit]:
    """Give all rows of a draft with what is shown of them."""
    rows = run.planned.select_related(
        "request__person", "request__district", "visit__trainer__person", "trainer__person"
    )
    return list(rows.order_by("starts_at", "request__person__name", "pk"))


def move(run: PlanRun, row_id: int, *, trainer: Trainer, starts_at: datetime) -> tuple[PlannedVisit, list[Doubt]]:
    """Put a visit with a trainer at a time; give it with what stands against it there.

    Raises NotLikeThis with what it is refused for, ChangedMeanwhile when the plan is no draft any more.
    """

    def change(row: PlannedVisit) -> None:
        if nevers := board.nevers(row, trainer.pk, starts_at):
            raise NotLikeThis(nevers)
        row.trainer, row.starts_at = trainer, starts_at
        row.ends_at = starts_at + timedelta(minutes=length_of(row))
        row.is_moved, row.travel_minutes = True, None

    with transaction.atomic():
        locked(run)
        board = board_of(run, rows_of(run))
        row = _change(run, _row(board.rows, row_id), change)
        return row, Board(board.rows, board.facts, board.meanwhile).doubts(row)


def take_out(run: PlanRun, row_id: int) -> PlannedVisit:
    """Leave a new visit out of the draft; one that there is already is cancelled when this is released."""

    def change(row: PlannedVisit) -> None:
        row.trainer = row.starts_at = row.ends_at = row.travel_minutes = None
        row.is_moved, row.is_pinned = True, False

    return _on_one(run, row_id, change)


def pin(run: PlanRun, row_id: int, *, is_pinned: bool) -> PlannedVisit:
    """Have a visit stay where it is when visits are planned again, or no longer."""

    def change(row: PlannedVisit) -> None:
        if row.starts_at is None:
            raise ChangedMeanwhile
        row.is_pinned = is_pinned

    return _on_one(run, row_id, change)


def put_back(run: PlanRun, row_id: int) -> PlannedVisit:
    """Put a visit where the planner had it."""
    return _on_one(run, row_id, lambda row: _place(row, row.was))


@transaction.atomic
def undo(run: PlanRun) -> PlannedVisit | None:
    """Take back what was done last; None when there is nothing left."""
    run = locked(run)
    while run.moves:
        last = run.moves.pop()
        row = run.planned.select_related("request__person").filter(pk=last["row"]).first()
        if row is not None:
            _place(row, last)
            row.save()
            run.save(update_fields=["moves"])
            return row
    run.save(update_fields=["moves"])
    return None


def locked(run: PlanRun) -> PlanRun:
    """Lock a plan that is a draft. Raises ChangedMeanwhile for any other."""
    found = PlanRun.objects.select_for_update(of=("self",)).filter(pk=run.pk, state=PlanState.DRAFT).first()
    if found is None:
        raise ChangedMeanwhile
    return found


@transaction.atomic
def _on_one(run: PlanRun, row_id: int, change: Callable[[PlannedVisit], None]) -> PlannedVisit:
    locked(run)
    rows = run.planned.select_related("request__person", "trainer__person", "visit")
    return _change(run, _row(rows.filter(pk=row_id), row_id), change)


def _row(rows: Any, row_id: int) -> PlannedVisit:
    found = next((row for row in rows if row.pk == row_id), None)
    if found is None:
        raise ChangedMeanwhile
    return found


def _change(run: PlanRun, row: PlannedVisit, change: Callable[[PlannedVisit], None]) -> PlannedVisit:
    before = {"row": row.pk, **placing_of(row)}
    change(row)
    row.save()
    moves = PlanRun.objects.values_list("moves", flat=True).get(pk=run.pk)
    PlanRun.objects.filter(pk=run.pk).update(moves=[*moves, before][-KEPT_MOVES:])
    return row


def _place(row: PlannedVisit, place: dict[str, Any]) -> None:
    trainer = Trainer.objects.filter(pk=place["trainer"]).first() if place.get("trainer") else None
    row.trainer = trainer
    row.starts_at = datetime.fromisoformat(place["starts_at"]) if trainer and place.get("starts_at") else None
    row.ends_at = row.starts_at + timedelta(minutes=length_of(row)) if row.starts_at else None
    row.is_pinned, row.is_moved = bool(place.get("is_pinned")), bool(place.get("is_moved"))
