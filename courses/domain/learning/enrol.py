"""Taking a course and leaving it. Leaving forgets nothing: coming back finds everything as it was.

Who may begin is asked here and nowhere else: the course's days, what comes before it, who lets people in, and seats.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from courses.errors import (
    AlreadyCompleted,
    ByApprovalOnly,
    ByCohortOnly,
    CourseNotOpen,
    CourseOver,
    PrerequisitesWanting,
)
from courses.models import Cohort, CoursePage, EnrolBy, Enrolment, EnrolmentState, LessonPage, PlaybackSession
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.api import grant_role, needs_guardian
from elearn.people.models import Account, Person, Role

from .complete import settle
from .gate import Why, may_enrol, wanting, why_words
from .seats import group_that_lets_in, lock_seats, refuse_full, was_let_in


@transaction.atomic
def enrol(
    person: Person, course: CoursePage, *, by_cohort: Cohort | None = None, let_in: bool = False,
    now: datetime | None = None,
) -> Enrolment:  # fmt: skip
    """Enrol a person, or take them back. Whoever is enrolled already stays so.

    `by_cohort` is the group whose invitation they accept, `let_in` that a coordinator has just said yes. Raises
    CourseNotOpen, CourseOver, PrerequisitesWanting, ByApprovalOnly, ByCohortOnly, CourseFull. The enrolment of a minor
    waits until a parent or guardian has agreed (`courses.domain.learning.waiting`); it has its seat.
    """
    if not course.live:
        raise CourseNotOpen
    seats = lock_seats(course)
    known = Enrolment.objects.filter(person=person, course=course).first()
    if known and known.state != EnrolmentState.LEFT:
        return _joined(known, by_cohort)
    refuse_untimely(person, course, now=now)
    group = by_cohort or group_that_lets_in(person, course)
    _refuse_uninvited(person, course, group=group, let_in=let_in)
    refuse_full(course, seats, person)
    enrolment, is_new = Enrolment.objects.get_or_create(person=person, course=course, defaults={"cohort": group})
    if not is_new and enrolment.state != EnrolmentState.LEFT:  # the same button pressed twice at this moment
        return _joined(enrolment, by_cohort)
    _joined(enrolment, group)
    if needs_guardian(person):
        Enrolment.objects.filter(pk=enrolment.pk).update(state=EnrolmentState.WAITING)
        enrolment.refresh_from_db()
        return enrolment
    Enrolment.objects.filter(pk=enrolment.pk, state=EnrolmentState.LEFT).update(state=EnrolmentState.ACTIVE)
    return begin_counting(enrolment, is_new=is_new, now=now)


def _joined(enrolment: Enrolment, group: Cohort | None) -> Enrolment:
    """Note the group somebody takes a course with, unless they take it with another one already."""
    if group and not enrolment.cohort_id:
        Enrolment.objects.filter(pk=enrolment.pk, cohort=None).update(cohort=group)
        enrolment.refresh_from_db(fields=["cohort"])
    return enrolment


def refuse_untimely(person: Person, course: CoursePage, *, now: datetime | None) -> None:
    """Refuse by the course's days, and by what comes before it."""
    why = may_enrol(person, course, now=now)
    if why == Why.OVER:
        raise CourseOver
    if why == Why.NEEDED:
        raise PrerequisitesWanting(why_words(why, course, needed=wanting(person, course, now=now)))


def _refuse_uninvited(person: Person, course: CoursePage, *, group: Cohort | None, let_in: bool) -> None:
    """Refuse who is let in by nobody, where somebody has to. A group of a partner lets its students in."""
    if course.enrol_by == EnrolBy.COHORT and not group:
        raise ByCohortOnly
    if course.enrol_by == EnrolBy.APPROVAL and not (group or let_in or was_let_in(person, course)):
        raise ByApprovalOnly


def begin_counting(enrolment: Enrolment, *, is_new: bool, now: datetime | None = None) -> Enrolment:
    """Do what follows when an enrolment begins to count: role, history, message, and what was done elsewhere."""
    person, course = enrolment.person, enrolment.course
    if Account.objects.filter(person=person).exists():
        grant_role(person, Role.LEARNER)
    note(
        Kind.ENROLLED, who=person.key, subject=f"course:{course.pk}", is_check=person.is_check,
        language=course.locale.language_code, again=not is_new,
    )  # fmt: skip
    if is_new:
        tell(
            person, "enrolled", key=f"enrolled:{enrolment.pk}",
            facts={"course": course.title, "address": course.url or ""},
        )  # fmt: skip
    # A film of this course may have been seen in another one, or by who registered for the webinar it was.
    before = PlaybackSession.objects.filter(person=person, enrolment=None, lesson__path__startswith=course.path)
    before.update(enrolment=enrolment)
    settle(enrolment.pk, now=now)
    enrolment.refresh_from_db()
    return enrolment


@transaction.atomic
def leave(enrolment: Enrolment) -> Enrolment:
    """Leave a course; what was done stays. Raises AlreadyCompleted: a completed course cannot be left."""
    if enrolment.state == EnrolmentState.COMPLETED:
        raise AlreadyCompleted
    left = Enrolment.objects.filter(pk=enrolment.pk, state__in=[EnrolmentState.ACTIVE, EnrolmentState.WAITING]).update(
        state=EnrolmentState.LEFT
    )
    if left:
        note(
            Kind.LEFT_COURSE, who=enrolment.person.key, subject=f"course:{enrolment.course_id}",
            is_check=enrolment.person.is_check,
        )  # fmt: skip
    enrolment.refresh_from_db()
    return enrolment


def seen(enrolment: Enrolment, lesson: LessonPage, *, now: datetime | None = None) -> None:
    """Remember which lesson a learner was in last, for "continue where I stopped"."""
    Enrolment.objects.filter(pk=enrolment.pk).update(last_lesson=lesson, last_seen_at=now or timezone.now())
