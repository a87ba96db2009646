"""What attending is worth: who was there live has watched the lesson that the recording became.

Only what its person lets us keep counts. Who watches the recording afterwards has a mark of its own kind.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Sum

from courses.domain.building.tree import lessons_in
from courses.models import Attendance, CoursePage, Registration

from .record import agreed_rows


def attended_lessons(person_id: int, lessons: list[int]) -> dict[int, int]:
    """Tell of which of these lessons somebody attended the webinar live: lesson → ms watched."""
    rows = Attendance.objects.filter(agreed_rows(), person=person_id, attended_at__isnull=False)
    return dict(rows.filter(webinar__lesson__in=lessons).values_list("webinar__lesson", "live_ms"))


def attended_by(people: Collection[int], lessons: list[int]) -> dict[tuple[int, int], int]:
    """Tell the same of several people at once: person and lesson → ms watched."""
    rows = Attendance.objects.filter(agreed_rows(), person__in=people, attended_at__isnull=False)
    told = rows.filter(webinar__lesson__in=lessons).values_list("person", "webinar__lesson", "live_ms")
    return {(person, lesson): live_ms for person, lesson, live_ms in told}


def live_minutes(person_id: int, course: CoursePage) -> int:
    """Tell how many minutes of a course's webinars somebody watched live, of those they attended."""
    return minutes_of([person_id], course).get(person_id, 0)


def minutes_of(people: Collection[int], course: CoursePage) -> dict[int, int]:
    """Tell the same of several people at once: person → minutes, of those who were there."""
    rows = Attendance.objects.filter(agreed_rows(), person__in=people, attended_at__isnull=False)
    lessons = lessons_in(course.path)
    summed = rows.filter(webinar__lesson__in=lessons.values("pk")).values("person").annotate(ms=Sum("live_ms"))
    return {row["person"]: (row["ms"] or 0) // 60_000 for row in summed.order_by()}


def watched_afterwards(person_id: int, lesson_id: int, *, now: datetime) -> None:
    """Mark that somebody who registered for a webinar has watched its recording, unless they were there live."""
    rows = Registration.objects.filter(webinar__lesson=lesson_id, person=person_id, record_agreed_at__isnull=False)
    for webinar_id in rows.values_list("webinar_id", flat=True):
        attendance, _is_new = Attendance.objects.get_or_create(
            webinar_id=webinar_id, person_id=person_id, defaults={"joined_at": None, "left_at": None}
        )
        if attendance.recording_at is None:
            Attendance.objects.filter(pk=attendance.pk).update(recording_at=now)
