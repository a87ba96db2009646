"""Webinars for people's calendars (RFC 5545): one, all public ones, or somebody's own at a secret address.

Times are in UTC, which every calendar turns into its owner's own. An entry keeps its name through every change; the
sequence says which is newer, and a cancelled one says so.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from courses.models import Registration, RegistrationState, Webinar, WebinarState
from elearn.history import api as history
from elearn.people.api import public_name
from elearn.people.models import Account, Person
from elearn.safety.api import hidden_rows

SIGNS = 32  # of 4 bits each
_RENEWED = history.Kind.CALENDAR_ADDRESS_RENEWED
BACK = timedelta(days=90)  # so long what is past stays in a calendar one subscribed to
ENTERED = (WebinarState.ANNOUNCED, WebinarState.ON_AIR, WebinarState.ENDED, WebinarState.CANCELLED)


def public_entries(*, now: datetime | None = None) -> QuerySet[Webinar]:
    """Select what everybody may have in a calendar; cancelled ones too, or they would stay in it."""
    return _entered(now).filter(speaker__is_check=False).exclude(Q(hidden_rows("webinar")))


def own_entries(person: Person, *, now: datetime | None = None) -> QuerySet[Webinar]:
    """Select what somebody registered for, waits for, speaks in or helps to make."""
    mine = Registration.objects.filter(person=person).exclude(state=RegistrationState.LEFT)
    makes = Q(speaker=person) | Q(hosts=person) | Q(captioners=person)
    rows = _entered(now).filter(makes | Q(pk__in=mine.values("webinar"))).distinct()
    state = mine.filter(webinar=OuterRef("pk")).values("state")[:1]
    return rows.exclude(Q(hidden_rows("webinar"))).annotate(my_state=Subquery(state))


def _entered(now: datetime | None) -> QuerySet[Webinar]:
    since = (now or timezone.now()) - BACK
    rows = Webinar.objects.filter(state__in=ENTERED, announced_at__isnull=False, starts_at__gt=since)
    return rows.select_related("speaker").order_by("starts_at", "pk")


def written(webinars: Iterable[Webinar], *, name: str, reminds: bool = False) -> bytes:
    """Write a calendar in the active language; `reminds` rings an hour before, as who asks for one entry wishes."""
    found = Calendar()
    found.add("prodid", "-//Korpu//webinars//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", name)
    found.add("refresh-interval;value=duration", "PT1H")
    found.add("x-published-ttl", "PT1H")
    for webinar in webinars:
        found.add_component(_event(webinar, reminds=reminds))
    return bytes(found.to_ical())


def _event(webinar: Webinar, *, reminds: bool) -> Event:
    if webinar.starts_at is None:
        raise ValueError("A webinar without a day is in no calendar.")
    begins = webinar.starts_at.astimezone(UTC)
    address = settings.BASE_URL + reverse("courses:webinar", args=[webinar.pk])
    event = Event()
    event.add("uid", f"webinar-{webinar.pk}@{settings.BASE_URL.split('//', 1)[-1].split(':')[0]}")
    event.add("dtstamp", webinar.changed_at.astimezone(UTC))
    event.add("last-modified", webinar.changed_at.astimezone(UTC))
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=webinar.minutes))
    event.add("summary", webinar.title)
    event.add("description", _described(webinar, address))
    event.add("location", address)
    event.add("url", address)
    event.add("sequence", webinar.sequence)
    event.add("status", _status(webinar))
    event.add("transp", "TRANSPARENT" if _status(webinar) == "TENTATIVE" else "OPAQUE")
    if reminds and webinar.state != WebinarState.CANCELLED:
        event.add_component(_alarm(webinar))
    return event


def _described(webinar: Webinar, address: str) -> str:
    lines = [
        webinar.summary,
        _("Speaks: %(name)s") % {"name": public_name(webinar.speaker)},
        _("Cancelled: %(reason)s") % {"reason": webinar.cancel_reason} if webinar.cancel_reason else "",
        _("You are on the waiting list.") if _waits(webinar) else "",
        address,
    ]
    return "\n".join(line for line in lines if line)


def _status(webinar: Webinar) -> str:
    if webinar.state == WebinarState.CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if _waits(webinar) or webinar.state == WebinarState.ASKED else "CONFIRMED"


def _waits(webinar: Webinar) -> bool:
    """Whether a person's own calendar is written, and they wait for a seat."""
    mine: Any = getattr(webinar, "my_state", "")
    return bool(mine == RegistrationState.WAITING)


def _alarm(webinar: Webinar) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", webinar.title)
    alarm.add("trigger", -timedelta(hours=1))
    return alarm


def subscribed_at(path: str) -> str:
    """Give the address by which a program for calendars follows what is at a path of this site."""
    return f"webcal://{settings.BASE_URL.split('//', 1)[-1]}{path}"


# The secret address -----------------------------------------------------------------------------------
def feed_address(account: Account) -> str:
    """Give the path of somebody's own calendar.

    It ends when they can no longer sign in, or sign in otherwise, or take a new one.
    """
    return reverse("courses:webinars_my_feed", args=[_token(account)])


@transaction.atomic
def renew_feed(account: Account) -> str:
    """Give somebody a new address of their own calendar; every one before stops working at once."""
    person = account.person
    history.note(_RENEWED, who=person.key, subject="calendar", is_check=person.is_check)
    return feed_address(account)


def person_by_feed(token: str) -> Person | None:
    """Give whose calendar an address is; None when it is nobody's, or not any more."""
    number = token.partition("-")[0]
    if not (number.isascii() and number.isdecimal() and len(number) < 18):
        return None
    account = Account.objects.select_related("person").filter(pk=int(number), is_active=True).first()
    if account is None or account.person.removed_at or not constant_time_compare(token, _token(account)):
        return None
    return account.person


def _token(account: Account) -> str:
    renewed = history.deeds_of(account.person.key).filter(kind=_RENEWED).count()
    said = f"{account.pk}:{account.person.key.hex}:{account.email or ''}:{account.phone or ''}:{renewed}"
    return f"{account.pk}-{salted_hmac('courses.webinar_feed', said, algorithm='sha256').hexdigest()[:SIGNS]}"
