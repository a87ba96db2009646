"""What counts as watching. The rules are pure functions; `record` applies them to many reports in one transaction.

The rules (decision 0004 says what they can and cannot prove):

1. A session counts only from the moment its playlist was really fetched.
2. A report tells spans the player played since its last report, and at which rate (at most twice the speed).
3. Playing takes real time: spans of 20 s at rate 2 use up 10 s. A person has one clock for all their tabs and devices;
   no report may use time before its session was opened, time already used, or time that has not come yet.
   `SLACK` forgives the unevenness of clocks and networks, once and not once per report.
4. A report that breaks a rule is refused whole and kept with the reason. One sent twice counts once.
5. What counts is the union of all spans, over sessions, days and devices: rewatching adds nothing, jumping neither.

A report may come late, from a device that was offline: it counts as long as real time covers it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from courses.enums import NotCounted
from courses.errors import NoSuchSession
from courses.models import FilmProgress, PlaybackSession, WatchClock, WatchReport
from elearn.people.api import without_consent

from . import spans as set_of
from .complete import Advance, advance

MAX_RATE = 2.0
# Real time a report may be ahead of the clock. It does not add up: the clock keeps what was borrowed.
SLACK = timedelta(seconds=2)
# Players round: the last frame may lie a little after the end that we measured.
END_TOLERANCE_MS = 1_000
# The crumbs that rounding leaves between one report and the next.
CRUMB_MS = 250
MOST_SPANS = 500
# What a column of positive whole numbers holds.
LARGEST = 2**31 - 1
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Report:
    """What a player said: ms of the film, and the rate of playback."""

    session: UUID
    number: int
    spans: Sequence[Sequence[int]]
    position_ms: int | None = None
    rate: float = MAX_RATE


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
    advance: Advance = field(default_factory=Advance)
    enrolment_id: int | None = None


@dataclass(frozen=True)
class Verdict:
    """Whether a report counts, the spans that do, and until when it uses up the person's clock."""

    refusal: NotCounted | None
    spans: set_of.Spans
    used_until: datetime


def weigh(
    report: Report, *, opened_at: datetime | None, used_until: datetime, duration_ms: int, now: datetime
) -> Verdict:
    """Judge one report by the rules above. Pure."""
    if not _is_sound(report):
        return Verdict(NotCounted.MALFORMED, [], used_until)
    if opened_at is None:
        return Verdict(NotCounted.NOT_OPENED, [], used_until)
    if any(end > duration_ms + END_TOLERANCE_MS for _, end in report.spans):
        return Verdict(NotCounted.OUTSIDE, [], used_until)
    played = timedelta(milliseconds=set_of.length(report.spans) / report.rate)
    until = max(used_until, opened_at) + played
    if played and until > now + SLACK:
        return Verdict(NotCounted.TOO_FAST, [], used_until)
    return Verdict(None, set_of.clipped(report.spans, duration_ms), until if played else used_until)


def _is_sound(report: Report) -> bool:
    """Tell whether the figures can be figures of a player at all."""
    if not 0 < report.rate <= MAX_RATE or len(report.spans) > MOST_SPANS:
        return False
    if report.position_ms is not None and not 0 <= report.position_ms <= LARGEST:
        return False
    return all(
        len(span) == 2 and all(type(edge) is int for edge in span) and 0 <= span[0] < span[1] for span in report.spans
    )


def added(old: Iterable[Sequence[int]], new: Iterable[Sequence[int]]) -> set_of.Spans:
    """Give what a person has watched after another report counted."""
    return set_of.closed_gaps(set_of.merged(old, new), CRUMB_MS)


def record(reports: Sequence[Report], *, now: datetime | None = None) -> list[Outcome | None]:
    """Record reports in one transaction, in their order. None stands where there is no such session.

    Safe beside other processes doing the same: the clock of each person is locked first (SQLite: the whole database).
    """
    now = now or timezone.now()
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


