"""When a lesson and a course are complete: decided here, once, in the transaction of what completed it.

A lesson has parts (`parts_of`): its film is watched, its quiz passed, what is made is accepted; one with none of these
is read. Who reads what is said in the film instead of watching it, and passes the quiz, has done the same. A course is
complete when every lesson that learners can see is. After a course was closed nothing counts any more, save what was
sent in time and is accepted later, and a coordinator's word.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from courses.errors import CertificateStands
from courses.models import Certificate, Enrolment, EnrolmentState, FilmProgress, LessonPage, LessonProgress, LessonWay
from courses.signals import course_completed
from elearn.history.api import Kind, note
from elearn.people.api import without_consent
from elearn.safety.api import hidden_rows
from media_pipeline.models import FilmState

from ..building.tree import lessons_in
from ..webinars.credit import attended_lessons, watched_afterwards
from .opening import is_open


class Part(StrEnum):
    """What there is to do in a lesson."""

    WATCH = "watch"
    QUIZ = "quiz"
    PRACTICE = "practice"
    READ = "read"


@dataclass(frozen=True)
class Advance:
    """What a step forward completed."""

    lesson_completed: bool = False
    course_completed: bool = False


@dataclass(frozen=True)
class Step:
    """What was done. `live_ms`: it was watched while it was made, so much of it; else the recording was."""

    watched: bool = False
    passed: bool = False
    read: bool = False  # the learner's word, where there is nothing but to read
    read_instead: bool = False  # the words of the film, in the place of watching it
    practised: bool = False
    adjusted: bool = False
    live_ms: int | None = None

    @property
    def may_follow_closing(self) -> bool:
        return self.practised or self.adjusted


def parts_of(lesson: LessonPage) -> frozenset[Part]:
    """Tell what there is to do in a lesson. Asks the database nothing."""
    wanted = {Part.WATCH: lesson.film_id, Part.QUIZ: lesson.has_quiz, Part.PRACTICE: lesson.practice_needed}
    return frozenset(part for part, is_there in wanted.items() if is_there) or frozenset({Part.READ})


def may_read_instead(lesson: LessonPage) -> bool:
    """Tell whether reading what is said in the film may stand for watching it: the questions show that it was read."""
    return bool(lesson.film_id and lesson.has_quiz and lesson.may_read)


def needed_lessons(course_path: str) -> QuerySet[LessonPage]:
    """Give the lessons of a course that are to be done: not those whose film was taken back, or that stay hidden."""
    return lessons_in(course_path).exclude(film__state=FilmState.BLOCKED).exclude(hidden_rows("lesson", for_good=True))


def advance(
    enrolment_id: int, lesson_id: int, *, watched: bool = False, passed: bool = False, read: bool = False,
    read_instead: bool = False, practised: bool = False, live_ms: int | None = None, now: datetime | None = None,
) -> Advance:  # fmt: skip
    """Note a step in a lesson and everything that follows from it. Doing it again changes nothing."""
    step = Step(watched, passed, read, read_instead, practised, live_ms=live_ms)
    return take_step(enrolment_id, lesson_id, step, now=now)


@transaction.atomic
def take_step(enrolment_id: int, lesson_id: int, step: Step, *, now: datetime | None = None) -> Advance:
    """The same, by what was done."""
    now = now or timezone.now()
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("course").get(pk=enrolment_id)
    if enrolment.state in (EnrolmentState.LEFT, EnrolmentState.WAITING):
        return Advance()
    if not is_open(enrolment.course, now=now) and not step.may_follow_closing:
        return Advance()
    lesson = LessonPage.objects.defer("body").select_related("film").get(pk=lesson_id)
    progress, _ = LessonProgress.objects.get_or_create(enrolment=enrolment, lesson=lesson)
    _note_watched(enrolment, lesson, progress, step, now)
    _note_rest(enrolment, lesson, progress, step, now)
    meets = _meets(lesson, progress)
    if meets and progress.way in ("", LessonWay.ADJUSTED):
        progress.way = _way(lesson, progress)
    elif step.adjusted and not progress.completed_at:
        progress.way = LessonWay.ADJUSTED
    completed = not progress.completed_at and (meets or step.adjusted)
    if completed:
        progress.completed_at = now
        _note(Kind.LESSON_COMPLETED, enrolment, subject=f"lesson:{lesson_id}")
    progress.save()
    return Advance(completed, _complete_course(enrolment, now))


def _note_watched(
    enrolment: Enrolment, lesson: LessonPage, progress: LessonProgress, step: Step, now: datetime
) -> None:
    if not step.watched or progress.watched_at:
        return
    progress.watched_at = now
    if step.live_ms is not None and not progress.completed_at:
        progress.way = LessonWay.LIVE
    seconds = round(lesson.film.duration_ms / 1000) if lesson.film else 0
    live = {} if step.live_ms is None else {"live_seconds": step.live_ms // 1000}
    _note(Kind.WATCHED, enrolment, subject=f"lesson:{lesson.pk}", seconds=seconds, **live)
    if step.live_ms is None:
        watched_afterwards(enrolment.person_id, lesson.pk, now=now)


def _note_rest(enrolment: Enrolment, lesson: LessonPage, progress: LessonProgress, step: Step, now: datetime) -> None:
    if step.passed and not progress.quiz_passed_at:
        progress.quiz_passed_at = now
        _note(Kind.QUIZ_PASSED, enrolment, subject=f"lesson:{lesson.pk}")
    if step.practised and not progress.practised_at:
        progress.practised_at = now
    is_read = (step.read and Part.READ in parts_of(lesson)) or (step.read_instead and may_read_instead(lesson))
    if is_read and not progress.read_at:
        progress.read_at = now
        _note(Kind.LESSON_READ, enrolment, subject=f"lesson:{lesson.pk}")


@transaction.atomic
def step_back(enrolment_id: int, lesson_id: int) -> bool:
    """Let a lesson that a coordinator's word completed be open again; whether it is. Raises CertificateStands.

    One that was done in another way as well stays done.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("course").get(pk=enrolment_id)
    reopened = LessonProgress.objects.filter(
        enrolment=enrolment, lesson=lesson_id, way=LessonWay.ADJUSTED, completed_at__isnull=False
    ).update(way="", completed_at=None)
    if not reopened or enrolment.state != EnrolmentState.COMPLETED or _is_done(enrolment):
        return bool(reopened)
    there = Certificate.objects.current().filter(enrolment=enrolment)
    if there.filter(cancelled_at=None).exists():
        raise CertificateStands
    there.update(superseded_at=timezone.now())  # who completes it anew gets another
    Enrolment.objects.filter(pk=enrolment.pk).update(state=EnrolmentState.ACTIVE, completed_at=None)
    return True


