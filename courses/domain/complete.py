"""When a lesson and a course are complete: decided here, once, in the transaction of what completed it.

A lesson is complete when its film has been watched (if it has one) and its quiz passed (if it has one); one with
neither when the learner says they have read it. A course is complete when every live lesson is.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from courses.models import Enrolment, EnrolmentState, FilmProgress, LessonPage, LessonProgress
from courses.signals import course_completed
from elearn.history.api import Kind, note
from elearn.people.api import without_consent
from elearn.safety.api import hidden_rows
from media_pipeline.models import FilmState


@dataclass(frozen=True)
class Advance:
    """What a step forward completed."""

    lesson_completed: bool = False
    course_completed: bool = False


def needed_lessons(course_path: str) -> QuerySet[LessonPage]:
    """Give the lessons of a course that are to be done: not those whose film was taken back, or that stay hidden."""
    return (
        live_lessons(course_path).exclude(film__state=FilmState.BLOCKED).exclude(hidden_rows("lesson", for_good=True))
    )


def live_lessons(course_path: str) -> QuerySet[LessonPage]:
    """Give the lessons of a course that learners can see, in their order, without their bodies."""
    return (
        LessonPage.objects.live()
        .filter(path__startswith=course_path, depth=len(course_path) // LessonPage.steplen + 1)
        .order_by("path")
        .defer("body")
    )


@transaction.atomic
def advance(
    enrolment_id: int,
    lesson_id: int,
    *,
    watched: bool = False,
    passed: bool = False,
    read: bool = False,
    now: datetime | None = None,
) -> Advance:
    """Note a step in a lesson and everything that follows from it. Doing it again changes nothing."""
    now = now or timezone.now()
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment_id)
    if enrolment.state in (EnrolmentState.LEFT, EnrolmentState.WAITING):
        return Advance()
    lesson = LessonPage.objects.defer("body").select_related("film").get(pk=lesson_id)
    progress, _ = LessonProgress.objects.get_or_create(enrolment=enrolment, lesson=lesson)
    if watched and not progress.watched_at:
        progress.watched_at = now
        seconds = round(lesson.film.duration_ms / 1000) if lesson.film else 0
        _note(Kind.WATCHED, enrolment, subject=f"lesson:{lesson_id}", seconds=seconds)
    if passed and not progress.quiz_passed_at:
        progress.quiz_passed_at = now
        _note(Kind.QUIZ_PASSED, enrolment, subject=f"lesson:{lesson_id}")
    completed = not progress.completed_at and _meets(lesson, progress, read=read)
    if completed:
        progress.completed_at = now
        _note(Kind.LESSON_COMPLETED, enrolment, subject=f"lesson:{lesson_id}")
    progress.save()
    return Advance(completed, _complete_course(enrolment, now))


@transaction.atomic
def settle(enrolment_id: int, *, now: datetime | None = None) -> Advance:
    """Count what was done elsewhere: a film seen in another course, or a lesson that has been withdrawn."""
    now = now or timezone.now()
    enrolment = Enrolment.objects.select_for_update().select_related("course").get(pk=enrolment_id)
    if enrolment.state != EnrolmentState.ACTIVE:
        return Advance()
    seen = dict(FilmProgress.objects.filter(person=enrolment.person_id).values_list("film_id", "watched_ms"))
    done = set(enrolment.lessons.filter(watched_at__isnull=False).values_list("lesson_id", flat=True))
    lesson_completed = False
    for lesson in live_lessons(enrolment.course.path).select_related("film"):
        film = lesson.film
        if not film or not film.duration_ms or lesson.pk in done:
            continue
        if seen.get(film.pk, 0) >= lesson.needed_ms(film.duration_ms):
            lesson_completed |= advance(enrolment_id, lesson.pk, watched=True, now=now).lesson_completed
    enrolment.refresh_from_db(fields=["state"])
    already = enrolment.state == EnrolmentState.COMPLETED
    return Advance(lesson_completed, already or _complete_course(enrolment, now))


def uncertified() -> QuerySet[Enrolment]:
    """Find completed enrolments that have no signed certificate yet: a crash came between the two."""
    unsigned = Q(certificate__isnull=True) | Q(certificate__paper="")
    # A minor's has to wait for a parent or guardian.
    return Enrolment.objects.filter(unsigned, state=EnrolmentState.COMPLETED).exclude(person__in=without_consent())


def _meets(lesson: LessonPage, progress: LessonProgress, *, read: bool) -> bool:
    if not lesson.film_id and not lesson.has_quiz:
        return read
    if lesson.film_id and not progress.watched_at:
        return False
    return bool(progress.quiz_passed_at) or not lesson.has_quiz


def _complete_course(enrolment: Enrolment, now: datetime) -> bool:
    """Complete the enrolment if nothing is left to do; True only for the one call that completed it."""
    if enrolment.state != EnrolmentState.ACTIVE:
        return False
    lessons = set(needed_lessons(enrolment.course.path).values_list("pk", flat=True))
    done = set(enrolment.lessons.filter(completed_at__isnull=False).values_list("lesson_id", flat=True))
    if not lessons or lessons - done:
        return False
    changed = Enrolment.objects.filter(pk=enrolment.pk, state=EnrolmentState.ACTIVE).update(
        state=EnrolmentState.COMPLETED, completed_at=now
    )
    if changed:
        enrolment.state, enrolment.completed_at = EnrolmentState.COMPLETED, now
        _note(Kind.COURSE_COMPLETED, enrolment, subject=f"course:{enrolment.course_id}", lessons=len(lessons))
        transaction.on_commit(partial(course_completed.send, sender=Enrolment, enrolment_id=enrolment.pk))
    return changed == 1


def _note(kind: Kind, enrolment: Enrolment, *, subject: str, **facts: int) -> None:
    person = enrolment.person
    note(kind, who=person.key, subject=subject, is_check=person.is_check, **facts)
