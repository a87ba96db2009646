"""What attending is worth to who takes the course.

1. The recording became a lesson: who was there live has watched that lesson, and the minutes are minutes of its course.
2. It did not, or not yet, or the lesson is gone: the speaker may say no, and nobody who came can help it. Then the
   minutes count for the course that the webinar belongs to: they are in what its certificate says ("partly live") and
   in the minutes really watched. No lesson is done by it and none is wanted: what a course asks for are its lessons.

Only what its person lets us keep counts, and only who attended: who watched the share that the webinar asks for. A
webinar counts in one course. Who watches the recording afterwards has a mark of its own kind, whether they took the
course before, take it later or never: what they watch is counted from their yes to the record on, and before it where
they took the course.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet, Sum

from courses.domain.building.tree import lessons_in, public_lessons
from courses.models import Attendance, CoursePage, FilmProgress, LessonPage, Registration

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


def attended(person_id: int, course: CoursePage) -> QuerySet[Attendance]:
    """Select what counts of a course's webinars for somebody who attended them."""
    rows = Attendance.objects.filter(agreed_rows(), person=person_id, attended_at__isnull=False)
    return rows.filter(_belongs_to(course))


def _belongs_to(course: CoursePage) -> Q:
    """Select the attendances of a course: by the lesson of the webinar, or by its course where learners see none."""
    has_none = ~Q(webinar__lesson__in=public_lessons().values("pk")) | Q(webinar__lesson=None)
    return Q(webinar__lesson__in=lessons_in(course.path).values("pk")) | (Q(webinar__course=course) & has_none)


def live_minutes(person_id: int, course: CoursePage) -> int:
    """Tell how many minutes of a course's webinars somebody watched live, of those they attended."""
    return minutes_of([person_id], course).get(person_id, 0)


def minutes_of(people: Collection[int], course: CoursePage) -> dict[int, int]:
    """Tell the same of several people at once: person → minutes, of those who were there."""
    rows = Attendance.objects.filter(agreed_rows(), person__in=people, attended_at__isnull=False)
    summed = rows.filter(_belongs_to(course)).values("person").annotate(ms=Sum("live_ms"))
    return {row["person"]: (row["ms"] or 0) // 60_000 for row in summed.order_by()}


def registered_for(person_id: int, lesson_id: int) -> bool:
    """Say whether somebody registered for the webinar that became this lesson, and lets us keep what they watch."""
    return Registration.objects.filter(
        webinar__lesson=lesson_id, person=person_id, record_agreed_at__isnull=False
    ).exists()


def watched_afterwards(person_id: int, lesson_id: int, *, now: datetime) -> None:
    """Mark that somebody who registered for a webinar has watched its recording, unless they were there live."""
    rows = Registration.objects.filter(webinar__lesson=lesson_id, person=person_id, record_agreed_at__isnull=False)
    for webinar_id in rows.values_list("webinar_id", flat=True):
        attendance, _is_new = Attendance.objects.get_or_create(
            webinar_id=webinar_id, person_id=person_id, defaults={"joined_at": None, "left_at": None}
        )
        if attendance.recording_at is None:
            Attendance.objects.filter(pk=attendance.pk).update(recording_at=now)


def count_watched(person_id: int, lesson: LessonPage) -> None:
    """Mark what somebody had watched of a recording before they agreed to the record."""
    film = lesson.film
    if film is None or not film.duration_ms:
        return
    seen = FilmProgress.objects.filter(person=person_id, film=film, watched_ms__gte=lesson.needed_ms(film.duration_ms))
    for row in seen:
        watched_afterwards(person_id, lesson.pk, now=row.changed_at)
