"""What is held of who registers for webinars, speaks in them and helps to make them, and what goes with a person."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

import media_pipeline.api as films
from elearn.people.api import forgets, holds, not_given, plain, public_name, stays
from elearn.people.models import Person
from elearn.people.retention import keep

from ..domain.webinars import queries, succession
from ..models import Registration, Webinar

Row = dict[str, Any]
_AT_WORK = ("courses.Webinar.created_by", "courses.Webinar.looked_through_by")


@holds("courses.registrations", words=_("Webinars you registered for"), of=["courses.Registration.person"])
def registrations(person: Person) -> Iterator[Row]:
    for row in Registration.objects.filter(person=person).select_related("webinar__speaker"):
        facts = plain(row, "state", "registered_at", "moved_up_at", "record_agreed_at")
        yield {"webinar": row.webinar.title, "teacher": public_name(row.webinar.speaker)} | facts


@holds(
    "courses.webinars", words=_("Webinars you speak in or help to make"),
    of=["courses.Webinar.speaker", "courses.Webinar_hosts.person", "courses.Webinar_captioners.person"],
)  # fmt: skip
def webinars(person: Person) -> Iterator[Row]:
    for row in Webinar.objects.filter(speaker=person):
        yield plain(row, "title", "about", "wish", "state", "starts_at", "agreed_at")
    for row in (*person.hosts_webinars.all(), *person.captions_webinars.all()):
        yield plain(row, "title", "starts_at")


not_given("What somebody did at work, or for somebody else, is kept with that.", *_AT_WORK)


@forgets(
    "courses.webinars",
    of=["courses.Registration.person", "courses.Webinar_hosts.person", "courses.Webinar_captioners.person"],
)
def forget_webinars(person: Person) -> None:
    succession.forget(person)


stays("The webinar stays for those who came; its speaker is a row without a name then.", "courses.Webinar.speaker")
stays("Stays with what was decided, while the account that did it is no longer named.", *_AT_WORK)


# How long ----------------------------------------------------------------------------------------------
def old_rehearsals(before: datetime, most: int) -> list[Webinar]:
    """Give webinars that were rehearsed and never begun; one that has another day by now is still to come."""
    rehearsed = Webinar.objects.filter(broadcast__in=films.rehearsed_broadcasts(), starts_at__lt=before)
    return [one for one in rehearsed.order_by("starts_at", "pk")[:most] if queries.ends_at(one) < before]


def forget_rehearsals(webinars: Sequence[Webinar]) -> None:
    for webinar in webinars:
        if webinar.broadcast_id:
            films.forget_rehearsal(webinar.broadcast_id)


keep(
    "courses.rehearsals", what=_("What was tried out before a webinar that nobody began"), days=7,
    why=_("So that the speaker can find another day."), find=old_rehearsals, clear=forget_rehearsals,
)  # fmt: skip
