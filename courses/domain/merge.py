"""Two records of one person become one: what both have of the same course or film is joined, not lost."""

from courses.models import (
    Adjustment,
    Certificate,
    Enrolment,
    EnrolmentState,
    ExtraAttempt,
    FilmProgress,
    LessonProgress,
    PlaybackSession,
    QuizAttempt,
    WatchClock,
)
from elearn.people.api import needs_guardian
from elearn.people.models import Person

from .learning.complete import settle
from .watching import real_time
from .watching.spans import length, merged
from .works import practice, practice_film

_RANK = [EnrolmentState.LEFT, EnrolmentState.WAITING, EnrolmentState.ACTIVE, EnrolmentState.COMPLETED]


def settle_merge(keep: Person, absorb: Person) -> None:
    """Join the rows that would be there twice; runs in the transaction of the merge."""
    for row in FilmProgress.objects.filter(person=absorb):
        _join_film(keep, row)
    PlaybackSession.objects.filter(person=absorb).update(person=keep)
    _join_clocks(keep, absorb)
    practice_film.join(keep, absorb)
    mine = {enrolment.course_id: enrolment for enrolment in Enrolment.objects.filter(person=keep)}
    for other in Enrolment.objects.filter(person=absorb, course__in=mine):
        _join_enrolment(mine[other.course_id], other)
    # Where a parent or guardian has to agree, it is counted as soon as they do.
    if not (needs_guardian(keep) or needs_guardian(absorb)):
        for joined in mine.values():
            settle(joined.pk)


def _join_clocks(keep: Person, absorb: Person) -> None:
    """Time that either has used stays used."""
    clocks = {clock.person_id: clock for clock in WatchClock.objects.filter(person__in=[keep, absorb])}
    if len(clocks) == 2:
        used = merged(*(real_time.known(clock.used, clock.used_until) for clock in clocks.values()))
        latest = max(clock.used_until for clock in clocks.values())
        WatchClock.objects.filter(person=keep).update(used_until=latest, used=[list(span) for span in used])
        clocks[absorb.pk].delete()
    else:
        WatchClock.objects.filter(person=absorb).update(person=keep)


def _join_film(keep: Person, other: FilmProgress) -> None:
    mine = FilmProgress.objects.filter(person=keep, film=other.film_id).first()
    if mine is None:
        FilmProgress.objects.filter(pk=other.pk).update(person=keep)
        return
    union = merged(mine.spans, other.spans)
    mine.spans, mine.watched_ms = [list(span) for span in union], length(union)
    if other.changed_at > mine.changed_at:
        mine.position_ms, mine.changed_at = other.position_ms, other.changed_at
    mine.save()
    other.delete()


def _join_enrolment(mine: Enrolment, other: Enrolment) -> None:
    done = {row.lesson_id: row for row in mine.lessons.all()}
    for row in other.lessons.all():
        same = done.get(row.lesson_id)
        if same is None:
            LessonProgress.objects.filter(pk=row.pk).update(enrolment=mine)
            continue
        if row.completed_at and not same.completed_at:
            same.way = row.way
        for field in (
            "watched_at", "quiz_passed_at", "reading_since", "reading_film", "read_at", "practised_at", "completed_at",
        ):  # fmt: skip
            setattr(same, field, getattr(same, field) or getattr(row, field))
        same.save()
    PlaybackSession.objects.filter(enrolment=other).update(enrolment=mine)
    Adjustment.objects.filter(enrolment=other).update(enrolment=mine)
    # One attempt is open at a time; what is filled in on this side stays.
    open_here = mine.attempts.filter(submitted_at=None).values("lesson")
    other.attempts.filter(submitted_at=None, lesson__in=open_here).delete()
    QuizAttempt.objects.filter(enrolment=other).update(enrolment=mine)
    practice.join(mine, other)
    ExtraAttempt.objects.filter(enrolment=other).update(enrolment=mine)
    if not Certificate.objects.current().filter(enrolment=mine).exists():
        Certificate.objects.filter(enrolment=other).update(enrolment=mine)
    mine.state = max(mine.state, other.state, key=lambda state: _RANK.index(EnrolmentState(state)))
    mine.completed_at = mine.completed_at or other.completed_at
    mine.cohort_id = mine.cohort_id or other.cohort_id
    mine.save()
    if not Certificate.objects.filter(enrolment=other).exists():
        other.delete()
