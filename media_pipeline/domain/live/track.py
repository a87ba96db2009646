"""Where the segments of a run go: rows in order, on air and rehearsed apart, each with the time it was taken.

A segment's file is stored before its row is written, and the row only while the work is still this worker's; both
renditions of a segment appear in one transaction. So what a killed worker leaves behind is whole up to a number, and
the next begins there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from media_pipeline import storage
from media_pipeline.domain.lease import Lease
from media_pipeline.models import Broadcast, LiveRun, LiveSegment

__all__ = ["PICTURE", "SOUND", "Taken", "Track"]

PICTURE, SOUND = "live", "livesound"  # renditions
_HELD_UP = timedelta(minutes=10)  # at most; more is no line that was cut


@dataclass
class Track:
    """Where the segments of a run go: rows in order, on air and rehearsed apart."""

    broadcast: Broadcast
    run: LiveRun
    held: Lease

    @property
    def folder(self) -> str:
        """Below the film's, for this attempt alone."""
        return f"{'live' if self.run.is_on_air else 'rehearsal'}-{self.held.mark}"

    def end(self) -> tuple[int, int]:
        """The number that comes next, and where it begins on the clock, in ms."""
        rows = LiveSegment.objects.filter(broadcast=self.broadcast, is_on_air=self.run.is_on_air)
        last = rows.order_by("-number").first()
        if last is None:
            return 0, 0
        ends = [row.start_ms + row.duration_ms for row in rows.filter(number=last.number)]
        return last.number + 1, max(ends)

    def put(self, name: str, path: Path) -> str:
        key = f"{self.folder}/{name}"
        storage.put(f"{self.broadcast.film.folder}/{key}", path)
        return key

    def write(self, rows: list[LiveSegment]) -> None:
        """Raises LeaseLost, and then nobody sees them."""
        with transaction.atomic():
            self.held.renew()
            LiveSegment.objects.bulk_create(rows)

    def tell(self, made: dict[str, Any]) -> None:
        if self.run.made != made:
            self.run.made = made
            LiveRun.objects.filter(pk=self.run.pk).update(made=made)


@dataclass
class Taken:
    """When the first picture of a stretch was taken, by the arrival of its pieces: the quickest tells it best.

    Pieces that a cut line held up all tell it too late; what the studio said of its run counts where it is earlier.
    """

    told: datetime
    length: float  # ms of what has come
    at: datetime | None = None

    def hear(self, arrived: datetime | None) -> None:
        """Something more has come."""
        if arrived:
            tells = arrived - timedelta(milliseconds=self.length)
            self.at = min(self.at or tells, tells)

    def after(self, seconds: float) -> datetime:
        """When what stands so many seconds after it was taken."""
        tells = self.at or self.told
        first = self.told if timedelta() < tells - self.told < _HELD_UP else tells
        return min(first + timedelta(seconds=seconds), timezone.now())
