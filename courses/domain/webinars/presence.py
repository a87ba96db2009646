"""Being there: what live players report, weighed and recorded, many reports in one transaction.

The rules, which are those of watching a recording (`courses.domain.watching.watch`) as far as they fit:

1. An opening of the page counts from the moment it joined, and only while the webinar is on air or paused.
2. A report tells spans of the recording's clock; none may end after what has been made of the broadcast.
3. What is new to a person takes real time of the server's clock since they came in, second for second, however fast
   they say it was played: minutes live are minutes of being there. Only a player that catches up what a stall held
   back may be a little faster (`CATCHING_UP`). A person has one clock for all openings and devices. What another
   device has already played costs nothing and adds nothing, so that devices do not hinder each other. The crumbs
   between two spans are new as well, and filled where there is time for them. Time that passed without a word for
   longer than `STALE` is lost: nobody claims an hour in one report.
4. A report that breaks a rule is refused whole and kept with the reason. One sent twice counts once.

A report may come late, after a cut line or after the end: it counts as long as real time before the end covers it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from django.core import signing
from django.db.models import Count
from django.utils import timezone

from courses.domain.watching import spans as set_of
from courses.domain.watching.weighing import LARGEST, MAX_RATE, MOST_SPANS, NEVER, unions
from courses.enums import NotCounted
from courses.errors import NoSuchSession
from courses.models import Presence, Registration, RegistrationState, Webinar
from elearn.people.models import Person

TOKEN_LIFE = timedelta(hours=24)
# How much faster than the clock a player is let catch up (ours plays live at most 1.1 times as fast).
CATCHING_UP = 1.15
# Real time a report may be ahead of the clock. It does not add up: the clock keeps what was borrowed.
SLACK = timedelta(seconds=2)
# For how long a silence can be made up for by reports that come late.
STALE = timedelta(minutes=5)
# Players are behind the studio: what was sent last is seen a little after the end.
TAIL = timedelta(seconds=60)
# What is on its way from the studio when the end comes. More than that is a line that was cut.
ON_ITS_WAY_MS = 15_000
# When the word that a page joined was lost on the way, its first report shows that it was there so long before.
UNHEARD = timedelta(seconds=15)
# A player may round up the end of the newest segment, and know one that we do not know yet.
EDGE_TOLERANCE_MS = 2_000
# Who has not been heard of for so long is no longer there.
HERE = timedelta(seconds=30)
_signer = signing.TimestampSigner(salt="courses.attend", sep="~")


class What(StrEnum):
    JOIN = "join"
    REPORT = "report"
    LEAVE = "leave"


@dataclass(frozen=True)
class Opening:
    """One opening of a webinar's page by one person: what the token of its address says."""

    webinar: int
    person: int
    key: UUID


@dataclass(frozen=True)
class Word:
    """What a page said: that it opened, what it played (ms of the recording's clock), that it closes."""

    opening: Opening
    what: What
    number: int | None = None
    spans: Sequence[Sequence[int]] = ()
    delay_ms: int | None = None
    rate: float = MAX_RATE


@dataclass(frozen=True)
class Heard:
    """What became of a word, and what the person has watched so far."""

    number: int | None
    counted: bool
    refusal: NotCounted | None = None
    watched_ms: int = 0
    attended: bool = False


@dataclass(frozen=True)
class Standing:
    """What is known of a person and a webinar when a report comes."""

    joined_at: datetime
    used_until: datetime
    spans: set_of.Spans  # watched before
    edge_ms: int  # the end of what was made, on the recording's clock
    now: datetime  # at most the end of the webinar and its tail


@dataclass(frozen=True)
class Verdict:
    """Whether a report counts, what the person has watched with it, and until when their real time is used up."""

    refusal: NotCounted | None
    spans: set_of.Spans
    used_until: datetime