@transaction.atomic
def settle(enrolment_id: int, *, now: datetime | None = None) -> Advance:
    """Count what was done elsewhere: a film seen in another course or live, or a lesson that has been withdrawn.

    Also a lesson whose parts were done under two records that are one person's now.
    """
    now = now or timezone.now()
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("course").get(pk=enrolment_id)
    if enrolment.state != EnrolmentState.ACTIVE:
        return Advance()
    seen = dict(FilmProgress.objects.filter(person=enrolment.person_id).values_list("film_id", "watched_ms"))
    rows = {row.lesson_id: row for row in enrolment.lessons.all()}
    lesson_completed = False
    lessons = list(lessons_in(enrolment.course.path).select_related("film"))
    live = attended_lessons(enrolment.person_id, [lesson.pk for lesson in lessons])
    for lesson in lessons:
        film, row = lesson.film, rows.get(lesson.pk)
        if row and not row.completed_at and _meets(lesson, row):
            lesson_completed |= take_step(enrolment_id, lesson.pk, Step(), now=now).lesson_completed
        if not film or not film.duration_ms or (row and row.watched_at):
            continue
        is_seen = seen.get(film.pk, 0) >= lesson.needed_ms(film.duration_ms)
        if is_seen or lesson.pk in live:
            step = advance(enrolment_id, lesson.pk, watched=True, live_ms=live.get(lesson.pk), now=now)
            lesson_completed |= step.lesson_completed
    enrolment.refresh_from_db(fields=["state"])
    already = enrolment.state == EnrolmentState.COMPLETED
    return Advance(lesson_completed, already or _complete_course(enrolment, now))


def uncertified() -> QuerySet[Enrolment]:
    """Find completed enrolments that have no signed certificate yet: a crash came between the two."""
    # A minor's has to wait for a parent or guardian.
    waiting = Enrolment.objects.filter(lacks_paper(), state=EnrolmentState.COMPLETED)
    return waiting.exclude(person__in=without_consent())


def lacks_paper() -> Q:
    """Ask of enrolments whether they have no signed certificate; who had theirs cancelled gets no other by itself."""
    return ~Q(Exists(Certificate.objects.current().issued().filter(enrolment=OuterRef("pk"))))


def parts_left(lesson: LessonPage, progress: LessonProgress | None) -> frozenset[Part]:
    """Tell what of a lesson is not done yet. Asks the database nothing."""
    if progress is None:
        return parts_of(lesson)
    was_read = may_read_instead(lesson) and progress.read_at is not None
    done = {
        Part.WATCH: progress.watched_at is not None or was_read,
        Part.QUIZ: progress.quiz_passed_at is not None,
        Part.PRACTICE: progress.practised_at is not None,
        Part.READ: progress.read_at is not None,
    }
    return frozenset(part for part in parts_of(lesson) if not done[part])


def _meets(lesson: LessonPage, progress: LessonProgress) -> bool:
    """Tell whether every part of a lesson is done."""
    return not parts_left(lesson, progress)


def _way(lesson: LessonPage, progress: LessonProgress) -> LessonWay:
    """Say how a lesson that is done was done, by its main part."""
    parts = parts_of(lesson)
    if Part.WATCH in parts and progress.watched_at:
        return LessonWay.WATCHED
    if Part.PRACTICE in parts and Part.WATCH not in parts:
        return LessonWay.PRACTICE
    return LessonWay.READ


def _complete_course(enrolment: Enrolment, now: datetime) -> bool:
    """Complete the enrolment if nothing is left to do; True only for the one call that completed it."""
    if enrolment.state != EnrolmentState.ACTIVE or not _is_done(enrolment):
        return False
    changed = Enrolment.objects.filter(pk=enrolment.pk, state=EnrolmentState.ACTIVE).update(
        state=EnrolmentState.COMPLETED, completed_at=now
    )
    if changed:
        enrolment.state, enrolment.completed_at = EnrolmentState.COMPLETED, now
        lessons = needed_lessons(enrolment.course.path).count()
        _note(Kind.COURSE_COMPLETED, enrolment, subject=f"course:{enrolment.course_id}", lessons=lessons)
        transaction.on_commit(partial(course_completed.send, sender=Enrolment, enrolment_id=enrolment.pk))
    return changed == 1


def _is_done(enrolment: Enrolment) -> bool:
    lessons = set(needed_lessons(enrolment.course.path).values_list("pk", flat=True))
    done = set(enrolment.lessons.filter(completed_at__isnull=False).values_list("lesson_id", flat=True))
    return bool(lessons) and not lessons - done


def _note(kind: Kind, enrolment: Enrolment, *, subject: str, **facts: int) -> None:
    person = enrolment.person
    note(kind, who=person.key, subject=subject, is_check=person.is_check, **facts)
