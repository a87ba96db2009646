"""Travel times from an OSRM server over HTTP, where the installation has one; the only place that asks outside.

What leaves is rounded to 300 m, unless the server is our own (KORPU_OSRM_IS_OURS), and so says nothing of a house. What
came back for rounded places is kept in `TravelTime`. A server that fails is left in peace for a minute, and the caller
uses the formula.
"""

import http.client
import json
import logging
from collections.abc import Iterator, Sequence
from datetime import timedelta
from math import ceil
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from .models import TravelTime

logger = logging.getLogger(__name__)

Place = tuple[float, float]
Times = list[list[int | None]]

# 300 m of latitude, and of longitude at 40° north.
STEP = (0.0027, 0.0036)
# A server refuses more than 100 places in one question unless told otherwise (--max-table-size).
MOST = 50
TIMEOUT = 5  # seconds
KEPT = timedelta(days=60)
RESTS = 60  # seconds
RESTING = "visits.osrm.rests"
_LONGEST = 2_000_000  # bytes of an answer


class Silent(Exception):
    """The server gave no table."""


def table(origins: Sequence[Place], destinations: Sequence[Place], transport: str) -> Times | None:
    """Give minutes, None where the server knows no way; None for all when there is no server to ask, or it failed."""
    if not settings.OSRM_URL or transport not in settings.OSRM_FOR or not origins or not destinations:
        return None
    if settings.OSRM_IS_OURS:
        return _asked(origins, destinations)
    return _kept_or_asked([rounded(place) for place in origins], [rounded(place) for place in destinations], transport)


def rounded(place: Place) -> Place:
    """Give the middle of the 300 m field in which a place lies."""
    latitude, longitude = (round(round(value / step) * step, 4) for value, step in zip(place, STEP, strict=True))
    return latitude, longitude


def named(place: Place) -> str:
    """Write a rounded place as it is kept."""
    return f"{place[0]:.4f},{place[1]:.4f}"


def _kept_or_asked(origins: list[Place], destinations: list[Place], transport: str) -> Times | None:
    from_, to = list(dict.fromkeys(origins)), list(dict.fromkeys(destinations))
    known = _kept(from_, to, transport)
    lacking = [place for place in from_ if any((named(place), named(other)) not in known for other in to)]
    if lacking:
        asked = _asked(lacking, to)
        if asked is None:
            return None
        known |= _keep(lacking, to, asked, transport)
    return [[known.get((named(a), named(b))) for b in destinations] for a in origins]


def _kept(origins: list[Place], destinations: list[Place], transport: str) -> dict[tuple[str, str], int | None]:
    rows = TravelTime.objects.filter(
        origin__in=[named(place) for place in origins],
        destination__in=[named(place) for place in destinations],
        transport=transport,
        asked_at__gt=timezone.now() - KEPT,
    )
    return {(a, b): found for a, b, found in rows.values_list("origin", "destination", "minutes")}


def _keep(
    origins: list[Place], destinations: list[Place], times: Times, transport: str
) -> dict[tuple[str, str], int | None]:
    found = {
        (named(a), named(b)): time
        for a, row in zip(origins, times, strict=True)
        for b, time in zip(destinations, row, strict=True)
    }
    now = timezone.now()
    TravelTime.objects.bulk_create(
        [
            TravelTime(origin=a, destination=b, transport=transport, minutes=min(time, 32_000), asked_at=now)
            for (a, b), time in found.items()
            if time is not None
        ],
        update_conflicts=True,
        unique_fields=["origin", "destination", "transport"],
        update_fields=["minutes", "asked_at"],
        batch_size=500,
    )
    return found


def _asked(origins: Sequence[Place], destinations: Sequence[Place]) -> Times | None:
    """Ask in blocks; None as soon as the server fails, and for a minute after."""
    if cache.get(RESTING):
        return None
    try:
        return _in_blocks(origins, destinations)
    except (OSError, http.client.HTTPException, ValueError, Silent) as error:
        # Never the address that was asked: it holds places.
        logger.warning("The routing service gave no travel times (%s); the formula is used.", type(error).__name__)
        cache.set(RESTING, True, RESTS)
        return None


def _in_blocks(origins: Sequence[Place], destinations: Sequence[Place]) -> Times:
    rows: Times = []
    for some in _parts(origins):
        block: Times = [[] for _place in some]
        for others in _parts(destinations):
            for row, more in zip(block, _ask(some, others), strict=True):
                row.extend(more)
        rows.extend(block)
    return rows


def _parts(places: Sequence[Place]) -> Iterator[Sequence[Place]]:
    for start in range(0, len(places), MOST):
        yield places[start : start + MOST]


def _ask(origins: Sequence[Place], destinations: Sequence[Place]) -> Times:
    parts = urlsplit(settings.OSRM_URL)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=TIMEOUT)
    try:
        connection.request("GET", parts.path + _question(origins, destinations), headers={"User-Agent": "Korpu"})
        answer = connection.getresponse()
        if answer.status != http.client.OK:
            raise Silent
        return _read(json.loads(answer.read(_LONGEST)), len(origins), len(destinations))
    finally:
        connection.close()


def _question(origins: Sequence[Place], destinations: Sequence[Place]) -> str:
    """Write a question to OSRM's table service; it takes longitude first."""
    places = ";".join(f"{longitude:.5f},{latitude:.5f}" for latitude, longitude in (*origins, *destinations))
    sources = ";".join(map(str, range(len(origins))))
    targets = ";".join(str(len(origins) + number) for number in range(len(destinations)))
    return f"/table/v1/driving/{places}?sources={sources}&destinations={targets}&annotations=duration"


def _read(said: object, rows: int, columns: int) -> Times:
    """Read seconds from an answer and give minutes, rounded up. Raises Silent for anything else."""
    durations = said.get("durations") if isinstance(said, dict) and said.get("code") == "Ok" else None
    if not isinstance(durations, list) or len(durations) != rows:
        raise Silent
    if any(not isinstance(row, list) or len(row) != columns for row in durations):
        raise Silent
    return [[None if seconds is None else ceil(float(seconds) / 60) for seconds in row] for row in durations]