def weigh(word: Word, standing: Standing) -> Verdict:
    """Judge one report by the rules above. Pure."""
    refused = _refusal(word, standing)
    if refused:
        return Verdict(refused, standing.spans, standing.used_until)
    since = max(standing.used_until, standing.joined_at, standing.now - STALE)
    before_ms = set_of.length(standing.spans)
    for union in unions(standing.spans, set_of.clipped(word.spans, standing.edge_ms)):
        new_ms = set_of.length(union) - before_ms
        if not new_ms:
            return Verdict(None, standing.spans, standing.used_until)
        until = since + timedelta(milliseconds=new_ms / min(word.rate, CATCHING_UP))
        if until <= standing.now + SLACK:
            return Verdict(None, union, until)
    return Verdict(NotCounted.TOO_FAST, standing.spans, standing.used_until)


def _refusal(word: Word, standing: Standing) -> NotCounted | None:
    if _refusal_of_figures(word):
        return NotCounted.MALFORMED
    if any(end > standing.edge_ms + EDGE_TOLERANCE_MS for _start, end in word.spans):
        return NotCounted.OUTSIDE
    return None


def _refusal_of_figures(word: Word) -> NotCounted | None:
    if not 0 < word.rate <= MAX_RATE or len(word.spans) > MOST_SPANS:
        return NotCounted.MALFORMED
    for span in word.spans:
        if len(span) != 2 or any(type(edge) is not int for edge in span) or not 0 <= span[0] < span[1]:
            return NotCounted.MALFORMED
    return None


def came_at(word: Word, now: datetime) -> datetime:
    """Tell since when a page is there of which this is the first word. Pure."""
    if word.what != What.REPORT or _refusal_of_figures(word):
        return now
    played_ms = min(set_of.length(word.spans), LARGEST) / word.rate
    return now - min(UNHEARD, timedelta(milliseconds=min(played_ms, LARGEST)))


def needed_ms(webinar: Webinar) -> int:
    """Tell how much of a webinar that is over is to be watched to have attended; 0 while that is not known."""
    return -(-webinar.live_ms * webinar.attend_percent // 100)


# Addresses ---------------------------------------------------------------------------------------------
def attend_address(webinar: Webinar, person: Person | None) -> str:
    """Give where a page that was just opened reports to: for who is registered, else "".

    Each call is an opening of its own; nothing is written until the page says that it is there.
    """
    if person is None:
        return ""
    mine = Registration.objects.filter(webinar=webinar, person=person, state=RegistrationState.REGISTERED)
    return f"/attend/{token_of(Opening(webinar.pk, person.pk, uuid4()))}" if mine.exists() else ""


def token_of(opening: Opening) -> str:
    return _signer.sign(f"{opening.webinar}-{opening.person}-{opening.key.hex}")


def opening_of(token: str) -> Opening:
    """Read a token, without the database. Raises NoSuchSession for one that is not ours or too old."""
    try:
        webinar, person, key = _signer.unsign(token, max_age=TOKEN_LIFE).split("-")
        return Opening(int(webinar), int(person), UUID(key))
    except (signing.BadSignature, ValueError) as error:
        raise NoSuchSession from error


# Who is there ------------------------------------------------------------------------------------------
def viewers_now(webinars: Iterable[int], *, now: datetime | None = None) -> dict[int, int]:
    """Count the people who are there now, however many devices they use; one query for all webinars."""
    since = (now or timezone.now()) - HERE
    rows = (
        Presence.objects.filter(webinar__in=list(webinars), last_seen_at__gte=since, left_at=None)
        .order_by()
        .values_list("webinar")
        .annotate(people=Count("person", distinct=True))
    )
    return dict(rows)


def watching_now(webinar: Webinar) -> int:
    """Count the people who are there now."""
    return viewers_now([webinar.pk]).get(webinar.pk, 0)


__all__ = [
    "NEVER", "Heard", "Opening", "Standing", "Verdict", "What", "Word", "attend_address", "needed_ms", "opening_of",
    "token_of", "viewers_now", "watching_now", "weigh",
]  # fmt: skip
