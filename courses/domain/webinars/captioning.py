"""Live captions of a webinar: who types them, each line, the machine that may write them, and who is told.

A host gives an address to whom they trust; who opens it and says yes types captions, from any device. Asked at each
line again: who was let go a moment ago shows nothing more. What the lines become afterwards is the engine's.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

import media_pipeline.api as films
from courses.errors import MayNotCaption
from courses.models import LiveCaptions, Webinar, WebinarState
from courses.policies_webinars import is_host, may_caption
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.api import is_minor
from elearn.people.models import Account, Person
from media_pipeline.models import Broadcast, BroadcastState, LiveCue

from . import events

__all__ = [
    "TooFast",
    "follow",
    "invitation",
    "join",
    "let_go",
    "let_machine",
    "listening_told",
    "may_join",
    "newest",
    "say",
    "take_back",
    "told",
    "untold",
]

OPEN = (WebinarState.ANNOUNCED, WebinarState.ON_AIR)
MOST_A_MINUTE = 120  # lines of one person; also what waited for a line that was cut is sent in turn
_MINUTE = timedelta(minutes=1)


class TooFast(Exception):
    """Nobody types so fast; a page that sends lines in turn tries again."""


# Lines ----------------------------------------------------------------------------------------------
@transaction.atomic
def say(webinar: Webinar, *, by: Account, text: str, at_ms: int | None = None, language: str = "") -> LiveCue:
    """Show a line; `at_ms` is when its words were said, on the recording's clock. The same sent again is one line.

    Raises MayNotCaption, TooFast, films.NotOnAir, and films.CaptionsInvalid for no words or too many.
    """
    _ask(webinar, by)
    since = timezone.now() - _MINUTE
    if LiveCue.objects.filter(broadcast=webinar.broadcast, by=by, made_at__gt=since).count() >= MOST_A_MINUTE:
        raise TooFast
    spoken = language if language in dict(settings.LANGUAGES) else webinar.language
    return films.say_live(_broadcast(webinar), language=spoken, start_ms=at_ms, text=text, by=by)


@transaction.atomic
def take_back(webinar: Webinar, *, by: Account, line: int | None = None) -> LiveCue | None:
    """Take a line back, without `line` one's own last; gives it, or None where there is none. Hosts take back any.

    Raises MayNotCaption and films.NotOnAir.
    """
    _ask(webinar, by)
    broadcast = _broadcast(webinar)
    rows = LiveCue.objects.filter(broadcast=broadcast)
    theirs = rows if line is not None and is_host(by, webinar) else rows.filter(by=by)
    found = theirs.filter(pk=line).first() if line is not None else theirs.order_by("-pk").first()
    if found is None:
        return None
    pk = found.pk
    films.unsay_live(found)
    found.pk = pk
    return found


def newest(webinar: Webinar, *, most: int) -> list[LiveCue]:
    """Give the newest lines of all who type, the newest first."""
    if webinar.broadcast is None:
        return []
    return list(LiveCue.objects.filter(broadcast=webinar.broadcast).order_by("-pk")[:most])


def _ask(webinar: Webinar, account: Account) -> None:
    if not account.is_active or not may_caption(account, webinar):
        raise MayNotCaption


def _broadcast(webinar: Webinar) -> Broadcast:
    if webinar.broadcast is None or webinar.state == WebinarState.CANCELLED:
        raise films.NotOnAir
    return webinar.broadcast


# Who types ------------------------------------------------------------------------------------------
def invitation(webinar: Webinar) -> str:
    """Give the address that a host passes on to whoever is to type."""
    return reverse("courses:webinar_captions_join", args=[webinar.pk, webinar.captions_key])


def may_join(webinar: Webinar, key: UUID) -> bool:
    """Say whether an invitation holds: nobody was let go since it was made, and the webinar is still to come."""
    return webinar.captions_key == key and webinar.state in OPEN


@transaction.atomic
def join(webinar: Webinar, *, by: Account, key: UUID) -> bool:
    """Say yes to typing captions; says whether that is news. Raises MayNotCaption where an invitation holds no more."""
    locked = Webinar.objects.select_for_update(no_key=True, of=("self",)).get(pk=webinar.pk)
    if not by.is_active or not may_join(locked, key) or by.person.guarded or is_minor(by.person):
        raise MayNotCaption
    if locked.captioners.filter(pk=by.person_id).exists():
        return False
    locked.captioners.add(by.person)
    _note(locked, by=by, person=by.person, is_in=True)
    facts = {"title": locked.title, "address": reverse("courses:webinar_captions", args=[locked.pk])}
    if locked.starts_at:
        facts["starts_at"] = locked.starts_at.isoformat()
    tell(by.person, "webinar_captioning", key=f"webinar_captioning:{locked.pk}:{key}:{by.person_id}", facts=facts)
    return True


@transaction.atomic
def let_go(webinar: Webinar, person: Person, *, by: Account) -> bool:
    """Let somebody type no more; says whether they did. Invitations that were passed on end with it.

    Raises MayNotCaption: only a host does it, and everybody for themself.
    """
    locked = Webinar.objects.select_for_update(no_key=True, of=("self",)).get(pk=webinar.pk)
    if not by.is_active or not (is_host(by, locked) or by.person_id == person.pk):
        raise MayNotCaption
    if not locked.captioners.filter(pk=person.pk).exists():
        return False
    locked.captioners.remove(person)
    Webinar.objects.filter(pk=locked.pk).update(captions_key=uuid4())
    _note(locked, by=by, person=person, is_in=False)
    return True


def _note(webinar: Webinar, *, by: Account, person: Person, is_in: bool) -> None:
    note(
        Kind.WEBINAR_CAPTIONER, who=person.key, subject=f"webinar:{webinar.pk}", is_in=is_in,
        by_themself=by.person_id == person.pk, is_check=webinar.speaker.is_check,
    )  # fmt: skip


# The machine ------------------------------------------------------------------------------------------
@transaction.atomic
def let_machine(webinar: Webinar, *, by: Account, writes: bool) -> bool:
    """Have a machine write the captions, or no more; says whether it does. Raises MayNotCaption and films.NotOnAir."""
    if not by.is_active or not is_host(by, webinar):
        raise MayNotCaption
    broadcast = _broadcast(webinar)
    if writes and broadcast.state not in (BroadcastState.ON_AIR, BroadcastState.PAUSED):
        raise films.NotOnAir
    does = False
    if writes:
        does = films.begin_listening(broadcast)
    else:
        films.stop_listening(broadcast)
    note(
        Kind.WEBINAR_MACHINE, who=by.person.key, subject=f"webinar:{webinar.pk}", writes=does,
        is_check=webinar.speaker.is_check,
    )  # fmt: skip
    return does


def follow(broadcast_id: UUID, state: str) -> None:
    """Begin with the machine where it was announced, and keep the lines with the recording. Safe to call again."""
    webinar = _of(broadcast_id)
    if webinar is None or webinar.broadcast is None:
        return
    if state == BroadcastState.ON_AIR and webinar.live_captions == LiveCaptions.MACHINE:
        if films.listening(webinar.broadcast).because != "stopped":  # a host's word holds over an interruption
            films.begin_listening(webinar.broadcast)
    elif state == "sent":
        films.keep_live_captions(webinar.broadcast)


# Who is told ------------------------------------------------------------------------------------------
def told(broadcast_id: UUID, cue: LiveCue) -> None:
    """Tell everybody of a line, in its own transaction."""
    webinar = _of(broadcast_id)
    if webinar is not None:
        events.publish(webinar, "caption", plain(cue))


def untold(broadcast_id: UUID, cue_id: int, language: str) -> None:
    webinar = _of(broadcast_id)
    if webinar is not None:
        events.publish(webinar, "caption_gone", {"id": cue_id, "language": language})


def listening_told(broadcast_id: UUID, listening: films.Listening) -> None:
    """Tell the hosts how the machine does."""
    webinar = _of(broadcast_id)
    if webinar is not None:
        facts = {"state": listening.state, "because": listening.because}
        events.publish(webinar, "health", {"captions": facts}, to="hosts")


def plain(cue: LiveCue) -> dict[str, Any]:
    """A line as a player takes it. Nobody’s name is in it."""
    return {
        "id": cue.pk,
        "language": cue.language,
        "start_ms": cue.start_ms,
        "end_ms": cue.end_ms,
        "text": cue.text,
        "is_machine": cue.is_machine,
    }


def _of(broadcast_id: UUID) -> Webinar | None:
    return Webinar.objects.filter(broadcast=broadcast_id).select_related("broadcast").first()