class _Batch:
    """The rows that a batch of reports touches: read at once, changed in memory, written at once."""

    def __init__(self, reports: Sequence[Report], now: datetime) -> None:
        self.now = now
        self.sessions = _sessions({report.session for report in reports})
        people = {session.person_id for session in self.sessions.values()}
        self.clocks = _locked_clocks(people)
        # Read after the lock too: a guardian may just have withdrawn. Most batches hold no minor, and ask nothing.
        minors = {session.person_id for session in self.sessions.values() if session.person.guarded}
        self.unconsented: set[int] = set()
        if minors:
            self.unconsented = set(without_consent().filter(pk__in=minors).values_list("pk", flat=True))
        films = {session.film_id for session in self.sessions.values()}
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

    def take(self, report: Report) -> Outcome | None:
        """Weigh one report and keep what follows from it in memory."""
        session = self.sessions.get(report.session)
        if session is None:
            return None
        progress = self._progress_of(session)
        if (report.session, report.number) in self.taken:
            return self._outcome(report, session, progress, replayed=True)
        self.taken.add((report.session, report.number))
        clock = self.clocks[session.person_id]
        verdict = self._unconsented(session, clock) or weigh(
            report, opened_at=session.opened_at, used_until=clock.used_until,
            duration_ms=session.film.duration_ms, now=self.now,
        )  # fmt: skip
        before = progress.watched_ms
        if verdict.refusal is None:
            self._count(report, session, progress, verdict)
        credited = progress.watched_ms - before
        self.rows.append(_row(report, verdict, credited, self.now))
        needed = session.lesson.needed_ms(session.film.duration_ms)
        if before < needed <= progress.watched_ms:
            self.crossed.add((report.session, report.number))
        return self._outcome(report, session, progress, refusal=verdict.refusal, credited_ms=credited)

    def _unconsented(self, session: PlaybackSession, clock: WatchClock) -> Verdict | None:
        """Refuse what a minor watches while no parent or guardian agrees, also in a session opened before."""
        if session.person_id not in self.unconsented:
            return None
        return Verdict(NotCounted.NO_CONSENT, [], clock.used_until)

    def _count(self, report: Report, session: PlaybackSession, progress: FilmProgress, verdict: Verdict) -> None:
        clock = self.clocks[session.person_id]
        if verdict.used_until != clock.used_until:
            clock.used_until = verdict.used_until
            self.ticked.add(session.person_id)
        union = added(progress.spans, verdict.spans)
        progress.spans = [list(span) for span in union]
        progress.watched_ms = set_of.length(union)
        progress.changed_at = self.now
        self.moved.add((session.person_id, session.film_id))
        # A report that was overtaken by a later one must not pull the reader back.
        is_overtaken = progress.position_session == report.session and progress.position_number > report.number
        if report.position_ms is not None and not is_overtaken:
            progress.position_ms = min(report.position_ms, session.film.duration_ms)
            progress.position_session, progress.position_number = report.session, report.number

    def _progress_of(self, session: PlaybackSession) -> FilmProgress:
        key = (session.person_id, session.film_id)
        if key not in self.progress:
            self.progress[key] = FilmProgress(person_id=key[0], film_id=key[1], changed_at=self.now)
        return self.progress[key]

    def _outcome(
        self, report: Report, session: PlaybackSession, progress: FilmProgress, *,
        refusal: NotCounted | None = None, replayed: bool = False, credited_ms: int = 0,
    ) -> Outcome:  # fmt: skip
        duration_ms = session.film.duration_ms
        return Outcome(
            number=report.number, counted=refusal is None and not replayed, refusal=refusal, replayed=replayed,
            credited_ms=credited_ms, watched_ms=progress.watched_ms, duration_ms=duration_ms,
            watched=duration_ms > 0 and progress.watched_ms >= session.lesson.needed_ms(duration_ms),
            gone=session.film.blocked_at is not None, enrolment_id=session.enrolment_id,
        )  # fmt: skip

    def save(self) -> None:
        """Write everything that changed, a statement for each table."""
        WatchReport.objects.bulk_create(self.rows)
        _put([self.progress[key] for key in self.moved], by=["person", "film"])
        _put([self.clocks[person] for person in self.ticked], by=["person"])

    def completed(self, outcome: Outcome, report: Report) -> Outcome:
        """Go on to the lesson and the course, for the report that made the film watched."""
        if (report.session, report.number) not in self.crossed or not outcome.counted:
            return outcome
        session = self.sessions[report.session]
        step = advance(session.enrolment_id, session.lesson_id, watched=True, now=self.now)
        return replace(outcome, advance=step)


def _put(rows: list[Any], *, by: list[str]) -> None:
    """Insert rows or replace those there are. For many rows, Django's bulk_update takes five times as long."""
    if not rows:
        return
    for row in rows:
        row.pk = None  # what makes a row the same is `by`
    fields = [field.name for field in rows[0]._meta.concrete_fields if not field.primary_key and field.name not in by]
    type(rows[0]).objects.bulk_create(rows, update_conflicts=True, unique_fields=by, update_fields=fields)


def _sessions(keys: set[UUID]) -> dict[UUID, PlaybackSession]:
    """Read sessions with the few facts that the rules need; a lesson's body is not among them."""
    rows = (
        PlaybackSession.objects.filter(key__in=keys)
        .select_related("film", "lesson", "person")
        .only(
            "person_id",
            "film_id",
            "lesson_id",
            "enrolment_id",
            "opened_at",
            "film__blocked_at",
            "film__duration_ms",
            "lesson__watch_percent",
            "person__guarded",
        )  # fmt: skip
    )
    return {row.key: row for row in rows}


def _locked_clocks(people: set[int]) -> dict[int, WatchClock]:
    """Make the clocks that are missing and lock all, always in the same order, so that nobody waits in a circle."""
    known = set(WatchClock.objects.filter(person__in=people).values_list("person_id", flat=True))
    WatchClock.objects.bulk_create(
        [WatchClock(person_id=person, used_until=NEVER) for person in sorted(people - known)], ignore_conflicts=True
    )
    rows = WatchClock.objects.filter(person__in=people).order_by("person_id").select_for_update()
    return {row.person_id: row for row in rows}


def _row(report: Report, verdict: Verdict, credited_ms: int, now: datetime) -> WatchReport:
    """Make the row that keeps the report as it came; what is no span at all is not kept."""
    is_readable = verdict.refusal != NotCounted.MALFORMED
    return WatchReport(
        session_id=report.session, number=report.number, received_at=now,
        spans=[list(span) for span in report.spans] if is_readable else [],
        rate=report.rate if is_readable else 0, position_ms=report.position_ms if is_readable else None,
        credited_ms=credited_ms, refusal=verdict.refusal or "",
    )  # fmt: skip
