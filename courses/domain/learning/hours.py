"""How long somebody has learned: what really played of videos, each second once, and what they attended live.

How long a page stood open is known nowhere and counts for nothing. What was seen live and again as a recording is
counted once, by the longer of the two.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.utils import timezone

from courses.models import Attendance, FilmProgress, WatchReport
from elearn.people.models import Person

from ..webinars.record import agreed_rows


@dataclass(frozen=True)
class Hours:
    """How long somebody has learned, in ms."""

    watched_ms: int  # of videos
    live_ms: int  # of webinars, beyond what they watched of the recordings
    week_ms: int  # of both, since Monday

    @property
    def total_ms(self) -> int:
        return self.watched_ms + self.live_ms

    @property
    def total_seconds(self) -> int:
        return self.total_ms // 1000

    @property
    def week_seconds(self) -> int:
        return self.week_ms // 1000


def hours_learned(person: Person, *, now: datetime | None = None) -> Hours:
    """Add up how long somebody has learned; three queries, however much it is."""
    monday = _monday(now or timezone.now())
    watched = watched_of(FilmProgress.objects.filter(person=person))
    lives = Attendance.objects.filter(agreed_rows(), person=person, live_ms__gt=0)
    live = week = 0
    rows = lives.values_list("webinar__lesson__film", "webinar__lesson__film__cut_of", "live_ms", "joined_at")
    for film, cut_of, ms, joined_at in rows:
        beyond = max(0, ms - watched.get(cut_of or film, 0))
        live += beyond
        week += beyond if joined_at and joined_at >= monday else 0
    reported = WatchReport.objects.filter(session__person=person, received_at__gte=monday)
    week += reported.aggregate(ms=Sum("credited_ms"))["ms"] or 0
    return Hours(watched_ms=sum(watched.values()), live_ms=live, week_ms=week)


def watched_of(rows: QuerySet[FilmProgress]) -> dict[UUID, int]:
    """Give how much was watched of each recording, in ms; one query.

    Of a recording and what was cut from it the longer counts: what was watched of the one is carried over to the other.
    """
    watched: dict[UUID, int] = {}
    for film, cut_of, ms in rows.values_list("film_id", "film__cut_of", "watched_ms"):
        watched[cut_of or film] = max(ms, watched.get(cut_of or film, 0))
    return watched


def _monday(now: datetime) -> datetime:
    here = timezone.localtime(now)
    return (here - timedelta(days=here.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
