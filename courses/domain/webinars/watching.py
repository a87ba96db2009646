"""How a webinar stands for who comes to its page, and what a player needs while it is on air.

Everything about a webinar has one address, so the page asks here what it is now: announced, about to begin, on air,
interrupted, over, or a recording.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.utils import timezone

import media_pipeline.api as films
from courses.domain.hidden import is_film_hidden, is_lesson_shown
from courses.errors import TakenBack
from courses.models import Registration, RegistrationState, Webinar, WebinarState
from courses.policies import Visitor
from courses.policies_webinars import may_caption, may_use_studio
from elearn.people.api import person_of
from elearn.people.models import Person
from media_pipeline.models import Broadcast, BroadcastState, FilmState

from . import queries, slides
from .register import registration_of

# So long before it begins the page is a waiting room.
SOON = timedelta(minutes=30)


class Stage(StrEnum):
    """What the page of a webinar shows."""

    PREPARED = "prepared"  # not public yet; only who makes it sees the page
    ANNOUNCED = "announced"
    SOON = "soon"
    ON_AIR = "on_air"
    INTERRUPTED = "interrupted"
    OVER = "over"
    RECORDING = "recording"
    CANCELLED = "cancelled"
    MISSED = "missed"  # nobody began it


LIVE = (Stage.ON_AIR, Stage.INTERRUPTED)
_LIVE_STAGES = {BroadcastState.ON_AIR: Stage.ON_AIR, BroadcastState.PAUSED: Stage.INTERRUPTED}


@dataclass(frozen=True)
class Admission:
    """Whether somebody may watch a webinar while it is on air, and as what."""

    may_watch: bool
    role: str  # "viewer" or "host"
    person: Person | None = None
    registration: Registration | None = None


@dataclass(frozen=True)
class ComingWebinar:
    """The next webinar that somebody has a seat in, and how it stands."""

    webinar: Webinar
    stage: Stage

    @property
    def is_now(self) -> bool:
        """Whether one goes there now: it is on air, or the waiting room is open."""
        return self.stage in (Stage.SOON, *LIVE)


@dataclass(frozen=True)
class OpenedLive:
    """What a player needs of a webinar that is on air. Without addresses nothing is there to play yet."""

    stage: Stage
    playlist: str = ""
    sound: str = ""
    cues: dict[str, list[list[Any]]] = field(default_factory=dict)  # language → [[start_ms, end_ms, text, machine, id]]
    slides: list[dict[str, Any]] = field(default_factory=list)  # as they were shown so far, see slides_shown


def stage_of(webinar: Webinar, *, now: datetime | None = None) -> Stage:
    """Tell what the page of a webinar shows now."""
    if webinar.state == WebinarState.CANCELLED:
        return Stage.CANCELLED
    broadcast = webinar.broadcast
    if webinar.state == WebinarState.ENDED or (broadcast and broadcast.state == BroadcastState.ENDED):
        return Stage.RECORDING if _has_recording(webinar) else Stage.OVER
    if broadcast and (live := _LIVE_STAGES.get(BroadcastState(broadcast.state))):
        return live
    if webinar.state not in (WebinarState.ANNOUNCED, WebinarState.ON_AIR):
        return Stage.PREPARED
    if queries.is_missed(webinar, now=now):
        return Stage.MISSED
    now = now or timezone.now()
    is_soon = webinar.starts_at is not None and webinar.starts_at - now <= SOON
    return Stage.SOON if is_soon else Stage.ANNOUNCED


def _has_recording(webinar: Webinar) -> bool:
    lesson = webinar.lesson
    return lesson is not None and lesson.film_id is not None and is_lesson_shown(lesson)


def coming_webinar(person: Person, *, now: datetime | None = None) -> ComingWebinar | None:
    """Give the next webinar that somebody has a seat in; one query."""
    row = queries.next_for(person, now=now)
    return ComingWebinar(row, stage_of(row, now=now)) if row else None


def is_late(webinar: Webinar, *, now: datetime | None = None) -> bool:
    """Whether it should have begun by now."""
    return webinar.starts_at is not None and webinar.starts_at <= (now or timezone.now())


def admission(webinar: Webinar, visitor: Visitor) -> Admission:
    """Tell whether somebody may watch live: with a seat, or as one of those who make it."""
    person = person_of(visitor)
    if person is None:
        return Admission(may_watch=False, role="viewer")
    registration = registration_of(person, webinar)
    if may_use_studio(visitor, webinar):
        return Admission(may_watch=True, role="host", person=person, registration=registration)
    has_seat = registration is not None and registration.state == RegistrationState.REGISTERED
    may_watch = has_seat or may_caption(visitor, webinar)
    return Admission(may_watch=may_watch, role="viewer", person=person, registration=registration)


def open_live(webinar: Webinar) -> OpenedLive:
    """Give what a player needs. Raises TakenBack for what was stopped and may not be watched any more."""
    stage, broadcast = stage_of(webinar), webinar.broadcast
    if broadcast is None or stage not in LIVE:
        return OpenedLive(stage)
    if broadcast.film.state == FilmState.BLOCKED or is_film_hidden(broadcast.film):
        raise TakenBack
    return OpenedLive(
        stage=stage, playlist=films.live_address(broadcast), sound=films.live_sound_address(broadcast),
        cues=cues_of(broadcast), slides=slides_shown(webinar),
    )  # fmt: skip


def cues_of(broadcast: Broadcast) -> dict[str, list[list[Any]]]:
    """Give the live captions so far, by language; what comes later comes as events."""
    said: dict[str, list[list[Any]]] = defaultdict(list)
    for row in broadcast.cues.all():
        said[row.language].append([row.start_ms, row.end_ms, row.text, row.is_machine, row.pk])
    return dict(said)


def slides_shown(webinar: Webinar) -> list[dict[str, Any]]:
    """Give the slides with the time at which each came, in the order in which they were shown.

    A slide that was not shown yet is nobody's business. The last is the one shown now; number 0 is none.
    """
    rows = {row.number: row for row in webinar.slides.all()}
    film = webinar.broadcast.film if webinar.broadcast else None
    times = sorted((at_ms, number) for number, row in rows.items() for at_ms in row.shown_ms)
    seen = slides.seen(webinar)
    if times and times[-1][1] != seen:  # taken away since
        times.append((times[-1][0] + 1, seen))
    elif not times and seen:
        times.append((0, seen))
    said = {number: slides.described(row, of=len(rows), film=film) for number, row in rows.items()}
    return [{**said.get(number, slides.NONE), "at_ms": at_ms} for at_ms, number in times]


def current_slide(webinar: Webinar) -> dict[str, Any] | None:
    """Give the slide that is shown now, for a page without a script; None without one."""
    seen = slides.seen(webinar)
    row = webinar.slides.filter(number=seen).first() if seen else None
    return slides.described(row, of=webinar.slides.count()) if row else None
