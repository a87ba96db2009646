"""Seats of a course, and who lets people in to one. Whoever takes a seat locks the course's rows first.

A course has its seats once, in whichever languages it is taken: they are counted, and locked, over all of them.
"""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.errors import CourseFull
from courses.models import (
    Cohort,
    CohortMember,
    CohortMemberState,
    CoursePage,
    Enrolment,
    EnrolmentRequest,
    EnrolmentState,
    RequestState,
)
from elearn.people.models import Person

from ..building.one_course import same_course

IN_GROUP = (CohortMemberState.INVITED, CohortMemberState.ENROLLED)


def lock_seats(course: CoursePage) -> int | None:
    """Keep all others from taking a seat of a course until this transaction ends, and say how many it has.

    None where there are as many as come; nobody then waits for anybody.
    """
    # In one order, whichever page they come by: two who come by different ones never wait for each other.
    limited = same_course(course).filter(seats__isnull=False).only("seats").order_by("pk")
    # No key lock: rows that only point to the course, such as watching reports, need not wait.
    locked = {page.pk: page.seats for page in limited.select_for_update(of=("self",), no_key=True)}
    return locked.get(course.pk)


def taken(course: CoursePage, *, beside: Person | None = None) -> int:
    """Count the seats that are taken: by who learns, waits for a parent or guardian, or has completed.

    Whoever takes the course in two languages has one seat; `beside` is who is not counted.
    """
    inside = Enrolment.objects.filter(course__translation_key=course.translation_key).exclude(state=EnrolmentState.LEFT)
    others = inside.exclude(person=beside) if beside else inside
    return others.values("person").distinct().count()


def is_full(course: CoursePage, person: Person) -> bool:
    """Say whether no seat is free for somebody now. Only `refuse_full`, behind the lock, decides."""
    return course.seats is not None and taken(course, beside=person) >= course.seats


def refuse_full(course: CoursePage, seats: int | None, person: Person) -> None:
    """Raise CourseFull when no seat is left for somebody. `seats` is of `lock_seats` in the same transaction."""
    if seats is not None and taken(course, beside=person) >= seats:
        raise CourseFull


def was_let_in(person: Person, course: CoursePage) -> bool:
    """Say whether a coordinator has let somebody in to a course: who left it may come back."""
    return EnrolmentRequest.objects.filter(person=person, course=course, state=RequestState.APPROVED).exists()


def group_that_lets_in(person: Person, course: CoursePage) -> Cohort | None:
    """Give the open group of a course that somebody has joined: who left the course may come back."""
    members = CohortMember.objects.filter(person=person, state=CohortMemberState.ENROLLED)
    return Cohort.objects.filter(course=course, closed_at=None, members__in=members).first()


def with_members(cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """Add how many seats of each group are taken: `members_now`."""
    inside = CohortMember.objects.filter(cohort=OuterRef("pk"), state__in=IN_GROUP).order_by()
    counted = inside.values("cohort").annotate(number=Count("pk")).values("number")
    return cohorts.annotate(members_now=Coalesce(Subquery(counted), 0))
