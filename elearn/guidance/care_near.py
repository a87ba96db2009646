"""How far a service is from a district: from middle to middle, since nobody is asked where they live."""

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0


def kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Give the great circle between two places in degrees of latitude and longitude (haversine)."""
    (north, east), (other_north, other_east) = here, there
    half = sin(radians(other_north - north) / 2) ** 2
    half += cos(radians(north)) * cos(radians(other_north)) * sin(radians(other_east - east) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))
