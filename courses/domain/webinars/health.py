"""How webinars are doing now: those on air, and those about to begin. What has to be done is said in words.

A constant number of queries for any number of webinars: staff keep this page open while several run.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

import media_pipeline.api as films
from courses.models import LiveCaptions, Webinar, WebinarState
from media_pipeline.models import LiveCue, Work, WorkKind, WorkState

from .presence import viewers_now

__all__ = ["Captions", "Doing", "Workers", "doing_now", "next_within", "problems_of", "workers_now"]

SOON = timedelta(hours=2)
LATE = timedelta(hours=6)  # after its hour, when nobody will begin it any more
PREPARED = timedelta(minutes=15)  # before its hour, when the studio ought to be open
LATE_START = timedelta(minutes=2)
SILENT = 10.0  # seconds without a piece
SLOW_MS = 8_000
BEHIND_MS = 10_000
MANY_WAITING = 20  # pieces, about as many seconds
NO_LINE = timedelta(minutes=1)
LAGS_MS = 20_000


@dataclass(frozen=True)
class Captions:
    """Live captions of a webinar: what was announced, who types, what came, and how the machine does."""

    kind: str
    typists: int
    lines: int
    newest_at: datetime | None
    listening: "films.Listening"


@dataclass(frozen=True)
class Doing:
    """One webinar now. `health` is None before its studio was opened."""

    webinar: Webinar
    viewers: int
    health: "films.Health | None"
    captions: Captions
    problems: list[str] = field(default_factory=list)

    @property
    def is_on_air(self) -> bool:
        return self.health is not None and self.health.state == "on_air"


@dataclass(frozen=True)
class Workers:
    """Whether somebody is there who makes what is watched, and who has the machine write captions."""

    live: bool
    captions: bool
    knows_speech: bool

    def problems(self, *, machine_wanted: bool) -> list[str]:
        """Say who is missing; whoever writes captions only where a webinar counts on it."""
        words = []
        if not self.live:
            words.append(
                _("No worker for broadcasts answers. What a studio sends is kept, but nobody can watch it live.")
                + " "
                + _("Please start one: manage.py serve, or manage.py work --queue live.")
            )
        if machine_wanted and self.knows_speech and not self.captions:
            words.append(
                _("No worker for live captions answers, so the machine cannot write any.")
                + " "
                + _("Please start one: manage.py work --queue live_captions.")
            )
        return words


def workers_now() -> Workers:
    """Ask who is there."""
    return Workers(
        live=films.worker_is_there("live"), captions=films.worker_is_there("live_captions"),
        knows_speech=bool(films.speech_languages()),
    )  # fmt: skip


def next_within(span: timedelta) -> Webinar | None:
    """Give the next webinar that runs or is to begin within this time."""
    now = timezone.now()
    return _between(now - LATE, now + span).order_by("starts_at", "pk").first()


def _between(first: datetime, last: datetime) -> QuerySet[Webinar]:
    """Give what is on air, and what is to begin between two times."""
    due = Q(state=WebinarState.ANNOUNCED, starts_at__gt=first, starts_at__lt=last)
    return Webinar.objects.filter(Q(state=WebinarState.ON_AIR) | due, speaker__is_check=False)


def doing_now(now: datetime | None = None) -> list[Doing]:
    """Give the webinars that are on air, or begin soon, or should have begun; what is on air comes first."""
    now = now or timezone.now()
    rows = _between(now - LATE, now + SOON).select_related("speaker", "broadcast").order_by("starts_at", "pk")
    webinars = sorted(rows.annotate(typists=Count("captioners")), key=lambda one: one.state != WebinarState.ON_AIR)
    keys = {one.broadcast_id for one in webinars if one.broadcast_id}
    healths = films.broadcast_healths(one.broadcast for one in webinars if one.broadcast) if keys else {}
    viewers = viewers_now([one.pk for one in webinars], now=now) if webinars else {}
    lines, parked = (_lines(keys), _parked(keys)) if keys else ({}, set())
    told = []
    for one in webinars:
        count, newest = lines.get(one.broadcast_id, (0, None))
        row = one.broadcast.listening if one.broadcast else {}
        listening = films.listening_told(row, is_parked=one.broadcast_id in parked)
        captions = Captions(one.live_captions, one.typists, count, newest, listening)
        health = healths.get(one.broadcast_id) if one.broadcast_id else None
        found = Doing(one, viewers.get(one.pk, 0), health, captions)
        told.append(replace(found, problems=problems_of(found, now=now)))
    return told


def _lines(keys: Iterable[UUID]) -> dict[Any, tuple[int, datetime | None]]:
    rows = LiveCue.objects.filter(broadcast__in=keys).order_by().values_list("broadcast")
    return {key: (count, newest) for key, count, newest in rows.annotate(count=Count("pk"), newest=Max("made_at"))}


def _parked(keys: Iterable[UUID]) -> set[Any]:
    works = Work.objects.filter(kind=WorkKind.LIVE_CAPTIONS, state=WorkState.PARKED, film__broadcast__in=keys)
    return set(works.values_list("film__broadcast", flat=True))


def problems_of(doing: Doing, *, now: datetime) -> list[str]:
    """Say what is to be looked after in a webinar, the most urgent first."""
    if doing.is_on_air:
        return [*_of_picture(doing), *_of_captions(doing, now)]
    return _of_start(doing, now)


def _of_picture(doing: Doing) -> list[str]:
    health = doing.health
    assert health  # noqa: S101 - it is on air
    words = []
    if not health.is_followed:
        words.append(_("Nobody makes the live picture. Is a worker for broadcasts running?"))
    if health.last_piece_s is None or health.last_piece_s > SILENT:
        words.append(_("Nothing comes from the studio. Call the speaker: is the page open, is there a connection?"))
    if health.waiting_pieces > MANY_WAITING:
        if health.pieces_lost:
            words.append(_("The speaker’s line is slow: it catches up, but some pieces are lost."))
        else:
            words.append(_("The speaker’s line is slow: it catches up, and nothing is lost."))
    if health.is_followed and health.behind_ms > BEHIND_MS:
        words.append(_("The live picture is made too slowly. This machine has too much to do."))
    elif health.delay_ms is not None and health.delay_ms > SLOW_MS:
        words.append(_("People see it late. Look at the speaker’s line and at this machine."))
    return words


def _of_captions(doing: Doing, now: datetime) -> list[str]:
    captions = doing.captions
    if captions.kind == LiveCaptions.MACHINE:
        return _of_machine(captions)
    if captions.kind != LiveCaptions.TYPED:
        return []
    if not captions.typists and not captions.lines:
        return [_("Captions were announced, and nobody has said yes to typing them.")]
    begun = doing.webinar.broadcast.on_air_at if doing.webinar.broadcast else None
    since = captions.newest_at or begun
    if since and since < now - NO_LINE and captions.listening.state != "listening":
        return [_("No line of captions has come for a minute.")]
    return []


def _of_machine(captions: Captions) -> list[str]:
    heard = captions.listening
    if heard.state == "gave_up":
        return [
            {
                "behind": _("The machine stopped writing captions: it could not keep up."),
                "language": _("The machine does not know the language, so there are no captions."),
                "stopped": _("A host has stopped the captions of the machine."),
            }.get(heard.because, _("The machine stopped writing captions because of a fault."))
        ]
    if heard.state in ("off", "waiting"):
        return [_("The machine does not write captions yet. Is a worker for live captions running?")]
    return [_("The captions of the machine come late.")] if heard.lag_ms > LAGS_MS else []


def _of_start(doing: Doing, now: datetime) -> list[str]:
    webinar, health = doing.webinar, doing.health
    words = []
    if health is not None and health.state == "paused":
        words.append(_("It is interrupted. People are waiting."))
    elif webinar.starts_at and webinar.starts_at < now - LATE_START:
        words.append(_("It should have begun. Call the speaker."))
    elif webinar.starts_at and webinar.starts_at < now + PREPARED and health is None:
        words.append(_("It begins soon, and nobody has opened the studio yet."))
    if doing.captions.kind == LiveCaptions.TYPED and not doing.captions.typists:
        words.append(_("Captions were announced, and nobody has said yes to typing them."))
    return words
