"""The measurements themselves: our plan, an office without a planner, and OR-Tools, on the same problem in one run.

Every cost comes from the scoring code here, also ours. A visit that must be made and is not breaks a rule; so that
such plans can be compared at all, each is charged UNMADE, whoever left it out.
"""

import json
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from ..plan_weights import Wishes
from ..planning.problem import DAY, ORDINARY, Plan, Problem
from ..planning.replan import Away, Disruption, disrupted, replan
from ..planning.solver import solve
from . import (
    adapt,
    agency,
    first_reachable,
    first_reachable_agency,
    homecare,
    ortools_homecare,
    ortools_routing,
    peers,
    routing,
    score_homecare,
)
from .check_plan import broken_rules
from .timing import timed

UNMADE = ORDINARY  # what the planner itself charges for a visit left out
ILL_DAYS = 2  # how long the busiest trainer is away

T = TypeVar("T")


def planner(instances: Sequence[Path], *, seconds: float, out: Path | None = None) -> dict[str, Any]:
    """Measure each instance (.json of UHHC or .vrp), or without any the agency's fortnight.

    Gives {"seconds", "charge_for_unvisited", "instances": [{"instance", "cost", "gap_pct", "hard_violations",
    "first_reachable_cost", "ortools_cost", …}]} or {"seconds", "agency": {…}}. `out` is written to: a file for one
    instance, else a folder.
    Raises peers.Missing without OR-Tools.
    """
    peers.ortools()
    if not instances:
        return {"seconds": seconds, "agency": fortnight(seconds)}
    measured = []
    for path in instances:
        measure = _routing if path.suffix == ".vrp" else _homecare
        found, solution = measure(path, seconds)
        measured.append(found)
        _write(solution, path, out, is_folder=len(instances) > 1)
    return {"seconds": seconds, "charge_for_unvisited": UNMADE, "instances": measured}


def _write(solution: str, instance: Path, out: Path | None, *, is_folder: bool) -> None:
    if out is None:
        return
    if is_folder:
        out.mkdir(parents=True, exist_ok=True)
        out = out / (f"{instance.stem}.sol" if instance.suffix == ".vrp" else f"{instance.stem}.sol.json")
    out.write_text(solution)


def _clocked(work: Callable[[], T], prefix: str = "") -> tuple[T, dict[str, float]]:
    """Do the work; give with it its seconds by the clock and of a processor, which differ on a busy machine."""
    begun, used = time.monotonic(), time.process_time()
    done = work()
    clock, processor = time.monotonic() - begun, time.process_time() - used
    return done, {f"{prefix}seconds": round(clock, 1), f"{prefix}cpu_seconds": round(processor, 1)}


def _homecare(path: Path, seconds: float) -> tuple[dict[str, Any], str]:
    instance = homecare.read(path)
    problem = adapt.homecare_problem(instance)
    plan, took = _clocked(lambda: solve(problem, seconds=seconds))
    days = adapt.homecare_days(instance, plan)
    ours = score_homecare.score(instance, days)
    theirs, took_theirs = _clocked(lambda: ortools_homecare.solve(instance, seconds=seconds), "ortools_")
    order = zip(instance.caregivers, first_reachable.filling_gaps(instance), strict=True)
    others = {
        "first_reachable": first_reachable.homecare(instance),
        "filling_gaps": tuple(timed(instance, carer, patients) for carer, patients in order),
        "ortools": theirs,
    }
    scores = {name: score_homecare.score(instance, one) for name, one in others.items()}
    found = {
        "instance": path.stem,
        "cost": ours.cost + UNMADE * _unmade(instance, days),
        "gap_pct": None,
        "hard_violations": len(ours.violations),
        **{f"{name}_cost": scores[name].cost + UNMADE * _unmade(instance, others[name]) for name in others},
        **{f"{name}_unvisited": _unmade(instance, others[name]) for name in others},
        "cost_components": ours.weighted,
        "ortools_cost_components": scores["ortools"].weighted,
        **took,
        **took_theirs,
    }
    written = homecare.solution_file(instance, days, weighted=ours.weighted, violations=len(ours.violations))
    return _with_ratios(found), json.dumps(written, indent=2) + "\n"


def _unmade(instance: homecare.HomeCare, days: Sequence[homecare.Day]) -> int:
    seen = {stop.where for day in days for stop in day.stops if stop.service != homecare.LUNCH}
    return sum(1 for patient in instance.patients if not patient.is_optional and patient.name not in seen)


