"""Taking a course and leaving it. Leaving forgets nothing: coming back finds everything as it was."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from courses.errors import AlreadyCompleted, CourseNotOpen
from courses.models import CoursePage, Enrolment, EnrolmentState, LessonPage
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.api import grant_role, needs_guardian
from elearn.people.models import Account, Person, Role

from .complete import settle


@transaction.atomic
def enrol(person: Person, course: CoursePage, *, now: datetime | None = None) -> Enrolment:
    """Enrol a person, or take them back. Whoever is enrolled already stays so. Raises CourseNotOpen.

    The enrolment of a minor waits until a parent or guardian has agreed (`courses.domain.waiting`).
    """
    if not course.live:
        raise CourseNotOpen
    enrolment, is_new = Enrolment.objects.get_or_create(person=person, course=course)
    is_back = Enrolment.objects.filter(pk=enrolment.pk, state=EnrolmentState.LEFT).exists()
    if not (is_new or is_back):
        return enrolment
    if needs_guardian(person):
        Enrolment.objects.filter(pk=enrolment.pk).update(state=EnrolmentState.WAITING)
        enrolment.refresh_from_db()
        return enrolment
    Enrolment.objects.filter(pk=enrolment.pk, state=EnrolmentState.LEFT).update(state=EnrolmentState.ACTIVE)
    return begin_counting(enrolment, is_new=is_new, now=now)


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
    # A film of this course may have been seen in another one.
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
