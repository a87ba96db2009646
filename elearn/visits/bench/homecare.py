"""Home-care instances of one day (UHHC, Ceschia et al. 2026) and the solutions to them, as they lie in files.

Times are whole minutes. A day is what one caregiver does, in order: visits and at most one lunch. Nothing here knows
how a solution was found; the score (score_homecare) and every solver read these same shapes.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LUNCH = "lunch_break"
HARD = "HARD"
# The component's name in an instance, and in a solution file.
COMPONENTS = {
    "travel_time": "travel_time",
    "total_tardiness": "total_tardiness",
    "highest_tardiness": "highest_tardiness",
    "total_waiting_time": "total_waiting_time",
    "total_extra_time": "total_extra_time",
    "max_idle_time": "max_idle_time",
    "caregiver_preferences": "preferences",
    "optional_patients": "unscheduled",
    "missed_lunch_break": "missed_lunch_break",
    "workload_balance": "workload_balance",
}


class NotUnderstood(ValueError):
    """The instance asks for something these files were not known to ask."""


@dataclass(frozen=True)
class Window:
    """From and until, both allowed."""

    start: int
    end: int


@dataclass(frozen=True)
class Caregiver:
    name: str
    abilities: frozenset[str]
    leaves_from: int
    returns_to: int
    shift: Window
    has_lunch: bool


@dataclass(frozen=True)
class Patient:
    """One person with one service; `place` is a row of the matrix."""

    name: str
    service: str
    minutes: int
    place: int
    windows: tuple[Window, ...]
    preferred: frozenset[str]
    incompatible: frozenset[str]
    is_optional: bool


@dataclass(frozen=True)
class Lunch:
    window: Window
    minutes: int


@dataclass(frozen=True)
class HomeCare:
    """An instance. `weights` holds a number or HARD by the names instances use; `met_at_end` says that a window is met
    by the end of the service; `leaves_at_shift_start` is the rule of the `bazirha` files."""

    name: str
    travel: tuple[tuple[int, ...], ...]
    terminals: Mapping[str, int]
    caregivers: tuple[Caregiver, ...]
    patients: tuple[Patient, ...]
    lunch: Lunch | None
    weights: Mapping[str, int | str]
    met_at_end: bool
    leaves_at_shift_start: bool

    def weight(self, component: str) -> int:
        """How much one unit costs; nothing where it is not counted or must not be at all."""
        value = self.weights.get(component, 0)
        return value if isinstance(value, int) else 0

    def is_hard(self, component: str) -> bool:
        return self.weights.get(component) == HARD

    def may_visit(self, caregiver: Caregiver, patient: Patient) -> bool:
        return patient.service in caregiver.abilities and caregiver.name not in patient.incompatible


@dataclass(frozen=True)
class Stop:
    """A visit or a lunch: where (a patient's or a terminal's name), what, and from when until when."""

    where: str
    service: str
    start: int
    end: int


@dataclass(frozen=True)
class Day:
    """What one caregiver does, in order of time."""

    caregiver: str
    stops: tuple[Stop, ...]


def read(path: Path) -> HomeCare:
    """Read an instance; raise NotUnderstood where it asks for what is not measured here (two carers at once)."""
    return parse(json.loads(path.read_text()))


def parse(given: Mapping[str, Any]) -> HomeCare:
    about, terminals = given["metadata"], _terminals(given)
    unknown = set(about["cost_components"]) - set(COMPONENTS)
    if unknown:
        raise NotUnderstood(f"unknown parts of the cost: {', '.join(sorted(unknown))}")
    lunch = given.get("lunch_breaks")
    return HomeCare(
        name=about["name"],
        travel=tuple(tuple(int(minutes) for minutes in row) for row in given["distances"]),
        terminals=terminals,
        caregivers=tuple(_caregiver(one, terminals) for one in given["caregivers"]),
        patients=tuple(_patient(one) for one in given["patients"]),
        lunch=Lunch(_window(lunch), int(lunch["min_duration"])) if lunch else None,
        weights=dict(about["cost_components"]),
        met_at_end=about["time_window_met"] == "at_service_end",
        leaves_at_shift_start=about.get("origin") == "bazirha",
    )


def _terminals(given: Mapping[str, Any]) -> dict[str, int]:
    return {point["id"]: point["distance_matrix_index"] for point in given["terminal_points"]}


def _window(given: Mapping[str, Any]) -> Window:
    return Window(int(given["start"]), int(given["end"]))


def _caregiver(given: Mapping[str, Any], terminals: Mapping[str, int]) -> Caregiver:
    return Caregiver(
        name=given["id"],
        abilities=frozenset(given["abilities"]),
        leaves_from=terminals[given["departing_point"]],
        returns_to=terminals[given["arrival_point"]],
        shift=_window(given["working_shift"]),
        has_lunch=bool(given.get("lunch_break")),
    )


def _patient(given: Mapping[str, Any]) -> Patient:
    if len(given["required_services"]) != 1:
        raise NotUnderstood(f"{given['id']} needs more than one service")
    (service,) = given["required_services"]
    return Patient(
        name=given["id"],
        service=service["service"],
        minutes=int(service["duration"]),
        place=given["distance_matrix_index"],
        windows=tuple(sorted((_window(one) for one in given["time_windows"]), key=lambda window: window.start)),
        preferred=frozenset(given.get("preferred_caregivers") or ()),
        incompatible=frozenset(given.get("incompatible_caregivers") or ()),
        is_optional=bool(given.get("optional")),
    )


def read_solution(path: Path) -> tuple[Day, ...]:
    """Read somebody's solution; stops come in order of their start, however they lie in the file."""
    return parse_solution(json.loads(path.read_text()))


def parse_solution(given: Mapping[str, Any]) -> tuple[Day, ...]:
    return tuple(
        Day(route["caregiver_id"], tuple(sorted(map(_stop, route.get("locations") or ()), key=lambda stop: stop.start)))
        for route in given["routes"]
    )


def _stop(given: Mapping[str, Any]) -> Stop:
    start, end = ("start_time", "end_time") if given["service"] == LUNCH else ("arrival_time", "departure_time")
    return Stop(given["patient"], given["service"], int(given[start]), int(given[end]))


def solution_file(
    instance: HomeCare, days: Sequence[Day], *, weighted: Mapping[str, int], violations: int
) -> dict[str, Any]:
    """Give what to write, so that others' validators can read it. A caregiver without a stop is left out."""
    return {
        "instance": instance.name,
        "cost": {"objective": sum(weighted.values()), "violations": violations},
        "cost_components": {name: weighted[name] for name in COMPONENTS.values() if name in weighted},
        "global_ordering": [],
        "routes": [
            {"caregiver_id": day.caregiver, "locations": [_location(stop) for stop in day.stops]}
            for day in days
            if day.stops
        ],
    }


def _location(stop: Stop) -> dict[str, Any]:
    start, end = ("start_time", "end_time") if stop.service == LUNCH else ("arrival_time", "departure_time")
    return {"patient": stop.where, "service": stop.service, start: stop.start, end: stop.end}
