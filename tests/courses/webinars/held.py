"""What the tests of attendance share: a webinar on air by its rows alone, and people who are registered."""

from datetime import timedelta

from django.utils import timezone

from courses.domain.webinars import attendance
from courses.domain.webinars.presence import What, Word, attend_address, opening_of
from courses.models import Registration, Webinar, WebinarState
from media_pipeline.models import Broadcast, BroadcastState, Film, LiveSegment
from tests import factories


def speaker():
    return factories.person("Leyla Əliyeva", birth_year=1955, email="leyla@webinar.example", form_of_address="xanim")


def on_air(seconds: int = 600, *, began=None, **facts) -> Webinar:
    """A webinar that went on air so many seconds ago, all of it made."""
    now = timezone.now()
    began = began or now - timedelta(seconds=seconds)
    film = Film.objects.create(title="Vebinar", language="az")
    broadcast = Broadcast.objects.create(film=film, state=BroadcastState.ON_AIR, on_air_at=began)
    facts = {"title": "Xalçanın dili", "language": "az", "starts_at": began, "announced_at": began, **facts}
    webinar = Webinar.objects.create(
        speaker=facts.pop("speaker", None) or speaker(), state=WebinarState.ON_AIR, broadcast=broadcast, **facts
    )
    make(webinar, seconds)
    return webinar


def make(webinar: Webinar, until: int) -> None:
    """Have it made up to a second of the recording's clock; one long segment stands for many."""
    newest = LiveSegment.objects.filter(broadcast=webinar.broadcast).order_by("-number").first()
    number, start = (newest.number + 1, newest.start_ms + newest.duration_ms) if newest else (0, 0)
    if until * 1000 <= start:
        return
    for rendition in ("live", "livesound"):
        LiveSegment.objects.create(
            broadcast=webinar.broadcast, run=1, rendition=rendition, number=number,
            init="live-01234567/i001t00000000v.mp4", file=f"live-01234567/v{number:07}.m4s",
            start_ms=start, duration_ms=until * 1000 - start, bytes=1, captured_at=timezone.now(),
        )  # fmt: skip


def end(webinar: Webinar, *, at=None) -> Webinar:
    """Let it be over, as F's states do, without what follows."""
    Webinar.objects.filter(pk=webinar.pk).update(state=WebinarState.ENDED, ended_at=at or timezone.now())
    Broadcast.objects.filter(pk=webinar.broadcast_id).update(state=BroadcastState.ENDED, ended_at=at or timezone.now())
    webinar.refresh_from_db()
    return webinar


def registered(webinar: Webinar, name: str = "Günay Məmmədova", *, agreed: bool = True, **facts):
    person = factories.person(name, **{"birth_year": 2000, "language": "en", **facts})
    Registration.objects.create(
        webinar=webinar, person=person, registered_at=timezone.now(),
        record_agreed_at=timezone.now() if agreed else None,
    )  # fmt: skip
    return person


class Page:
    """A page that shows a webinar live: one opening. Seconds in, and a clock that the test moves."""

    def __init__(self, webinar: Webinar, person, *, at) -> None:
        self.opening = opening_of(attend_address(webinar, person).removeprefix("/attend/"))
        self.number = 0
        self.join(at=at)

    def join(self, *, at):
        return attendance.record([Word(self.opening, What.JOIN)], now=at)[0]

    def play(self, start: float, end: float, *, at, rate: float = 1, number: int | None = None):
        self.number = number or self.number + 1
        spans = [[round(start * 1000), round(end * 1000)]]
        return attendance.record([Word(self.opening, What.REPORT, self.number, spans, 4000, rate)], now=at)[0]

    def leave(self, *, at):
        return attendance.record([Word(self.opening, What.LEAVE)], now=at)[0]
