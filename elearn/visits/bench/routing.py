"""Routing problems with time windows (Gehring & Homberger, VRPLIB files) by DIMACS rules, and a plan's exact score.

Distances are cut to one decimal, never rounded, and serve as travel times too; everything is counted in tenths, so
that sums are exact. A plan is a list of routes of customers 1…n; the depot is 0.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

TENTHS = 10


@dataclass(frozen=True)
class Routing:
    """An instance; coordinates as written, all times in tenths."""

    name: str
    vehicles: int
    capacity: int
    service: int
    coordinates: tuple[tuple[int, int], ...]
    demand: tuple[int, ...]
    windows: tuple[tuple[int, int], ...]

    @cached_property
    def travel(self) -> list[list[int]]:
        """Tenths between any two places: ten times the distance, what is after the point cut away."""
        return [
            [math.isqrt(100 * ((x - u) ** 2 + (y - v) ** 2)) for u, v in self.coordinates] for x, y in self.coordinates
        ]


def read(path: Path) -> Routing:
    """Read a .vrp file."""
    head: dict[str, str] = {}
    sections: dict[str, list[list[int]]] = {}
    rows: list[list[int]] = []
    for line in path.read_text().splitlines():
        text = line.strip()
        if text.endswith("_SECTION"):
            rows = sections.setdefault(text.removesuffix("_SECTION"), [])
        elif ":" in text:
            name, value = text.split(":", 1)
            head[name.strip()] = value.strip()
        elif text and text != "EOF":
            rows.append([int(part) for part in text.split()])
    return Routing(
        name=head["NAME"],
        vehicles=int(head["VEHICLES"]),
        capacity=int(head["CAPACITY"]),
        service=TENTHS * int(head["SERVICE_TIME"]),
        coordinates=tuple((x, y) for _number, x, y in sections["NODE_COORD"]),
        demand=tuple(demand for _number, demand in sections["DEMAND"]),
        windows=tuple((TENTHS * start, TENTHS * end) for _number, start, end in sections["TIME_WINDOW"]),
    )


def best_known(path: Path) -> float | None:
    """The cost in the .sol file beside an instance; None where there is none."""
    beside = path.with_suffix(".sol")
    if not beside.exists():
        return None
    return next((float(line.split()[1]) for line in beside.read_text().splitlines() if line.startswith("Cost")), None)


def read_routes(path: Path) -> list[list[int]]:
    """The routes of a .sol file."""
    lines = path.read_text().splitlines()
    return [[int(part) for part in line.split(":")[1].split()] for line in lines if line.startswith("Route")]


def as_solution_file(cost: float, routes: Sequence[Sequence[int]]) -> str:
    lines = [f"Route #{number}: {' '.join(map(str, route))}" for number, route in enumerate(routes, 1)]
    return "\n".join([*lines, f"Cost {cost:.1f}", ""])


def score(instance: Routing, routes: Sequence[Sequence[int]]) -> tuple[float, tuple[str, ...]]:
    """Give the distance and a sentence for every broken rule."""
    driven = [route for route in routes if route]
    tenths = sum(
        instance.travel[a][b] for route in driven for a, b in zip([0, *route], [*route, 0], strict=True)
    )  # fmt: skip
    seen = Counter(customer for route in driven for customer in route)
    wrong = [f"customer {one} is visited {seen[one]} times" for one in range(1, len(instance.demand)) if seen[one] != 1]
    if len(driven) > instance.vehicles:
        wrong.append(f"{len(driven)} routes for {instance.vehicles} vehicles")
    for route in driven:
        wrong += _wrong(instance, route)
    return tenths / TENTHS, tuple(wrong)


def _wrong(instance: Routing, route: Sequence[int]) -> Iterator[str]:
    load = sum(instance.demand[customer] for customer in route)
    if load > instance.capacity:
        yield f"the route of {route[0]} carries {load} of {instance.capacity}"
    now, place = instance.windows[0][0], 0
    for customer in [*route, 0]:
        start, end = instance.windows[customer]
        now = max(now + instance.travel[place][customer], start)
        if now > end:
            yield f"customer {customer} is reached at {now / TENTHS} and closes at {end / TENTHS}"
        now, place = now + (instance.service if customer else 0), customer
