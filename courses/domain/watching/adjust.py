"""A coordinator records that a lesson is done, with a reason; and takes that back.

Some learn where no player can tell of it: at a class, with a device that was lost, by a sign interpreter. The record
says who said so and why, it is only ever added to, and the certificate does not speak of it.
"""

from django.db import transaction
from django.utils import timezone

from courses.errors import (
    AlreadyUndone,
    LessonDone,
    NotEnrolled,
    NotOfThisCourse,
    OwnEnrolment,
    ReasonWanting,
    WaitsForGuardian,
)
from courses.models import Adjustment, Enrolment, EnrolmentState, LessonPage, LessonProgress
from elearn.history.api import Kind, note
from elearn.people.api import person_of
from elearn.people.models import Account

from ..building.tree import course_path
from ..learning.complete import Step, step_back, take_step


@transaction.atomic
def adjust(enrolment: Enrolment, lesson: LessonPage, *, by: Account, reason: str) -> Adjustment:
    """Record that a lesson of an enrolment is done.

    Raises OwnEnrolment, ReasonWanting, NotOfThisCourse, NotEnrolled (WaitsForGuardian among them) or LessonDone.
    """
    refuse_own(enrolment, by)
    if not reason.strip():
        raise ReasonWanting
    locked = Enrolment.objects.select_for_update(of=("self",)).select_related("person", "course").get(pk=enrolment.pk)
    if course_path(lesson.path) != locked.course.path:
        raise NotOfThisCourse
    if locked.state == EnrolmentState.LEFT:
        raise NotEnrolled
    if locked.state == EnrolmentState.WAITING:
        raise WaitsForGuardian
    if LessonProgress.objects.filter(enrolment=locked, lesson=lesson, completed_at__isnull=False).exists():
        raise LessonDone
    made = Adjustment.objects.create(enrolment=locked, lesson=lesson, by=by, reason=reason.strip())
    take_step(locked.pk, lesson.pk, Step(adjusted=True))
    _note(Kind.LESSON_ADJUSTED, made, locked)
    return made


@transaction.atomic
def undo(adjustment: Adjustment, *, by: Account) -> bool:
    """Take back what was recorded; whether the lesson is open again, for it may have been done in another way since.

    Raises OwnEnrolment, AlreadyUndone, or CertificateStands.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("person").get(
        pk=adjustment.enrolment_id
    )  # fmt: skip
    refuse_own(enrolment, by)
    now = timezone.now()
    if not Adjustment.objects.filter(pk=adjustment.pk, undone_at=None).update(undone_at=now, undone_by=by):
        raise AlreadyUndone
    is_open = step_back(enrolment.pk, adjustment.lesson_id)
    _note(Kind.ADJUSTMENT_UNDONE, adjustment, enrolment)
    return is_open


def refuse_own(enrolment: Enrolment, by: Account) -> None:
    """Nobody decides about what they learned themselves. Raises OwnEnrolment."""
    person = person_of(by)
    if person is not None and person.pk == enrolment.person_id:
        raise OwnEnrolment


def _note(kind: Kind, adjustment: Adjustment, enrolment: Enrolment) -> None:
    person = enrolment.person
    note(kind, who=person.key, subject=f"lesson:{adjustment.lesson_id}", is_check=person.is_check)
