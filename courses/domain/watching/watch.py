"""Recording what players report: the rules of `weighing` applied to many reports in one transaction.

The clock is the database's, so that the clocks of devices and of web servers are nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from courses.enums import NotCounted
from courses.errors import NoSuchSession
from courses.models import FilmProgress, LoadCheck, PlaybackSession, WatchReport
from courses.models.lesson import enough_ms
from elearn.people.api import without_consent

from ..learning.complete import Advance, advance
from ..webinars.credit import watched_afterwards
from . import load_checks, real_time
from . import spans as set_of
from .anew import anew_among
from .believed import believed
from .clocks import locked_clocks
from .weighing import LARGEST, MAX_RATE, Report, Standing, Verdict, weigh

__all__ = ["LARGEST", "MAX_RATE", "Outcome", "Report", "apply_report", "record"]


MOMENT = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Outcome:
    """What became of a report, and where the person now stands with the film."""

    number: int
    counted: bool
    refusal: NotCounted | None = None
    replayed: bool = False
    credited_ms: int = 0
    watched_ms: int = 0
    duration_ms: int = 0
    watched: bool = False  # enough of the film, by the lesson's rule
    gone: bool = False  # the film was taken back: the player stops
    anew: str = ""  # the lesson shows another film by now: how that one is to this, see `anew`
    advance: Advance = field(default_factory=Advance)
    enrolment_id: int | None = None
    check: LoadCheck | None = None  # what the player is to show with its next report


def record(reports: Sequence[Report], *, now: datetime | None = None) -> list[Outcome | None]:
    """Record reports in one transaction, in their order. None stands where there is no such session.

    Safe beside other processes doing the same: the clock of each person is locked first (SQLite: the whole database).
    """
    with transaction.atomic():
        batch = _Batch(reports, now)
        outcomes = [batch.take(report) for report in reports]
        batch.save()
        return [outcome and batch.completed(outcome, report) for outcome, report in zip(outcomes, reports, strict=True)]


def apply_report(
    session: UUID, *, number: int, spans: Sequence[Sequence[int]], position_ms: int | None = None,
    rate: float = MAX_RATE, now: datetime | None = None,
) -> Outcome:  # fmt: skip
    """Record one report of a playback session. Raises NoSuchSession."""
    outcome = record([Report(session, number, spans, position_ms, rate)], now=now)[0]
    if outcome is None:
        raise NoSuchSession
    return outcome


_FACTS = (
    "key", "person_id", "film_id", "lesson_id", "enrolment_id", "opened_at", "doubted_at", "film__blocked_at",
    "film__duration_ms", "lesson__watch_percent", "person__guarded", "enrolment__course__closes_at",
    "film__cut_of", "lesson__film",
)  # fmt: skip


class _Session(NamedTuple):
    """The few facts of a session that the rules need."""

    key: UUID
    person: int
    film: UUID
    lesson: int
    enrolment: int | None  # none: who registered for the webinar that was recorded
    opened_at: datetime | None
    doubted_at: datetime | None
    blocked_at: datetime | None
    duration_ms: int
    percent: int
    is_guarded: bool
    closes_at: datetime | None
    cut_of: UUID | None
    shown: UUID | None  # the film that the lesson shows by now
    now: datetime

    @property
    def needed_ms(self) -> int:
        return enough_ms(self.duration_ms, self.percent)


class _Batch:
    """The rows that a batch of reports touches: read at once, changed in memory, written at once."""

    def __init__(self, reports: Sequence[Report], now: datetime | None) -> None:
        self.sessions = _sessions({report.session for report in reports}, now)
        self.anew = anew_among({(one.film, one.shown): one.cut_of for one in self.sessions.values()})
        self.now = next((session.now for session in self.sessions.values()), now or timezone.now())
        people = {session.person for session in self.sessions.values()}
        self.clocks = locked_clocks(people)
        # Read after the lock too: a guardian may just have withdrawn. Most batches hold no minor, and ask nothing.
        minors = {session.person for session in self.sessions.values() if session.is_guarded}
        self.unconsented: set[int] = set()
        if minors:
            self.unconsented = set(without_consent().filter(pk__in=minors).values_list("pk", flat=True))
        films = {session.film for session in self.sessions.values()}
        self.progress = {
            (row.person_id, row.film_id): row for row in FilmProgress.objects.filter(person__in=people, film__in=films)
        }
        # Read after the lock: what another process recorded is there to be seen.
        self.taken = set(
            WatchReport.objects.filter(
                session__in=self.sessions, number__in={report.number for report in reports}
            ).values_list("session_id", "number")
        )
        self.rows: list[WatchReport] = []
        self.ticked: set[int] = set()
        self.moved: set[tuple[int, UUID]] = set()
        self.crossed: set[tuple[UUID, int]] = set()
        self.checks: list[LoadCheck] = []
        self.shown: dict[tuple[UUID, int], str] = {}

    def take(self, report: Report) -> Outcome | None:
        """Weigh one report and keep what follows from it in memory."""
        session = self.sessions.get(report.session)
        if session is None:
            return None
        progress = self._progress_of(session)
        if report.shown:
            self.shown.setdefault((report.session, report.shown.number), report.shown.digest)
        if (report.session, report.number) in self.taken:
            return self._outcome(report, session, progress, replayed=True)
        self.taken.add((report.session, report.number))
        verdict = self._weighed(report, session, progress)
        before = progress.watched_ms
        if verdict.refusal is None:
            self._count(report, session, progress, verdict)
        credited = progress.watched_ms - before
        self.rows.append(_row(report, verdict, credited, self.now))
        if before < session.needed_ms <= progress.watched_ms and self._is_believed(session, progress):
            self.crossed.add((report.session, report.number))
        outcome = self._outcome(report, session, progress, refusal=verdict.refusal, credited_ms=credited)
        return replace(outcome, check=self._check(report, session, verdict))

    def _weighed(self, report: Report, session: _Session, progress: FilmProgress) -> Verdict:
        """Weigh a report; refuse what a minor watches while no parent or guardian agrees, in whichever session."""
        clock = self.clocks[session.person]
        used = real_time.known(clock.used, clock.used_until)
        if session.person in self.unconsented:
            return Verdict(NotCounted.NO_CONSENT, [], used)
        return weigh(
            report,
            Standing(
                session.opened_at, used, session.duration_ms, self.now, session.closes_at,
                is_doubted=session.doubted_at is not None, watched=progress.spans,
            ),
        )  # fmt: skip

    def _check(self, report: Report, session: _Session, verdict: Verdict) -> LoadCheck | None:
        """Draw what the player is to show next. Who showed wrong things before is asked on, to find back."""
        if verdict.refusal not in (None, NotCounted.NOT_LOADED):
            return None
        check = load_checks.draw(
            session.key, session.film, report.number, version=report.version, spans=report.spans, now=self.now
        )
        if check:
            self.checks.append(check)
        return check

    def _count(self, report: Report, session: _Session, progress: FilmProgress, verdict: Verdict) -> None:
        if report.spans:
            clock = self.clocks[session.person]
            clock.used = [list(span) for span in real_time.trimmed(verdict.used, now=self.now)]
            clock.used_until = max(clock.used_until, real_time.as_moment(verdict.used[-1][1]))
            self.ticked.add(session.person)
            progress.spans = [list(span) for span in verdict.spans]
            progress.watched_ms = set_of.length(verdict.spans)
        progress.changed_at = self.now
        self.moved.add((session.person, session.film))
        # A report that was overtaken by a later one must not pull the reader back.
        is_overtaken = progress.position_session == report.session and progress.position_number > report.number
        if report.position_ms is not None and not is_overtaken:
            progress.position_ms = min(report.position_ms, session.duration_ms)
            progress.position_session, progress.position_number = report.session, report.number

    def _is_believed(self, session: _Session, progress: FilmProgress) -> bool:
        """Take out what only doubtful sessions played; whether enough is left. Asked once, when there is enough."""
        left = believed(session.person, session.film, progress.spans, enrolment=session.enrolment, unsaved=self.rows)
        if left is not None:
            progress.spans = [list(span) for span in left]
            progress.watched_ms = set_of.length(left)
        return progress.watched_ms >= session.needed_ms

    def _progress_of(self, session: _Session) -> FilmProgress:
        key = (session.person, session.film)
        if key not in self.progress:
            self.progress[key] = FilmProgress(person_id=key[0], film_id=key[1], changed_at=self.now)
        return self.progress[key]

    def _outcome(
        self, report: Report, session: _Session, progress: FilmProgress, *,
        refusal: NotCounted | None = None, replayed: bool = False, credited_ms: int = 0,
    ) -> Outcome:  # fmt: skip
        duration_ms = session.duration_ms
        return Outcome(
            number=report.number, counted=refusal is None and not replayed, refusal=refusal, replayed=replayed,
            credited_ms=credited_ms, watched_ms=progress.watched_ms, duration_ms=duration_ms,
            watched=duration_ms > 0 and progress.watched_ms >= session.needed_ms,
            gone=session.blocked_at is not None, enrolment_id=session.enrolment,
            anew=self.anew.get((session.film, session.shown), ""),
        )  # fmt: skip

    def save(self) -> None:
        """Write everything that changed, a statement for each table."""
        WatchReport.objects.bulk_create(self.rows)
        _put([self.progress[key] for key in self.moved], by=["person", "film"])
        _put([self.clocks[person] for person in self.ticked], by=["person"])
        if self.checks:
            LoadCheck.objects.bulk_create(self.checks, ignore_conflicts=True)
        load_checks.keep_answers(self.shown, now=self.now)

    def completed(self, outcome: Outcome, report: Report) -> Outcome:
        """Go on to the lesson and the course, for the report that made the film watched."""
        if (report.session, report.number) not in self.crossed or not outcome.counted:
            return outcome
        session = self.sessions[report.session]
        # What comes late from before the closing was done before it.
        at = min(self.now, session.closes_at - MOMENT) if session.closes_at else self.now
        if session.enrolment is None:  # the lesson is done when they enrol
            watched_afterwards(session.person, session.lesson, now=at)
            return outcome
        return replace(outcome, advance=advance(session.enrolment, session.lesson, watched=True, now=at))


def _put(rows: list[Any], *, by: list[str]) -> None:
    """Insert rows or replace those there are. For many rows, Django's bulk_update takes five times as long."""
    if not rows:
        return
    for row in rows:
        row.pk = None  # what makes a row the same is `by`
    fields = [field.name for field in rows[0]._meta.concrete_fields if not field.primary_key and field.name not in by]
    type(rows[0]).objects.bulk_create(rows, update_conflicts=True, unique_fields=by, update_fields=fields)


def _sessions(keys: set[UUID], now: datetime | None) -> dict[UUID, _Session]:
    """Read sessions with the few facts that the rules need, and what time it is for the database."""
    rows = PlaybackSession.objects.filter(key__in=keys)
    # SQLite's clock is this machine's.
    if now is None and connection.vendor == "postgresql":
        return {row[0]: _Session._make(row) for row in rows.values_list(*_FACTS, Now())}
    here = now or timezone.now()
    return {row[0]: _Session._make((*row, here)) for row in rows.values_list(*_FACTS)}


def _row(report: Report, verdict: Verdict, credited_ms: int, now: datetime) -> WatchReport:
    """Make the row that keeps the report as it came; what is no span at all is not kept."""
    is_readable = verdict.refusal != NotCounted.MALFORMED
    return WatchReport(
        session_id=report.session, number=report.number, received_at=now,
        spans=[list(span) for span in report.spans] if is_readable else [],
        rate=report.rate if is_readable else 0, position_ms=report.position_ms if is_readable else None,
        credited_ms=credited_ms, refusal=verdict.refusal or "",
    )  # fmt: skip
