"""The log of what happens in a webinar: who writes to it, and the address where one follows it.

Whoever does something in a webinar publishes it in the same transaction, so that what did not happen is never told and
what did is never forgotten. `courses.hot_events` sends it on.
"""

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from django.core import signing
from django.db import transaction
from django.db.models import F

from courses import wake
from courses.models import Audience, EventLog, LiveEvent, Webinar
from elearn.people.models import Person

# "speaker" hears what hosts hear, but for concerns: those may be about the speaker.
Role = Literal["public", "viewer", "host", "speaker"]
ROLES: tuple[Role, ...] = ("public", "viewer", "host", "speaker")
MAKERS: tuple[Role, ...] = ("host", "speaker")
CONCERN = "concern"  # the event, and in Broadcast.stopped_because
EVENTS = "/events/"
# So long an address opens the stream; then the page asks for another, and whoever may no longer follow gets none.
# Not the same for all: five hundred who came together do not come back in one second.
SHORTEST_LIFE, LONGEST_LIFE = 45 * 60, 75 * 60
_signer = signing.Signer(salt="courses.events", sep="~")


@dataclass(frozen=True)
class Reader:
    """Who follows a webinar. `person` is 0 for somebody who is not signed in."""

    webinar: int
    person: int
    role: Role
    expires: int  # seconds since 1970


class NotAReader(Exception):
    """The address was not made by us, or its time is over."""


def publish(
    webinar: Webinar,
    name: str,
    data: Mapping[str, Any],
    *,
    to: Literal["everyone", "hosts"] = "everyone",
    person: Person | None = None,
    but: Person | None = None,
    question: int | None = None,
) -> int:
    """Tell everybody who follows a webinar of something, or its hosts, or one person; gives the number of the event.

    `but`: all of those except this person.

    It belongs to the caller's transaction and holds the log until that ends: call it last, or `hold` the log first.
    """
    with transaction.atomic():
        number = _next_number(webinar.pk)
        LiveEvent.objects.create(
            webinar_id=webinar.pk, number=number, name=name, data=dict(data), person=person or but, question=question,
            audience=Audience.PERSON if person else Audience(to),
        )  # fmt: skip
        transaction.on_commit(partial(wake.nudge, webinar.pk))
    return number


def hold(webinar: Webinar) -> None:
    """Let nothing else be published in a webinar until the transaction ends; deeds about its talk take turns by it."""
    if not EventLog.objects.filter(pk=webinar.pk).update(number=F("number")):
        EventLog.objects.get_or_create(webinar_id=webinar.pk)
        EventLog.objects.filter(pk=webinar.pk).update(number=F("number"))


def _next_number(webinar_id: int) -> int:
    ours = EventLog.objects.filter(pk=webinar_id)
    if not ours.update(number=F("number") + 1):
        EventLog.objects.get_or_create(webinar_id=webinar_id)
        ours.update(number=F("number") + 1)
    return ours.values_list("number", flat=True).get()


def last_number(webinar: Webinar) -> int:
    """Give the number of the newest event. Ask before you read what a page shows: then nothing falls in between."""
    return EventLog.objects.filter(pk=webinar.pk).values_list("number", flat=True).first() or 0


def forget_words(webinar: Webinar, question: int) -> None:
    """Take the words of a question out of the log: who catches up afterwards does not read them."""
    told = LiveEvent.objects.filter(webinar=webinar, question=question)
    told.update(name="question_gone", data={"id": question})


def events_address(webinar: Webinar, person: Person | None, role: Role, *, after: int | None = None) -> str:
    """Give the address where one follows a webinar, from an event on; without `after`, from now on."""
    after = last_number(webinar) if after is None else after
    return f"{EVENTS}{token_of(webinar, person, role)}?after={after}"


def token_of(webinar: Webinar, person: Person | None, role: Role, *, life: int | None = None) -> str:
    """Make what opens the stream of a webinar to somebody for a while."""
    if life is None:
        life = random.randint(SHORTEST_LIFE, LONGEST_LIFE)  # noqa: S311 - spreads load, guards nothing
    expires = int(time.time()) + life
    return _signer.sign(f"{webinar.pk}.{person.pk if person else 0}.{ROLES.index(role)}.{expires}")


def reader_of(token: str) -> Reader:
    """Read who may follow what. Raises NotAReader."""
    try:
        webinar, person, role, expires = map(int, _signer.unsign(token).split("."))
    except (signing.BadSignature, ValueError) as error:
        raise NotAReader from error
    if expires < time.time():
        raise NotAReader
    return Reader(webinar, person, ROLES[role], expires)
