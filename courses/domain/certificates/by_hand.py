"""A certificate by hand: a coordinator says, with a reason, that what is still open was done in another way.

What was open is recorded lesson by lesson as their adjustment, so the evidence says who said so and why; the paper is
the same as everybody's. Nobody does this for themself, and not for a minor whose parent or guardian has not agreed.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from courses.errors import IssueReasonWanting, OwnEnrolment, RequirementsNotMet
from courses.models import Certificate, Enrolment, EnrolmentState, LessonPage
from elearn.history.api import Kind, note
from elearn.people.models import Account

from ..learning.complete import needed_lessons
from ..watching.adjust import adjust
from .again import reserve_again
from .certify import finish, reserve_by_hand


def open_lessons(enrolment: Enrolment) -> list[LessonPage]:
    """Give the lessons of an enrolment that are not complete yet."""
    done = enrolment.lessons.filter(completed_at__isnull=False).values("lesson")
    return list(needed_lessons(enrolment.course.path).exclude(pk__in=done))


def without_certificate() -> QuerySet[Enrolment]:
    """Give the enrolments of which one could be issued by hand, also after one was cancelled; the newest first."""
    standing = Certificate.objects.current().issued().filter(enrolment=OuterRef("pk"), cancelled_at=None)
    going = [EnrolmentState.ACTIVE, EnrolmentState.COMPLETED]
    found = Enrolment.objects.filter(~Exists(standing), state__in=going, course__is_check=False, person__is_check=False)
    return found.select_related("person", "course").order_by("-enrolled_at", "-pk")


def issue_by_hand(enrolment: Enrolment, *, by: Account, reason: str) -> Certificate:
    """Issue a certificate at a coordinator's word, or give the one that stands; a cancelled one is issued again.

    Raises OwnEnrolment, IssueReasonWanting, RequirementsNotMet (left, waits for a guardian) and what `adjust` raises.
    """
    reason = reason.strip()
    if by.person_id == enrolment.person_id:
        raise OwnEnrolment
    if not reason:
        raise IssueReasonWanting
    with transaction.atomic():
        made = _reserved(Enrolment.objects.select_for_update().get(pk=enrolment.pk), by=by, reason=reason)
    return finish(made)


def _reserved(enrolment: Enrolment, *, by: Account, reason: str) -> Certificate:
    there = Certificate.objects.current().filter(enrolment=enrolment).first()
    if there and not there.cancelled_at:
        return there
    if enrolment.state == EnrolmentState.ACTIVE:
        for lesson in open_lessons(enrolment):
            adjust(enrolment, lesson, by=by, reason=reason)
        enrolment.refresh_from_db(fields=["state"])
    if enrolment.state != EnrolmentState.COMPLETED:
        raise RequirementsNotMet
    if there:
        return reserve_again(there, by=by, reason=reason)
    made = reserve_by_hand(enrolment, by=by, reason=reason)
    note(Kind.CERTIFIED_BY_HAND, who=by.person.key, subject=f"course:{enrolment.course_id}", certificate=made.pk)
    return made
