"""Two clocks: of what was watched live, and of the film that the recording becomes. Nearly always they are the same.

Pieces that came too late to be watched live are in the recording, which is longer by them. The stretch that a segment
belongs to has the run and the time on the studio's clock in the name of its initialisation segment.
"""

import re
from dataclasses import dataclass
from uuid import UUID

from media_pipeline.models import Broadcast, LiveSegment, Piece

from .off_air import off_air

__all__ = ["Place", "film_ms", "init_name", "place_of"]

_INIT = re.compile(r".*/i(?P<run>\d{3})t(?P<ms>\d{8})[va]\.mp4")
_SAME_MS = 1_000  # what the two clocks may differ by before it is more than how they are read
_USUAL_MS = 1_000  # of a piece that nobody has


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch begins: run, and ms on the run's clock."""

    run: int
    ms: int


def init_name(place: Place, kind: str) -> str:
    """The name of the initialisation segment of a stretch, "v" with a picture or "a" for the sound alone."""
    return f"i{place.run:03}t{place.ms:08}{kind}.mp4"


def place_of(init: str) -> Place:
    """Where the stretch of this initialisation segment begins."""
    match = _INIT.fullmatch(init)
    if match is None:
        raise ValueError(init)
    return Place(int(match["run"]), int(match["ms"]))


def film_ms(broadcast: Broadcast, live_ms: int) -> int:
    """Where in the film that is which was live at this time, both in ms. Exact to about a second at the worst."""
    rows = LiveSegment.objects.filter(broadcast=broadcast, is_on_air=True)
    row = rows.filter(start_ms__lte=live_ms).order_by("-start_ms", "-pk").first()
    if row is None or broadcast.take_id is None:
        return live_ms
    place = place_of(row.init)
    first = rows.filter(init=row.init).order_by("start_ms").first() or row
    on_run = place.ms + live_ms - first.start_ms
    film = _before(broadcast.take_id, place.run, on_run)
    return film if abs(film - live_ms) > _SAME_MS else live_ms


def _before(take_id: UUID, run: int, on_run: int) -> int:
    """Milliseconds of the recording before a time of a run: of earlier runs all that came, of this one without gaps.

    What was filmed in a pause is in neither.
    """
    out = off_air(take_id)
    pieces = Piece.objects.filter(take=take_id, run__lte=run).order_by("run", "number")
    earlier, missing, last = 0, 0, 0
    passed = 0
    for of, number, length in pieces.values_list("run", "number", "duration_ms"):
        is_out = number in out.get(of, ())
        if of < run:
            earlier += 0 if is_out else length
            continue
        gap = _USUAL_MS * (number - last - 1)
        passed += gap + length
        if passed - length >= on_run:
            break
        missing += gap + (length if is_out else 0)
        last = number
    return max(0, earlier + on_run - missing)
