"""The record of who attended: words of pages recorded in batches, and the account drawn up at the end.

Safe beside other processes doing the same: the attendance of each person is locked first, always in the same order
(SQLite: the whole database).
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

import media_pipeline.api as films
from courses.domain.watching import spans as set_of
from courses.enums import NotCounted
from courses.models import Attendance, PollAnswer, Presence, PresenceReport, Webinar, WebinarState
from elearn.history.api import Kind, note
from elearn.people.api import without_consent
from elearn.people.models import Person
from media_pipeline.models import Broadcast

from .presence import NEVER, ON_ITS_WAY_MS, TAIL, Heard, Standing, Verdict, What, Word, came_at, needed_ms, weigh

OPEN_STATES = (WebinarState.ANNOUNCED, WebinarState.ON_AIR)
Key = tuple[int, int]  # webinar, person


def attendances(webinar: Webinar) -> QuerySet[Attendance]:
    """Give who was there, in the order in which they came."""
    return Attendance.objects.filter(webinar=webinar).select_related("person").order_by("joined_at", "pk")


def attendance_of(webinar: Webinar, person: Person) -> Attendance | None:
    """Give what somebody watched of a webinar, if they were there."""
    return Attendance.objects.filter(webinar=webinar, person=person).first()


def record(words: Sequence[Word], *, now: datetime | None = None) -> list[Heard | None]:
    """Record what pages said in one transaction, in its order. None stands where webinar or person are gone."""
    with transaction.atomic():
        batch = _Batch(words, now or timezone.now())
        heard = [batch.take(word) for word in words]
        batch.save()
        return heard


class _Batch:
    """The rows that a batch of words touches: read at once, changed in memory, written at once."""

    def __init__(self, words: Sequence[Word], now: datetime) -> None:
        self.now = now
        openings = [word.opening for word in words]
        found = Webinar.objects.filter(pk__in={opening.webinar for opening in openings})
        self.webinars = {row.pk: row for row in found.select_related("broadcast")}
        people = Person.objects.filter(pk__in={opening.person for opening in openings}, removed_at=None)
        # What somebody does under a record that was merged meanwhile is done by the one that is kept.
        self.people = {pk: merged or pk for pk, merged in people.values_list("pk", "merged_into")}
        self.presences = Presence.objects.in_bulk({opening.key for opening in openings})
        self.attendances = self._locked(openings)
        self.unconsented = self._unconsented()
        self.taken = set(
            PresenceReport.objects.filter(
                presence__in=self.presences, number__in={word.number for word in words if word.number}
            ).values_list("presence_id", "number")
        )
        self.edges = {row.pk: edge_of(row) for row in self.webinars.values()}
        self.rows: list[PresenceReport] = []

    def _locked(self, openings: Sequence) -> dict[Key, Attendance]:
        """Make the records that are missing of those who are there while it is on air, and lock all."""
        keys = {
            (one.webinar, self.people[one.person])
            for one in openings
            if one.webinar in self.webinars and one.person in self.people
        }
        mine = Attendance.objects.filter(
            webinar__in={webinar for webinar, _person in keys}, person__in={person for _webinar, person in keys}
        )
        known = set(mine.values_list("webinar_id", "person_id"))
        missing = [key for key in sorted(keys - known) if self._was_there(key)]
        Attendance.objects.bulk_create(
            [Attendance(webinar_id=w, person_id=p, joined_at=self.now, left_at=self.now) for w, p in missing],
            ignore_conflicts=True,
        )
        rows = mine.order_by("webinar_id", "person_id").select_for_update()
        return {(row.webinar_id, row.person_id): row for row in rows}

    def _was_there(self, key: Key) -> bool:
        """Say whether somebody without a record was there while it was on air: now, or by an opening from then."""
        webinar = self.webinars[key[0]]
        if webinar.state != WebinarState.ENDED or webinar.ended_at is None:
            return webinar.state == WebinarState.ON_AIR
        opened = [row for row in self.presences.values() if (row.webinar_id, row.person_id) == key]
        return any(row.joined_at < webinar.ended_at for row in opened)

    def _unconsented(self) -> set[int]:
        """Whom a parent or guardian has not agreed for. Most batches hold no minor, and ask nothing more."""
        people = set(self.people.values())
        minors = Person.objects.filter(pk__in=people, guarded=True).values_list("pk", flat=True)
        return set(without_consent().filter(pk__in=list(minors)).values_list("pk", flat=True)) if minors else set()

    def take(self, word: Word) -> Heard | None:
        """Weigh one word and keep what follows from it in memory."""
        webinar, person = self.webinars.get(word.opening.webinar), self.people.get(word.opening.person)
        if webinar is None or person is None:
            return None
        presence = self._presence(word, webinar, person)
        if presence is None:
            return Heard(word.number, counted=False)
        presence.last_seen_at = self.now
        presence.left_at = self.now if word.what == What.LEAVE else None
        attendance = self.attendances.get((webinar.pk, person))
        if attendance is None:
            return Heard(word.number, counted=False)
        self._seen(attendance, presence, webinar)
        if word.number is None:
            return _heard(word, attendance)
        if (presence.key, word.number) in self.taken:
            return _heard(word, attendance)
        self.taken.add((presence.key, word.number))
        return self._report(word, presence, attendance, webinar)

    def _presence(self, word: Word, webinar: Webinar, person: int) -> Presence | None:
        known = self.presences.get(word.opening.key)
        if known is None and webinar.state in OPEN_STATES and word.what != What.LEAVE:
            known = self.presences[word.opening.key] = Presence(
                key=word.opening.key, webinar=webinar, person_id=person, joined_at=came_at(word, self.now),
                last_seen_at=self.now,
            )  # fmt: skip
        return known

    def _until(self, webinar: Webinar) -> datetime:
        return min(self.now, webinar.ended_at + TAIL) if webinar.ended_at else self.now

    def _seen(self, attendance: Attendance, presence: Presence, webinar: Webinar) -> None:
        """Note since when and until when somebody was there while it was on air."""
        began = webinar.broadcast.on_air_at if webinar.broadcast else None
        came = max(presence.joined_at, began) if began else presence.joined_at
        until = min(self.now, webinar.ended_at or self.now)
        attendance.joined_at = min(attendance.joined_at or came, came)
        attendance.left_at = max(attendance.left_at or until, until)

    def _report(self, word: Word, presence: Presence, attendance: Attendance, webinar: Webinar) -> Heard:
        before = attendance.live_ms
        standing = Standing(
            presence.joined_at, attendance.used_until or NEVER, [(start, end) for start, end in attendance.spans],
            self.edges[webinar.pk], self._until(webinar),
        )  # fmt: skip
        if attendance.person_id in self.unconsented:
            verdict = Verdict(NotCounted.NO_CONSENT, standing.spans, standing.used_until)
        else:
            verdict = weigh(word, standing)
        if verdict.refusal is None:
            attendance.spans = [list(span) for span in verdict.spans]
            attendance.live_ms = set_of.length(verdict.spans)
            attendance.used_until = None if verdict.used_until == NEVER else verdict.used_until
            if attendance.attended_at is None and 0 < needed_ms(webinar) <= attendance.live_ms:
                attendance.attended_at = self.now
        self.rows.append(_row(word, verdict, presence, attendance.live_ms - before, self.now))
        return _heard(word, attendance, refusal=verdict.refusal, counted=verdict.refusal is None)

    def save(self) -> None:
        """Write everything that changed, a statement for each table."""
        Presence.objects.bulk_create(
            # Always in the same order, so that two processes do not wait for each other in a circle.
            sorted(self.presences.values(), key=lambda row: row.key), update_conflicts=True, unique_fields=["key"],
            update_fields=["last_seen_at", "left_at"],
        )  # fmt: skip
        PresenceReport.objects.bulk_create(self.rows)
        rows = list(self.attendances.values())
        for row in rows:
            row.pk = None  # what makes a row the same is who was where
        fields = ["joined_at", "left_at", "spans", "live_ms", "attended_at", "used_until"]
        Attendance.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["webinar", "person"], update_fields=fields
        )


def _heard(word: Word, attendance: Attendance, *, refusal: NotCounted | None = None, counted: bool = False) -> Heard:
    return Heard(word.number, counted, refusal, attendance.live_ms, attendance.attended_at is not None)


def _row(word: Word, verdict: Verdict, presence: Presence, credited_ms: int, now: datetime) -> PresenceReport:
    """Make the row that keeps the report as it came; what is no span at all is not kept."""
    is_readable = verdict.refusal != NotCounted.MALFORMED
    return PresenceReport(
        presence=presence, number=word.number or 0, received_at=now,
        spans=[list(span) for span in word.spans] if is_readable else [], rate=word.rate if is_readable else 0,
        delay_ms=word.delay_ms if is_readable else None, credited_ms=credited_ms, refusal=verdict.refusal or "",
    )  # fmt: skip


def edge_of(webinar: Webinar) -> int:
    """Give the end of what could be watched of a broadcast while it was one, in ms on the recording’s clock.

    What a studio without a line sends after the end is in the recording. Nobody could attend it, so that it is asked of
    nobody.
    """
    made = _playable(webinar.broadcast, webinar.ended_at) if webinar.broadcast else 0
    return max(made, webinar.live_ms)  # what it was made of goes when the film can be watched


def _playable(broadcast: Broadcast, ended_at: datetime | None) -> int:
    if ended_at is None:
        return films.live_edge(broadcast)
    on_its_way = films.live_edge(broadcast, at=ended_at) + ON_ITS_WAY_MS
    return min(films.live_edge(broadcast, at=ended_at + TAIL), on_its_way)


# At the end ----------------------------------------------------------------------------------------------
@transaction.atomic
def settle_attendance(webinar: Webinar, *, now: datetime | None = None) -> int:
    """Draw up who attended, once a webinar is over; says how many. Doing it again adds only what came since."""
    now = now or timezone.now()
    made = edge_of(webinar)
    if made > webinar.live_ms:  # the last pieces are on their way when the end comes
        webinar.live_ms = made
        Webinar.objects.filter(pk=webinar.pk).update(live_ms=made)
    rows = Attendance.objects.filter(webinar=webinar).order_by("webinar_id", "person_id")
    list(rows.select_for_update().values_list("pk", flat=True))  # reports that come now wait
    _count_polls(webinar)
    needed = needed_ms(webinar)
    if not needed:
        return 0
    newly = rows.filter(attended_at=None, live_ms__gte=needed).update(attended_at=now)
    if newly:
        note(Kind.WEBINAR_ATTENDED, subject=f"webinar:{webinar.pk}", people=newly, minutes=webinar.live_ms // 60_000)
    return rows.exclude(attended_at=None).count()


def _count_polls(webinar: Webinar) -> None:
    """Note how many polls each has answered."""
    answered = (
        PollAnswer.objects.filter(poll__webinar=webinar, person__isnull=False)
        .order_by()
        .values_list("person")
        .annotate(polls=Count("pk"))
    )
    for person, polls in answered:
        Attendance.objects.filter(webinar=webinar, person=person).exclude(polls_answered=polls).update(
            polls_answered=polls
        )
