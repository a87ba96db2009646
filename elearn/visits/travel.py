"""How long it takes from one place to another: by a formula, or as a routing service says where one is set.

The formula is the great circle times a road factor, over a speed for each way of travelling, and some fixed minutes.
Newell (1980) found roads in cities about 1.2 times as long as the straight line, O'Sullivan and Morrall (1996) 1.21 to
1.23 on foot; 1.3 is taken, because Baku lies around a bay. Comfortable walking is 1.3 m/s (Bohannon 1997, 60 to 69
years: 1.3 to 1.4). The other speeds and the fixed minutes (parking; walking to the stop and waiting) are careful
guesses of ours for a city by day: `KORPU_OSRM_URL` sets a service that knows better.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, ceil, cos, radians, sin, sqrt

from . import osrm
from .enums import Transport
from .models import Trainer, VisitRequest

Place = tuple[float, float]
"""Latitude and longitude in degrees (WGS 84)."""

EARTH_KM = 6371.0
ROAD_FACTOR = 1.3
NEAR_KM = 8.0


@dataclass(frozen=True)
class Mode:
    """Kilometres an hour in the city and on what is beyond `NEAR_KM`, minutes that every way costs, and the least.

    Of many elders only the district is known: two homes in its middle are never nought minutes apart.
    """

    speed: float
    far_speed: float
    fixed: float
    least: int


MODES = {
    Transport.WALK: Mode(4.7, 4.7, 0, 10),
    Transport.BICYCLE: Mode(13, 13, 3, 8),
    Transport.PUBLIC: Mode(17, 25, 12, 15),
    Transport.CAR: Mode(25, 45, 6, 10),
}


def minutes(origin: Place, destination: Place, transport: str) -> int:
    """Give the whole minutes from one place to another, rounded up."""
    return table([origin], [destination], transport)[0][0]


def matrix(places: Sequence[Place], transport: str) -> list[list[int]]:
    """Give the minutes from each place to each; from a place in the list to itself, 0."""
    rows = table(places, places, transport)
    for number, row in enumerate(rows):
        row[number] = 0
    return rows


def table(origins: Sequence[Place], destinations: Sequence[Place], transport: str) -> list[list[int]]:
    """Give the minutes from each origin (rows) to each destination (columns). A fault of the service is not felt."""
    mode = MODES[Transport(transport)]
    known = osrm.table(origins, destinations, transport)
    rows = []
    for number, origin in enumerate(origins):
        asked = known[number] if known else [None] * len(destinations)
        rows.append(
            [
                _by_formula(origin, destination, mode) if found is None else max(found, mode.least)
                for found, destination in zip(asked, destinations, strict=True)
            ]
        )
    return rows


def _by_formula(origin: Place, destination: Place, mode: Mode) -> int:
    road = kilometres(origin, destination) * ROAD_FACTOR
    near, far = min(road, NEAR_KM), max(0.0, road - NEAR_KM)
    return max(mode.least, ceil(mode.fixed + 60 * (near / mode.speed + far / mode.far_speed)))


def kilometres(origin: Place, destination: Place) -> float:
    """Give the great circle by the haversine formula."""
    (north, east), (other_north, other_east) = origin, destination
    half = sin(radians(other_north - north) / 2) ** 2
    half += cos(radians(north)) * cos(radians(other_north)) * sin(radians(other_east - east) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))


def place_of(request: VisitRequest) -> Place:
    """Give where an elder is: their pin, or the middle of their district. Never shown to anybody."""
    return _pin(request.pin) or (request.district.latitude, request.district.longitude)


def base_of(trainer: Trainer) -> Place:
    """Give where a trainer's day begins and ends. Raises ValueError for one who sets out from nowhere."""
    if found := _pin(trainer.base):
        return found
    if trainer.district is None:
        raise ValueError("This trainer has neither a base nor a district.")
    return trainer.district.latitude, trainer.district.longitude


def _pin(kept: str) -> Place | None:
    latitude, comma, longitude = (kept or "").partition(",")
    return (float(latitude), float(longitude)) if comma else None
