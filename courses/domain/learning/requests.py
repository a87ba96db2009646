"""A wish to take a course that a coordinator decides about: asked, taken back, answered in words."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from courses.errors import AskedLately, CourseFull, CourseNotOpen, NoApprovalNeeded, OwnRequest, RequestDecided
from courses.models import CoursePage, EnrolBy, Enrolment, EnrolmentRequest, EnrolmentState, RequestState
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.models import Account, Person

from .enrol import enrol, refuse_untimely
from .seats import is_full

LONGEST = 500
PAUSE = timedelta(days=14)  # between a no and the next time they may ask


def waiting() -> QuerySet[EnrolmentRequest]:
    """Give the wishes that wait for an answer, the oldest first."""
    asked = EnrolmentRequest.objects.filter(state=RequestState.ASKED, person__is_check=False)
    return asked.select_related("person", "course__locale").order_by("asked_at", "pk")


def open_request(person: Person, course: CoursePage) -> EnrolmentRequest | None:
    """Give somebody's wish for a course that waits for an answer."""
    return EnrolmentRequest.objects.filter(person=person, course=course, state=RequestState.ASKED).first()


def ask_to_enrol(
    person: Person, course: CoursePage, *, words: str = "", now: datetime | None = None
) -> EnrolmentRequest:
    """Ask to be let in; whose wish waits already keeps it.

    Raises CourseNotOpen, NoApprovalNeeded (also who is in already), CourseOver, PrerequisitesWanting, AskedLately or
    CourseFull.
    """
    now = now or timezone.now()
    if found := open_request(person, course):
        return found
    _refuse_asking(person, course, now=now)
    try:
        with transaction.atomic():
            made = EnrolmentRequest.objects.create(person=person, course=course, words=words.strip()[:LONGEST])
            note(
                Kind.ENROLMENT_ASKED, who=person.key, subject=f"course:{course.pk}", is_check=person.is_check,
                with_words=bool(made.words),
            )  # fmt: skip
    except IntegrityError:  # the button pressed twice at the same moment
        return EnrolmentRequest.objects.get(person=person, course=course, state=RequestState.ASKED)
    return made


def _refuse_asking(person: Person, course: CoursePage, *, now: datetime) -> None:
    if not course.live:
        raise CourseNotOpen
    is_in = Enrolment.objects.filter(person=person, course=course).exclude(state=EnrolmentState.LEFT).exists()
    if is_in or course.enrol_by != EnrolBy.APPROVAL:
        raise NoApprovalNeeded
    refuse_untimely(person, course, now=now)
    noes = EnrolmentRequest.objects.filter(person=person, course=course, state=RequestState.DECLINED)
    if noes.filter(decided_at__gt=now - PAUSE).exists():
        raise AskedLately
    if is_full(course, person):
        raise CourseFull


def withdraw_request(request: EnrolmentRequest) -> bool:
    """Take a wish back; False when it was answered or taken back before."""
    with transaction.atomic():
        withdrawn = EnrolmentRequest.objects.filter(pk=request.pk, state=RequestState.ASKED).update(
            state=RequestState.WITHDRAWN, decided_at=timezone.now()
        )
        if withdrawn:
            note(Kind.ENROLMENT_WITHDRAWN, who=request.person.key, subject=f"course:{request.course_id}")
    return bool(withdrawn)


@transaction.atomic
def decide_request(
    request: EnrolmentRequest, *, approve: bool, by: Account, reason: str = "", now: datetime | None = None
) -> EnrolmentRequest:
    """Let somebody in, or say no with a reason that they read.

    Raises OwnRequest, RequestDecided, and on a yes what `enrol` raises: then the wish still waits.
    """
    if by.person_id == request.person_id:
        raise OwnRequest
    now = now or timezone.now()
    decided = EnrolmentRequest.objects.filter(pk=request.pk, state=RequestState.ASKED).update(
        state=RequestState.APPROVED if approve else RequestState.DECLINED, decided_at=now, decided_by=by,
        reason=reason.strip()[:LONGEST],
    )  # fmt: skip
    if not decided:
        raise RequestDecided
    request.refresh_from_db()
    was_here = Enrolment.objects.filter(person=request.person, course=request.course).exists()
    enrolment = enrol(request.person, request.course, let_in=True, now=now) if approve else None
    note(
        Kind.ENROLMENT_DECIDED, who=by.person.key, subject=f"course:{request.course_id}", request=request.pk,
        is_yes=approve,
    )  # fmt: skip
    if was_here or not (enrolment and enrolment.state == EnrolmentState.ACTIVE):  # else `enrol` has told it
        _tell(request, enrolment)
    return request


def _tell(request: EnrolmentRequest, enrolment: Enrolment | None) -> None:
    course = request.course
    here = (course.url or "") if enrolment else reverse("courses:ask_to_enrol", args=[course.pk])
    tell(
        request.person, "enrolment_answered", key=f"enrolment_answered:{request.pk}",
        facts={
            "course": course.title, "address": here, "is_yes": enrolment is not None,
            "waits": bool(enrolment and enrolment.state == EnrolmentState.WAITING), "reason": request.reason,
        },
    )  # fmt: skip


def last_request(person: Person, course: CoursePage) -> EnrolmentRequest | None:
    """Give somebody's newest wish for a course, whatever came of it."""
    return EnrolmentRequest.objects.filter(person=person, course=course).order_by("-asked_at", "-pk").first()