def _routing(path: Path, seconds: float) -> tuple[dict[str, Any], str]:
    instance, best = routing.read(path), routing.best_known(path)
    problem = adapt.routing_problem(instance)
    plan, took = _clocked(lambda: solve(problem, seconds=seconds))
    routes = adapt.routing_routes(plan)
    cost, wrong = routing.score(instance, routes)
    theirs, took_theirs = _clocked(lambda: ortools_routing.solve(instance, seconds=seconds), "ortools_")
    ortools_cost, ortools_wrong = routing.score(instance, theirs)
    by_hand, _ = routing.score(instance, first_reachable.routing(instance))
    found = {
        "instance": path.stem,
        "cost": cost,
        "gap_pct": _gap(cost, best),
        "hard_violations": len(wrong),
        "first_reachable_cost": by_hand,
        "ortools_cost": None if ortools_wrong else ortools_cost,
        "ortools_gap_pct": None if ortools_wrong else _gap(ortools_cost, best),
        "best_known": best,
        "routes": len(routes),
        **took,
        **took_theirs,
    }
    return _with_ratios(found), routing.as_solution_file(cost, routes)


def _gap(cost: float, best: float | None) -> float | None:
    return None if best is None else round(100 * (cost / best - 1), 2)


def _with_ratios(found: dict[str, Any]) -> dict[str, Any]:
    """Add ours divided by theirs: below 1 we are cheaper."""
    for peer in ("first_reachable", "filling_gaps", "ortools"):
        if other := found.get(f"{peer}_cost"):
            found[f"of_{peer}"] = round(found["cost"] / other, 3)
    return found


def fortnight(seconds: float, size: agency.Size | None = None) -> dict[str, Any]:
    """Plan the agency's fortnight, book it by hand, and plan it again after the busiest trainer falls ill."""
    problem = agency.fortnight(size)
    can = agency.placeable(problem)
    plan, took = _clocked(lambda: solve(problem, seconds=seconds))
    peak = _peak_mb()
    by_hand = first_reachable_agency.book(problem)
    return {
        "visits": len(problem.visits),
        "trainers": len(problem.trainers),
        "placeable": len(can),
        "unplaced_pct": _unplaced_pct(can, plan),
        "hard_violations": len(broken_rules(problem, plan)),
        **took,
        "peak_mb": peak,
        **_facts(problem, plan),
        "first_reachable": {
            "unplaced_pct": _unplaced_pct(can, by_hand),
            "hard_violations": len(broken_rules(problem, by_hand)),
            **_facts(problem, by_hand),
        },
        "after_illness": _after_illness(problem, plan, seconds),
    }


def _unplaced_pct(can: set[str], plan: Plan) -> float:
    return round(100 * len(can & set(plan.unplaced)) / len(can), 2)


def _peak_mb() -> int:
    """The most this process and its largest child have held so far."""
    return sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024


def _facts(problem: Problem, plan: Plan) -> dict[str, Any]:
    """Travel in minutes, in all and for each visit, and how many trainers an elder meets."""
    trainers = {one.key: one for one in problem.trainers}
    visits = {one.key: one for one in problem.visits}
    travel = placed = 0
    met: dict[str, set[str]] = {}
    for route in plan.routes:
        trainer, places = trainers[route.trainer], [visits[stop.visit].place for stop in route.stops]
        if not places:
            continue
        shift, rows = trainer.shifts[route.shift], problem.travel[trainer.mode]
        path = [shift.start_place, *places, shift.end_place]
        travel += sum(rows[a][b] for a, b in zip(path, path[1:], strict=False))
        placed += len(places)
        for stop in route.stops:
            met.setdefault(visits[stop.visit].course, set()).add(trainer.key)
    return {
        "placed": placed,
        "travel_minutes": travel,
        "travel_minutes_a_visit": round(travel / max(1, placed), 1),
        "trainers_a_course": round(sum(map(len, met.values())) / max(1, len(met)), 2),
    }


def _after_illness(problem: Problem, plan: Plan, seconds: float) -> dict[str, Any]:
    """The share of visits that change although their own trainer is there: planned again, and planned anew."""
    ill, until = agency.busiest(problem, plan), agency.DAYS[ILL_DAYS] * DAY
    away = Disruption(away=(Away(ill, 0, until),))
    gentle = replace(problem, weights=Wishes().weights(is_replanning=True))
    again, said = replan(gentle, plan, away, seconds=seconds)
    changed = disrupted(gentle, plan, away)
    forgotten = tuple(replace(visit, today=None) for visit in changed.visits)
    fresh = solve(replace(changed, visits=forgotten, weights=problem.weights), seconds=seconds)
    kept = {key for key, at in plan.placements().items() if at.trainer != ill or at.start >= until}
    return {
        "visits_of_the_ill": len(plan.placements()) - len(kept),
        "changes_said": len(said),
        "changed_pct": _changed_pct(plan, again, kept),
        "changed_pct_planning_anew": _changed_pct(plan, fresh, kept),
        "unplaced": len(again.unplaced),
        "unplaced_planning_anew": len(fresh.unplaced),
        "hard_violations": len(broken_rules(changed, again)),
    }


def _changed_pct(before: Plan, after: Plan, kept: set[str]) -> float:
    old, new = before.placements(), after.placements()
    return round(100 * sum(1 for key in kept if new.get(key) != old[key]) / max(1, len(kept)), 1)
