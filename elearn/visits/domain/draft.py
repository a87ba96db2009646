"""Keeps what the planner found as a draft: a row for each visit, placed or not, with the reason."""

from collections.abc import Iterator
from datetime import timedelta

from ..models import PlannedVisit, PlanRun
from ..plan_time import moment_of, time_at
from ..planning.problem import Matrix, Placement, Plan, Route
from .pose import Asked, Posed, key_of, length_of
from .quarters import rounded_starts
from .why import Why, reasons

BATCH = 500


def keep(run: PlanRun, posed: Posed, plan: Plan) -> None:
    """Write the rows of a draft, and in its progress the figures. Call it in the transaction that ends the run."""
    run.planned.all().delete()
    rows = list(_rows(run, posed, plan))
    PlannedVisit.objects.bulk_create(rows, batch_size=BATCH)
    placed = [row for row in rows if row.starts_at]
    run.progress = {
        "placed": len(placed),
        "visits": len(rows),
        "travel": sum(minutes for _key, minutes in _ways(posed, plan)) + _ways_home(posed, plan),
    }
    PlanRun.objects.filter(pk=run.pk).update(progress=run.progress, moves=[])


def pins_of(run: PlanRun) -> dict[str, Placement]:
    """Give what is pinned in a draft, by the key of the visit, for a plan made from it."""
    rows = run.planned.filter(is_pinned=True, starts_at__isnull=False, trainer__isnull=False)
    return {
        key_of(row.request_id, row.number): Placement(str(row.trainer_id), moment_of(row.starts_at, run.first_day))
        for row in rows
        if row.starts_at
    }


def _rows(run: PlanRun, posed: Posed, plan: Plan) -> Iterator[PlannedVisit]:
    placements, why, ways = plan.placements(), reasons(posed, plan), dict(_ways(posed, plan))
    starts = rounded_starts(posed.problem, plan)
    for one in posed.asked.values():
        row = _row(run, one, why[one.key])
        place = placements.get(one.key) or _as_it_stands(one, posed)
        if place:
            row.trainer_id = int(place.trainer)
            row.starts_at = time_at(starts.get(one.key, place.start), run.first_day)
            row.ends_at = row.starts_at + timedelta(minutes=length_of(one))
            row.travel_minutes = ways.get(one.key)
        if one.key not in placements and place:
            row.reason, row.facts = "kept", {}
        row.was = placing_of(row)
        yield row
    for other in posed.left_out:
        yield PlannedVisit(run=run, request=other.request, number=other.number, reason=other.reason)


def _row(run: PlanRun, one: Asked, why: Why) -> PlannedVisit:
    return PlannedVisit(
        run=run,
        request=one.request,
        number=one.number,
        visit=one.visit,
        seen_version=one.visit.version if one.visit else None,
        is_pinned=bool(one.visit and one.visit.is_pinned) or (one.visit is None and one.pin is not None),
        reason=why.code,
        facts=why.facts,
    )


def _as_it_stands(one: Asked, posed: Posed) -> Placement | None:
    """Give where a visit stays that the planner could not place although it may stay: promises are kept."""
    if one.pin:
        return one.pin
    if one.visit is None or one.is_stranded:
        return None
    return Placement(str(one.visit.trainer_id), moment_of(one.visit.starts_at, posed.facts.first_day))


def placing_of(row: PlannedVisit) -> dict[str, object]:
    """Give where a row stands, as it is kept for putting it back."""
    return {
        "trainer": row.trainer_id,
        "starts_at": row.starts_at.isoformat() if row.starts_at else None,
        "is_pinned": row.is_pinned,
        "is_moved": row.is_moved,
    }


# Ways ----------------------------------------------------------------------------------------------
def _ways(posed: Posed, plan: Plan) -> Iterator[tuple[str, int]]:
    """Give for each placed visit the minutes from the place before."""
    places = {visit.key: visit.place for visit in posed.problem.visits}
    for route, matrix, base in _routes(posed, plan):
        here = base
        for stop in route.stops:
            yield stop.visit, matrix[here][places[stop.visit]]
            here = places[stop.visit]


def _ways_home(posed: Posed, plan: Plan) -> int:
    places = {visit.key: visit.place for visit in posed.problem.visits}
    return sum(
        matrix[places[route.stops[-1].visit]][base] for route, matrix, base in _routes(posed, plan) if route.stops
    )


def _routes(posed: Posed, plan: Plan) -> Iterator[tuple[Route, Matrix, int]]:
    trainers = {trainer.key: trainer for trainer in posed.problem.trainers}
    for route in plan.routes:
        trainer = trainers[route.trainer]
        yield route, posed.problem.travel[trainer.mode], trainer.shifts[route.shift].start_place
