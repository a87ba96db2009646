"""When a film can be watched and when all of it is ready: from what waits before it and how fast work really went.

Nothing is guessed: where no such work has been done yet, or nobody works, there is no estimate. The speed of a kind of
work is the median of what its newest rows took for each second of film and each picture element, so that a large film
is not promised the time of a small one.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from media_pipeline.models import Film, FilmState, Work, WorkKind, WorkState

__all__ = ["Estimate", "estimates"]

MOST_LOOKED_AT = 200  # finished rows, the newest
FEWEST = 1  # of a kind, to speak of its speed
SEEN_LATELY = timedelta(minutes=10)  # a worker that began or ended something is there
STALLED_AFTER = timedelta(minutes=5)  # work that is due and that nobody takes up
LEAST_SECONDS = 2.0  # nothing is over in less
_PLAIN_PIXELS = 640 * 360  # of a film that is only heard, or of which nothing is known
_SURE = 20  # per cent done, from which on the work itself says how fast it goes
# Wait for a person to say what they want to say, on workers of their own.
_LIVE = (WorkKind.LIVE, WorkKind.LIVE_CAPTIONS)
_IDLE = (WorkKind.ARRIVING, *_LIVE)
# Films that are not here yet: how long each takes says nothing of the next, and most take no time.
_ARRIVALS = (WorkKind.TAKE_IN, WorkKind.JOIN)
_LADDER = (WorkKind.WATCHABLE, WorkKind.LADDER)
# What is still to be done of a film in each state before it can be watched, and before it is ready.
_LEFT = {
    FilmState.RECEIVING: (WorkKind.CUT, *_LADDER),  # of a part of another film; others are not here yet
    FilmState.RECEIVED: _LADDER,
    FilmState.CHECKING: _LADDER,
    FilmState.QUEUED: (WorkKind.LADDER,),
    FilmState.ENCODING: (WorkKind.LADDER,),
}
_TO_WATCH = {WorkKind.CUT, WorkKind.WATCHABLE, WorkKind.FIRST_RUNG}


@dataclass(frozen=True)
class Estimate:
    """Seconds from now until a film can be watched and until it is ready; None: that cannot be said, or is so.

    `ahead`: how many other films are worked on first. `is_stalled`: work waits and nobody takes it up.
    """

    watchable: float | None = None
    ready: float | None = None
    ahead: int = 0
    is_stalled: bool = False


@dataclass(frozen=True)
class _Speeds:
    """Median cost of each kind: seconds for a load of one, or for the whole where the load is not known before."""

    for_load: dict[str, float]
    whole: dict[str, float]

    def seconds(self, kind: str, load: float) -> float | None:
        if load and kind in self.for_load:
            return max(LEAST_SECONDS, self.for_load[kind] * load)
        # How long a look takes is much the same for any film; of an encode nothing is said before its length is known.
        return self.whole.get(kind) if kind == WorkKind.WATCHABLE else None


def estimates(films: Iterable[Film], *, now: datetime | None = None) -> dict[UUID, Estimate]:
    """Say of films that are being prepared when they will be; two queries, however many. Others are not named."""
    on_the_way = [film for film in films if film.state in _LEFT and (film.source or film.cut_of_id)]
    if not on_the_way:
        return {}
    now = now or timezone.now()
    going = Work.objects.filter(state__in=[WorkState.WAITING, WorkState.RUNNING])
    active = list(_with_film(going.exclude(kind__in=(*_IDLE, *_ARRIVALS))))
    ended = Work.objects.filter(state=WorkState.DONE, ended_at__isnull=False).exclude(kind__in=_LIVE)
    ended = ended.order_by("-ended_at")
    done = list(_with_film(ended)[:MOST_LOOKED_AT])
    queue = _Queue(active, _speeds(done), _workers([*active, *done], now), now)
    return {film.pk: queue.estimate(film) for film in on_the_way}


def _with_film(works: QuerySet[Work]) -> QuerySet[Work]:
    return works.select_related("film").only(
        "film__width", "film__height", "film__duration_ms", "kind", "state", "priority", "percent",
        "wall_seconds", "machine", "asked_at", "begun_at", "ended_at", "due_at", "size",
    )  # fmt: skip


def _load(film: Film) -> float:
    """How much there is to do: seconds times picture elements, 1.0 for a second of 640 × 360; 0 when not known yet."""
    pixels = film.width * film.height or _PLAIN_PIXELS
    return film.duration_ms / 1000 * pixels / _PLAIN_PIXELS


def _speeds(done: list[Work]) -> _Speeds:
    for_load, whole = defaultdict(list), defaultdict(list)
    for work in done:
        whole[work.kind].append(work.wall_seconds)
        if load := _load(work.film):
            for_load[work.kind].append(work.wall_seconds / load)
    return _Speeds(_medians(for_load), _medians(whole))


def _medians(figures: dict[str, list[float]]) -> dict[str, float]:
    return {kind: median(found) for kind, found in figures.items() if len(found) >= FEWEST}


def _workers(works: list[Work], now: datetime) -> int:
    """How many workers are there, by what was begun or ended lately."""
    since = now - SEEN_LATELY
    seen = {work.machine for work in works if work.state == WorkState.RUNNING or (work.ended_at or since) > since}
    return len(seen - {""})


class _Queue:
    """What is being done and what waits, as one reading of the rows."""

    def __init__(self, active: list[Work], speeds: _Speeds, workers: int, now: datetime) -> None:
        self.active, self.speeds, self.workers, self.now = active, speeds, workers, now

    def estimate(self, film: Film) -> Estimate:
        mine = {work.kind: work for work in self.active if work.film_id == film.pk}
        kinds: tuple[str, ...] = _LEFT[FilmState(film.state)]
        if WorkKind.FIRST_RUNG in mine:
            kinds = (WorkKind.FIRST_RUNG, *(kind for kind in kinds if kind not in _TO_WATCH))
        # What runs is over soon; what is still to come waits behind everything as urgent as itself.
        first = mine.get(kinds[0])
        if first is None or self._is_stalled(first):
            return Estimate(is_stalled=first is not None)
        ahead = [] if first.state == WorkState.RUNNING else self._ahead_of(first)
        waited = self._sum(ahead)
        left = [self._left(mine.get(kind), kind, film) for kind in kinds]
        ready = _added([waited, *left])
        watching = [seconds for kind, seconds in zip(kinds, left, strict=True) if kind in _TO_WATCH]
        watchable = _added([waited, *watching]) if watching and not film.playable_at else None
        if not watching and not film.playable_at:
            watchable = ready  # nothing of it could be shown as it came
        return Estimate(watchable=watchable, ready=ready, ahead=len({work.film_id for work in ahead}))

    def _is_stalled(self, work: Work) -> bool:
        is_due = work.state == WorkState.WAITING and work.due_at < self.now - STALLED_AFTER
        return is_due and not self.workers

    def _ahead_of(self, mine: Work) -> list[Work]:
        return [
            work
            for work in self.active
            if work.film_id != mine.film_id
            and (work.state == WorkState.RUNNING or (-work.priority, work.asked_at) < (-mine.priority, mine.asked_at))
            and work.priority >= mine.priority
        ]

    def _sum(self, works: list[Work]) -> float | None:
        """Seconds until a worker is free for what comes after these."""
        seconds = _added([self._left(work, work.kind, work.film) for work in works])
        return seconds if seconds is None else seconds / max(1, self.workers)

    def _left(self, work: Work | None, kind: str, film: Film) -> float | None:
        """Seconds of work that are left of one kind on one film."""
        whole = self.speeds.seconds(kind, _load(film))
        if work is None or work.state != WorkState.RUNNING or work.begun_at is None:
            return whole
        spent = max(0.0, (self.now - work.begun_at).total_seconds())
        by_itself = spent * (100 - work.percent) / work.percent if work.percent else None
        if by_itself is not None and (work.percent >= _SURE or whole is None):
            return max(LEAST_SECONDS, by_itself)
        if whole is None:
            return None
        return max(LEAST_SECONDS, whole - spent, spent * 0.2)  # late already: it will take a little more


def _added(seconds: list[float | None]) -> float | None:
    known = [one for one in seconds if one is not None]
    return sum(known) if len(known) == len(seconds) else None
