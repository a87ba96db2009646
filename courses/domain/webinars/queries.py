"""Which webinars there are: in public, of a person, and next.

A webinar that nobody began is no longer coming two hours after its end; one on air always is.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from courses.models import Presence, Registration, RegistrationState, Webinar, WebinarState
from elearn.people.models import Person
from elearn.safety.api import hidden_rows

# What everybody may read of.
PUBLIC = (WebinarState.ANNOUNCED, WebinarState.ON_AIR, WebinarState.ENDED)
# So long after its end a webinar may still begin late.
LATE = timedelta(hours=2)
LONGEST = timedelta(minutes=240)
# So long after the beginning a seat is kept empty for who has it, while others wait.
COMES_WITHIN = timedelta(minutes=10)
SEATED = Q(registrations__state=RegistrationState.REGISTERED)


def shown(rows: QuerySet[Webinar] | None = None) -> QuerySet[Webinar]:
    """Select what everybody may see: announced, not hidden by a concern, no check of the system."""
    rows = Webinar.objects.all() if rows is None else rows
    public = rows.filter(state__in=PUBLIC, starts_at__isnull=False, speaker__is_check=False)
    return public.exclude(Q(hidden_rows("webinar")))


def coming(*, now: datetime | None = None) -> QuerySet[Webinar]:
    """Select what is on air or still to come, the next first, with its speaker, topic, series and seats taken."""
    return with_seats(shown().filter(still_to_come(now))).order_by("starts_at", "pk")


def past(*, now: datetime | None = None) -> QuerySet[Webinar]:
    """Select what took place, the newest first."""
    over = shown().filter(state=WebinarState.ENDED).select_related("speaker", "topic", "series", "lesson")
    return over.order_by("-starts_at", "-pk")


def with_seats(rows: QuerySet[Webinar]) -> QuerySet[Webinar]:
    """Give rows what lists show, in the same query; `taken` counts who has a seat."""
    return rows.select_related("speaker", "topic", "series").annotate(taken=Count("registrations", filter=SEATED))


def still_to_come(now: datetime | None = None) -> Q:
    """Give the condition that a webinar is on air, or may still begin."""
    latest = (now or timezone.now()) - LATE - LONGEST
    return Q(state=WebinarState.ON_AIR) | Q(state=WebinarState.ANNOUNCED, starts_at__gt=latest)


def is_missed(webinar: Webinar, *, now: datetime | None = None) -> bool:
    """Say whether a webinar was announced and nobody began it."""
    if webinar.state != WebinarState.ANNOUNCED or webinar.starts_at is None:
        return False
    return ends_at(webinar) + LATE < (now or timezone.now())


def ends_at(webinar: Webinar) -> datetime:
    """Give when a webinar is planned to end. It has a day and an hour."""
    if webinar.starts_at is None:
        raise ValueError("A webinar without a day has no end.")
    return webinar.starts_at + timedelta(minutes=webinar.minutes)


def of_speaker(person: Person) -> QuerySet[Webinar]:
    """Select a speaker's own webinars, those with a day first."""
    rows = Webinar.objects.filter(speaker=person).select_related("topic", "series")
    return rows.order_by(F("starts_at").desc(nulls_first=True), "-pk")


def asked(person: Person) -> list[Webinar]:
    """Give the webinars whose day waits for this speaker's yes; one query."""
    return list(Webinar.objects.filter(speaker=person, state=WebinarState.ASKED).order_by("starts_at", "pk"))


def offers_waiting() -> int:
    """Count what teachers offer and nobody has looked at yet."""
    return Webinar.objects.filter(state=WebinarState.OFFERED, speaker__is_check=False).count()


def hosted_by(person: Person, *, now: datetime | None = None) -> QuerySet[Webinar]:
    """Select what somebody helps to make and is still to come."""
    mine = Q(hosts=person) | Q(captioners=person)
    rows = Webinar.objects.filter(mine).filter(still_to_come(now)).select_related("speaker").distinct()
    return rows.order_by("starts_at", "pk")


def registered_for(person: Person) -> QuerySet[Webinar]:
    """Select what somebody registered for or waits for, in order of time; `my_state` says which."""
    mine = Registration.objects.filter(webinar=OuterRef("pk"), person=person)
    rows = Webinar.objects.filter(
        registrations__person=person,
        registrations__state__in=[RegistrationState.REGISTERED, RegistrationState.WAITING],
    )
    rows = rows.exclude(Q(hidden_rows("webinar"))).select_related("speaker", "topic", "series")
    return rows.annotate(my_state=Subquery(mine.values("state")[:1])).order_by("starts_at", "pk")


def next_for(person: Person, *, now: datetime | None = None) -> Webinar | None:
    """Give the next webinar that somebody has a seat in; one query."""
    seats = Q(registrations__person=person, registrations__state=RegistrationState.REGISTERED)
    rows = Webinar.objects.filter(seats).filter(still_to_come(now)).exclude(Q(hidden_rows("webinar")))
    return rows.select_related("speaker", "broadcast").order_by("starts_at", "pk").first()


def next_of_speaker(person: Person, *, now: datetime | None = None) -> Webinar | None:
    """Give the next webinar that somebody speaks in; one query."""
    return Webinar.objects.filter(still_to_come(now), speaker=person).order_by("starts_at", "pk").first()


def seats_left(webinar: Webinar) -> int | None:
    """Give how many seats are free; None where there is room for everybody. Uses `taken` where a list has it."""
    if webinar.seats is None:
        return None
    known: Any = getattr(webinar, "taken", None)
    taken = known if known is not None else occupied(webinar)
    return max(0, webinar.seats - taken)


def occupied(webinar: Webinar, *, now: datetime | None = None) -> int:
    """Count the seats that others cannot have: all but those of who is not there though it is on air.

    Who has not come some minutes after the beginning, or after their seat became theirs, is not counted any more. They
    keep their seat all the same: who comes late comes in, and then there is one more.
    """
    rows = seated(webinar)
    since = (now or timezone.now()) - COMES_WITHIN
    broadcast = webinar.broadcast
    if webinar.state != WebinarState.ON_AIR or broadcast is None or (broadcast.on_air_at or since) >= since:
        return rows.count()
    came = Exists(Presence.objects.filter(webinar=webinar, person=OuterRef("person")))
    is_new = Q(registered_at__gt=since) | Q(moved_up_at__gt=since)
    return rows.filter(is_new | Q(came)).count()


def seated(webinar: Webinar) -> QuerySet[Registration]:
    """Select who has a seat."""
    return Registration.objects.filter(webinar=webinar, state=RegistrationState.REGISTERED)


def waiting(webinar: Webinar) -> QuerySet[Registration]:
    """Select the waiting list, who came first first."""
    rows = Registration.objects.filter(webinar=webinar, state=RegistrationState.WAITING)
    return rows.order_by("registered_at", "pk")
