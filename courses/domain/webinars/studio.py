"""The buttons of a studio: on air, interrupted, over, and a word to the speaker.

They do the same from whichever device they are pressed, the speaker's or a host's; pressed twice, or by two at once, it
happens once. What watchers see of it is told by one receiver of the broadcast's own changes, so that it is told whoever
ended it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

import media_pipeline.api as films
from courses.errors import NotYet, StudioSilent, WebinarHeld, WebinarOver
from courses.models import LiveEvent, Webinar, WebinarState
from elearn.history.api import Kind, note
from elearn.people.api import public_name
from elearn.people.models import Account, Person
from elearn.safety.api import is_hidden
from media_pipeline.models import Broadcast, BroadcastState

from . import events, slides, states
from .recording import may_still_come

__all__ = [
    "EARLY",
    "Standing",
    "Today",
    "end",
    "end_forgotten",
    "go_on_air",
    "message",
    "pause",
    "sends_on",
    "standing_of",
    "tell_state",
    "today_for",
]

EARLY = timedelta(minutes=15)  # before the hour, from when on one can go on air
SOON = timedelta(hours=6)  # belongs to today, whatever the date says
SILENT = 15.0  # seconds without a piece, after which nobody sends
FORGOTTEN = timedelta(minutes=30)  # silent so long after its hour, a broadcast is over
ELSE_FORGOTTEN = timedelta(hours=6)  # and so long in any case
LONGEST = 300  # characters of a message to the speaker
OPEN = (WebinarState.ANNOUNCED, WebinarState.ON_AIR)
_SAID = {BroadcastState.ENDED: "over"}


@dataclass(frozen=True)
class Standing:
    """How a studio stands: what the page shows, and until when. `state` is rehearsal, on_air, paused or over."""

    state: str
    because: str
    opens_at: datetime | None  # from when on one can go on air
    ends_at: datetime | None  # as it was announced
    on_air_at: datetime | None
    is_sending: bool  # pieces come in

    @property
    def may_go_on_air(self) -> bool:
        return self.state != "over" and (self.opens_at is None or timezone.now() >= self.opens_at)


def standing_of(webinar: Webinar) -> Standing:
    """Tell how the studio of a webinar stands."""
    broadcast = webinar.broadcast
    state = _said(broadcast.state) if broadcast else "rehearsal"
    if webinar.state not in OPEN:
        state = "over"
    starts = webinar.starts_at
    return Standing(
        state=state,
        because=broadcast.stopped_because if broadcast else "",
        opens_at=starts - EARLY if starts else None,
        ends_at=starts + timedelta(minutes=webinar.minutes) if starts else None,
        on_air_at=broadcast.on_air_at if broadcast else None,
        is_sending=broadcast is not None and _is_sending(broadcast),
    )


def sends_on(webinar: Webinar) -> bool:
    """Tell whether a studio may still send what it filmed before the end: its line may have been cut until now."""
    broadcast = webinar.broadcast
    if broadcast is None or broadcast.on_air_at is None or webinar.state != WebinarState.ENDED:
        return False
    return may_still_come(broadcast)


@transaction.atomic
def go_on_air(webinar: Webinar, *, by: Account, from_studio: bool = False) -> bool:
    """Let everybody see what the studio sends; says whether this call did it.

    `from_studio`: the studio itself asks and is about to send. Raises NotYet, StudioSilent, WebinarHeld, WebinarOver.
    """
    held = _held(webinar)
    if is_hidden(f"webinar:{webinar.pk}"):
        raise WebinarHeld
    opens = held.starts_at - EARLY if held.starts_at else None
    if opens and timezone.now() < opens:
        raise NotYet
    broadcast = states.broadcast_of(held)
    if not from_studio and not _is_sending(broadcast):
        raise StudioSilent
    was_paused = broadcast.state == BroadcastState.PAUSED
    is_done = films.go_on_air(broadcast)
    if is_done:
        note(Kind.BROADCAST_ON_AIR, who=by.person.key, subject=f"webinar:{webinar.pk}", again=was_paused)
        _settle(held)
    return is_done


@transaction.atomic
def pause(webinar: Webinar, *, by: Account) -> bool:
    """Let nobody see the studio for a while; says whether this call did it. Raises WebinarOver."""
    held = _held(webinar)
    is_done = held.broadcast is not None and films.pause(held.broadcast)
    if is_done:
        note(Kind.BROADCAST_PAUSED, who=by.person.key, subject=f"webinar:{webinar.pk}")
        _settle(held)
    return is_done


@transaction.atomic
def end(webinar: Webinar, *, by: Account | None, because: str = "") -> bool:
    """End a webinar that has been on air; says whether this call did it. A rehearsal has no end: it is just left.

    Raises WebinarOver when nothing was on air, or it is over already.
    """
    held = _held(webinar)
    if held.broadcast is None or held.broadcast.on_air_at is None:
        raise WebinarOver
    is_done = films.end_broadcast(held.broadcast, because=because)
    if is_done:
        who = by.person.key if by else None
        note(Kind.BROADCAST_ENDED, who=who, subject=f"webinar:{webinar.pk}", because=because)
        _settle(held)
    return is_done


@transaction.atomic
def message(webinar: Webinar, *, by: Account, text: str) -> None:
    """Say something to the speaker that only the studio shows. An empty one takes the last away. Raises WebinarOver."""
    _held(webinar)
    said = " ".join(text.replace("\x00", "").split())[:LONGEST]
    events.publish(webinar, "message", {"text": said, "from": public_name(by.person)}, to="hosts")


def tell_state(broadcast_id: UUID) -> None:
    """Tell who watches how a broadcast stands now, after a change of it by whoever; what was told is not told again."""
    webinar = Webinar.objects.filter(broadcast_id=broadcast_id).first()
    if webinar:
        _settle(webinar)


@transaction.atomic
def _settle(webinar: Webinar) -> None:
    """Bring the webinar to where its broadcast is and tell it once; called in the deed itself and again after it."""
    held = Webinar.objects.select_for_update(no_key=True).get(pk=webinar.pk)  # before the log, as everywhere
    events.hold(webinar)
    broadcast = Broadcast.objects.get(webinar=webinar)
    states.follow(broadcast.pk, broadcast.state)
    last = LiveEvent.objects.filter(webinar=webinar, name="state").order_by("-number").first()
    told = last.data["state"] if last else _said(BroadcastState.REHEARSAL)
    if told != _said(broadcast.state):
        if broadcast.stopped_because == events.CONCERN:  # who watches sees nothing more, not what is under way either
            events.publish(webinar, "cut", {})
        events.publish(webinar, "state", {"state": _said(broadcast.state)})
        if broadcast.state == BroadcastState.ON_AIR:
            slides.goes_on(held)


def end_forgotten(now: datetime | None = None) -> int:
    """End what nobody ended: silent for long after its announced end. Says how many."""
    now = now or timezone.now()
    silent = Q(broadcast__last_piece_at__lt=now - FORGOTTEN) | Q(broadcast__last_piece_at=None)
    running = Webinar.objects.filter(silent, broadcast__state__in=(BroadcastState.ON_AIR, BroadcastState.PAUSED))
    count = 0
    for webinar in running.select_related("broadcast"):
        if _is_forgotten(webinar, now):
            count += end(webinar, by=None, because="silence")
    return count


def _is_forgotten(webinar: Webinar, now: datetime) -> bool:
    broadcast = webinar.broadcast
    last = broadcast and (broadcast.last_piece_at or broadcast.on_air_at)
    if not last or last > now - FORGOTTEN:
        return False
    planned = webinar.starts_at + timedelta(minutes=webinar.minutes) if webinar.starts_at else last
    return now > planned or last < now - ELSE_FORGOTTEN


@dataclass(frozen=True)
class Today:
    """A webinar of this day that somebody speaks in or hosts."""

    webinar: Webinar
    is_speaker: bool
    is_on_air: bool
    opens_at: datetime | None = None  # where one cannot go on air yet


def today_for(person: Person, now: datetime | None = None) -> Today | None:
    """Give the webinar that somebody speaks in or hosts today, for their desk: on air first, then the next one.

    One that begins soon after midnight is there in the evening.
    """
    now = now or timezone.now()
    day_ends = max(timezone.localtime(now).replace(hour=23, minute=59, second=59), now + SOON)
    is_mine = Q(speaker=person) | Exists(Webinar.hosts.through.objects.filter(webinar=OuterRef("pk"), person=person))
    mine = list(Webinar.objects.filter(is_mine, state__in=OPEN, starts_at__lte=day_ends))
    live = [webinar for webinar in mine if webinar.state == WebinarState.ON_AIR]
    coming = [webinar for webinar in mine if webinar.starts_at and webinar.starts_at > now - _patience(webinar)]
    for webinar in [*live, *coming]:
        opens_at = webinar.starts_at - EARLY if webinar.starts_at else None
        is_on_air = webinar.state == WebinarState.ON_AIR
        is_early = opens_at is not None and opens_at > now and not is_on_air
        return Today(webinar, webinar.speaker_id == person.pk, is_on_air, opens_at if is_early else None)
    return None


def _patience(webinar: Webinar) -> timedelta:
    """How long after its hour one may still begin."""
    return timedelta(minutes=webinar.minutes) + timedelta(hours=1)


def _held(webinar: Webinar) -> Webinar:
    held = Webinar.objects.select_for_update(no_key=True, of=("self",)).select_related("broadcast").get(pk=webinar.pk)
    if held.state not in OPEN:
        raise WebinarOver
    return held


def _is_sending(broadcast: Broadcast) -> bool:
    last = broadcast.last_piece_at
    return last is not None and (timezone.now() - last).total_seconds() < SILENT


def _said(state: str) -> str:
    return _SAID.get(BroadcastState(state), state)
