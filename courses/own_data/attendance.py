"""What is held of who attended webinars, what goes with a person, and how long it is kept.

Without a yes to the record, what was watched is deleted after a day (`courses.domain.webinars.record`).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from elearn.people.api import forgets, holds, keep, plain
from elearn.people.models import Person

from ..domain.webinars.record import agreed_rows
from ..models import Attendance, Presence, PresenceReport

Row = dict[str, Any]


# What is held ------------------------------------------------------------------------------------------
@holds("courses.attendance", words=_("Webinars you watched"), of=["courses.Attendance.person"])
def attended(person: Person) -> Iterator[Row]:
    for row in Attendance.objects.filter(person=person).select_related("webinar"):
        parts = [f"{start // 1000}–{end // 1000}" for start, end in row.spans]
        facts = plain(row, "joined_at", "left_at", "attended_at", "recording_at", "polls_answered")
        yield {"webinar": row.webinar.title, "seconds": row.live_ms // 1000, "parts": parts} | facts
        if row.used_until:
            yield {"until": row.used_until}


@holds(
    "courses.presence", words=_("When you opened a webinar, and what your player reported"),
    of=["courses.Presence.person"],
)  # fmt: skip
def presence(person: Person) -> Iterator[Row]:
    for row in Presence.objects.filter(person=person).select_related("webinar"):
        yield {"webinar": row.webinar.title} | plain(row, "joined_at", "last_seen_at", "left_at")
    reports = PresenceReport.objects.filter(presence__person=person).select_related("presence__webinar")
    for report in reports.iterator():
        parts = [f"{start // 1000}–{end // 1000}" for start, end in report.spans]
        title = report.presence.webinar.title
        yield {"webinar": title, "at": report.received_at, "parts": parts, "speed": report.rate}


# What goes ---------------------------------------------------------------------------------------------
@forgets("courses.attendance", of=["courses.Attendance.person", "courses.Presence.person"])
def forget_attendance(person: Person) -> None:
    Presence.objects.filter(person=person).delete()
    Attendance.objects.filter(person=person).delete()


# How long ----------------------------------------------------------------------------------------------
def attendance_unagreed(before: datetime, most: int) -> list[Attendance]:
    last = Coalesce("left_at", "recording_at")
    rows = Attendance.objects.filter(~agreed_rows()).alias(last=last).filter(last__lt=before)
    return list(rows.order_by("pk")[:most])


def delete_attendance(rows: Sequence[Attendance]) -> None:
    Attendance.objects.filter(pk__in=[row.pk for row in rows]).delete()


def presence_unagreed(before: datetime, most: int) -> list[Presence]:
    return list(Presence.objects.filter(~agreed_rows(), last_seen_at__lt=before).order_by("last_seen_at")[:most])


def old_presence(before: datetime, most: int) -> list[Presence]:
    """What players reported; what counted of it is kept in the attendance."""
    return list(Presence.objects.filter(last_seen_at__lt=before).order_by("last_seen_at")[:most])


def delete_presence(rows: Sequence[Presence]) -> None:
    Presence.objects.filter(pk__in=[row.pk for row in rows]).delete()


keep(
    "courses.attendance_unagreed", what=_("What you watched of a webinar, without your yes to the record"), days=1,
    why=_("Nobody keeps how long you watched unless you agree."), find=attendance_unagreed, clear=delete_attendance,
)  # fmt: skip
keep(
    "courses.presence_unagreed", what=_("When you opened a webinar, without your yes to the record"), days=1,
    why=_("Nobody keeps how long you watched unless you agree."), find=presence_unagreed, clear=delete_presence,
)  # fmt: skip
keep(
    "courses.presence", what=_("What your player reported in a webinar"), days=365,
    why=_("So that we can explain how a record of attendance came about."), find=old_presence, clear=delete_presence,
)  # fmt: skip
