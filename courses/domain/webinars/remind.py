"""Reminders: a day, an hour and ten minutes before, each told once and none too late.

Each has a time in which it is worth telling; what the clock of the house missed beyond it stays quiet. Who registered
after its moment knows already. What is told when nobody begins is in `courses.domain.webinars.missed`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from courses.models import Registration, RegistrationState, Webinar, WebinarState
from elearn.notices.api import tell
from elearn.people.models import Person
from elearn.safety.api import hidden_rows

from . import missed, telling

# The hours at which a telephone may ring the day before, in the time of this installation. What would be due later in
# the evening is told in the hour before, so that it is told the day before and not on the day.
FIRST_HOUR, LAST_HOUR = 9, 21
AT_ONCE = 1000


@dataclass(frozen=True)
class Reminder:
    """`before` the beginning it is due, and for `worth` of time it is worth telling."""

    name: str
    before: timedelta
    worth: timedelta
    by_day: bool = False


REMINDERS = (
    Reminder("day", timedelta(days=1), timedelta(hours=14), by_day=True),
    Reminder("hour", timedelta(hours=1), timedelta(minutes=30)),
    Reminder("ten", timedelta(minutes=10), timedelta(minutes=8)),
)


def sweep(*, now: datetime | None = None) -> int:
    """Tell all that is due now; gives how many were told. Two queries when there is nothing to tell."""
    now = now or timezone.now()
    told = 0
    soon = _soon(now)
    for webinar in soon:
        for reminder in REMINDERS:
            if is_due(reminder, webinar, now=now):
                told += _remind(webinar, reminder, now=now)
    return told + missed.sweep(now=now)


def _soon(now: datetime) -> Iterable[Webinar]:
    longest = max(reminder.before for reminder in REMINDERS) + timedelta(hours=24 - LAST_HOUR + 1)
    rows = Webinar.objects.filter(state=WebinarState.ANNOUNCED, starts_at__gt=now, starts_at__lte=now + longest)
    return rows.exclude(Q(hidden_rows("webinar"))).select_related("speaker").order_by("starts_at", "pk")


def is_due(reminder: Reminder, webinar: Webinar, *, now: datetime) -> bool:
    """Say whether a reminder is worth telling at this moment."""
    if webinar.starts_at is None:
        return False
    at = due_at(reminder, webinar.starts_at)
    if reminder.by_day and not FIRST_HOUR <= timezone.localtime(now).hour < LAST_HOUR:
        return False
    return at <= now < at + reminder.worth


def due_at(reminder: Reminder, starts_at: datetime) -> datetime:
    """Say from when on a reminder of what begins then is due."""
    at = timezone.localtime(starts_at - reminder.before)
    if reminder.by_day and at.hour >= LAST_HOUR:
        return at.replace(hour=LAST_HOUR - 1, minute=0, second=0, microsecond=0)
    return at


def _remind(webinar: Webinar, reminder: Reminder, *, now: datetime) -> int:
    """Tell who has a seat, and who makes the webinar."""
    for person in telling.makers(webinar):
        _tell(person, webinar, reminder, now=now, makes=True)
    return sum(_tell_once(row, webinar, reminder, now=now) for row in _to_tell(webinar, reminder))


def _to_tell(webinar: Webinar, reminder: Reminder) -> list[Registration]:
    """Give who has a seat since before this reminder was due, and was not told: up to a thousand at once."""
    if webinar.starts_at is None:
        return []
    at = due_at(reminder, webinar.starts_at)
    rows = Registration.objects.filter(webinar=webinar, state=RegistrationState.REGISTERED, registered_at__lte=at)
    rows = rows.filter(Q(moved_up_at=None) | Q(moved_up_at__lte=at)).select_related("person")
    found = [row for row in rows.order_by("pk").iterator(AT_ONCE) if reminder.name not in row.reminded]
    return found[:AT_ONCE]


@transaction.atomic
def _tell_once(row: Registration, webinar: Webinar, reminder: Reminder, *, now: datetime) -> bool:
    """Write the reminder down with its message, unless somebody else was faster or the seat was given back."""
    mine = Registration.objects.select_for_update(of=("self",)).filter(pk=row.pk, state=RegistrationState.REGISTERED)
    locked = mine.first()
    if locked is None or reminder.name in locked.reminded:
        return False
    locked.reminded = [*locked.reminded, reminder.name]
    locked.save(update_fields=["reminded"])
    _tell(row.person, webinar, reminder, now=now)
    return True


def _tell(person: Person, webinar: Webinar, reminder: Reminder, *, now: datetime, makes: bool = False) -> None:
    """Tell one person; the key is of this beginning, so that no reminder is ever told twice."""
    if webinar.starts_at is None:
        return
    facts = telling.facts_of(webinar) | {
        "which": reminder.name,
        "is_today": timezone.localdate(webinar.starts_at) == timezone.localdate(now),
        "makes": makes,
        "speaks": person.pk == webinar.speaker_id,
        "not_after": telling.iso(due_at(reminder, webinar.starts_at) + reminder.worth),
    }
    key = f"webinar_soon:{webinar.pk}:{webinar.starts_at:%Y%m%d%H%M}:{reminder.name}:{person.pk}"
    tell(person, "webinar_soon", key=key, facts=facts)
