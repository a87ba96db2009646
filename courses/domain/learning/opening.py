"""When a course is open: before, nobody learns in it; afterwards it stays to be read, and nothing counts any more."""

from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from courses.models import CoursePage


class CourseState(StrEnum):
    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"


def course_state(course: CoursePage, *, now: datetime | None = None) -> CourseState:
    """Say how it stands with a course by its days. Asks the database nothing."""
    now = now or timezone.now()
    if course.opens_at and now < course.opens_at:
        return CourseState.NOT_YET
    if course.closes_at and now >= course.closes_at:
        return CourseState.CLOSED
    return CourseState.OPEN


def is_open(course: CoursePage, *, now: datetime | None = None) -> bool:
    """Whether what is done in a course counts now."""
    return course_state(course, now=now) == CourseState.OPEN
