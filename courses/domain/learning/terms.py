"""What is to be known before a course is begun, the same for everyone: its days, its order, what comes before it."""

from dataclasses import dataclass
from datetime import datetime

from courses.models import CoursePage, EnrolBy, LessonOrder

from .gate import wanting
from .opening import CourseState, course_state


@dataclass(frozen=True)
class Terms:
    """The terms of a course."""

    state: CourseState
    opens_at: datetime | None  # only while it is to come
    closes_at: datetime | None
    needed: list[CoursePage]
    is_in_steps: bool
    enrol_by: EnrolBy

    @property
    def are_any(self) -> bool:
        return bool(self.opens_at or self.closes_at or self.needed or self.is_in_steps or self.enrol_by != EnrolBy.SELF)


def terms_of(course: CoursePage, *, now: datetime | None = None) -> Terms:
    """Give the terms of a course; one query."""
    state = course_state(course, now=now)
    return Terms(
        state=state,
        opens_at=course.opens_at if state == CourseState.NOT_YET else None,
        closes_at=course.closes_at,
        needed=wanting(None, course, now=now),
        is_in_steps=course.order == LessonOrder.STEPS,
        enrol_by=EnrolBy(course.enrol_by),
    )
