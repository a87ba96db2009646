"""The record of who attended, as a table for the organisation that pays: only of those who agreed to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from courses.models import Attendance, Registration, RegistrationState, Webinar
from elearn.history.api import Kind, note
from elearn.people.api import public_name
from elearn.people.models import Account
from elearn.web.tables import Line

from .attendance import attendances
from .record import agreed_rows

HEADS_AT = 6  # the line of `lines` that names the columns


@dataclass(frozen=True)
class Row:
    """One person's attendance, as the record says it."""

    name: str  # of a minor the first name alone
    joined_at: datetime | None
    left_at: datetime | None
    minutes: float  # watched while it was on air, each second once
    percent: int  # of what was on air
    attended: bool
    recording_at: datetime | None
    polls: int

    @property
    def whole_minutes(self) -> int:
        return int(self.minutes)


@dataclass(frozen=True)
class Sums:
    """How many registered, came and attended; and how many are not named because they did not agree."""

    registered: int
    came: int
    attended: int
    recording: int
    unagreed: int


def agreed(webinar: Webinar) -> QuerySet[Attendance]:
    """Give the attendances that may be shown."""
    return attendances(webinar).filter(agreed_rows())


def row_of(attendance: Attendance, webinar: Webinar) -> Row:
    """Put one attendance into the record’s words."""
    whole = webinar.live_ms
    return Row(
        name=public_name(attendance.person),
        joined_at=attendance.joined_at,
        left_at=attendance.left_at,
        minutes=round(attendance.live_ms / 60_000, 1),
        percent=min(100, attendance.live_ms * 100 // whole) if whole else 0,
        attended=attendance.attended_at is not None,
        recording_at=attendance.recording_at,
        polls=attendance.polls_answered,
    )


def sums_of(webinar: Webinar) -> Sums:
    """Count whom a webinar reached; those who did not agree are counted and not named. Five queries."""
    came = Attendance.objects.filter(webinar=webinar)
    seats = Registration.objects.filter(webinar=webinar, state=RegistrationState.REGISTERED)
    live = came.filter(live_ms__gt=0)
    return Sums(
        registered=seats.count(),
        came=live.count(),
        attended=came.exclude(attended_at=None).count(),
        recording=came.exclude(recording_at=None).count(),
        unagreed=live.exclude(agreed_rows()).count(),
    )


def lines(webinar: Webinar) -> Iterator[Line]:
    """Give the table: what it is of and how it is counted, the heads of the columns, then a line for each person."""
    sums = sums_of(webinar)
    yield [_("Webinar"), webinar.title]
    yield [_("Begins"), webinar.starts_at]
    yield [_("Minutes on air"), round(webinar.live_ms / 60_000, 1)]
    yield [_("Attended means"), _("%(percent)s %% or more watched live") % {"percent": webinar.attend_percent}]
    yield [_("Registered"), sums.registered, _("Came"), sums.came, _("Attended"), sums.attended]
    yield [_("Not named, because they did not agree"), sums.unagreed]
    yield [
        _("Name"), _("Came on"), _("Went on"), _("Minutes watched live"), _("Per cent"), _("Attended"),
        _("Recording watched on"), _("Votes answered"),
    ]  # fmt: skip
    for attendance in agreed(webinar).iterator(500):
        row = row_of(attendance, webinar)
        yield [
            row.name, row.joined_at, row.left_at, row.minutes, row.percent, _("yes") if row.attended else _("no"),
            row.recording_at, row.polls,
        ]  # fmt: skip


def with_sums(webinars: QuerySet[Webinar]) -> QuerySet[Webinar]:
    """Add to each webinar how many came and how many attended (`came`, `reached`)."""
    came = Count("attendances", filter=Q(attendances__live_ms__gt=0))
    return webinars.annotate(came=came, reached=Count("attendances", filter=Q(attendances__attended_at__isnull=False)))


@transaction.atomic
def note_export(webinar: Webinar, *, by: Account, form: str) -> None:
    """Note that somebody took the record along."""
    note(
        Kind.ATTENDANCE_EXPORTED, who=by.person.key, subject=f"webinar:{webinar.pk}", form=form,
        people=agreed(webinar).count(),
    )  # fmt: skip
