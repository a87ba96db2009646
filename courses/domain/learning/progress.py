"""How far people are: one reading for a course, a desk or a list, always in the same few queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from courses.models import (
    CoursePage,
    Enrolment,
    EnrolmentState,
    FilmProgress,
    LessonOrder,
    LessonPage,
    LessonProgress,
)
from elearn.people.models import Person
from elearn.safety.api import hidden_rows
from media_pipeline.models import FilmState

from ..building.tree import COURSE_PATH, public_lessons
from ..hidden import rows_hidden
from ..watching.playback import NEAR_END_MS
from .opening import is_open


@dataclass(frozen=True)
class LessonLine:
    """A lesson as a learner sees it in a list."""

    lesson: LessonPage  # without its body
    number: int  # 1, 2, 3 … in the course
    watched_ms: int
    position_ms: int  # where to go on
    duration_ms: int
    watched: bool
    quiz_passed: bool
    complete: bool
    counts: bool = True  # not when its film was taken back, or it stays hidden
    is_shown: bool = True  # not while a concern hides it

    @property
    def part(self) -> float:
        """How much of what there is to watch has been watched, from 0 to 1."""
        if self.watched or self.complete:
            return 1.0
        needed = self.lesson.needed_ms(self.duration_ms)
        return min(1.0, self.watched_ms / needed) if needed else 0.0

    @property
    def is_seen(self) -> bool:
        """Whether enough of the film has been watched, wherever that was."""
        return 0 < self.lesson.needed_ms(self.duration_ms) <= self.watched_ms


@dataclass(frozen=True)
class CourseProgress:
    """How far a person is in a course. `enrolment` is None for who never enrolled."""

    course: CoursePage
    enrolment: Enrolment | None
    lines: list[LessonLine]  # also of lessons that are hidden now: they are still needed

    @property
    def lessons(self) -> list[LessonLine]:
        """Give what may be listed."""
        return [line for line in self.lines if line.is_shown]

    @property
    def held(self) -> int:
        """How many lessons are left to do that are hidden now."""
        return sum(line.counts and not line.complete and not line.is_shown for line in self.lines)

    @property
    def done(self) -> int:
        return sum(line.complete and line.counts for line in self.lines)

    @property
    def total(self) -> int:
        return sum(line.counts for line in self.lines)

    @property
    def part(self) -> float:
        """How much of the lesson after the last finished one has been watched, for the woven band."""
        line = next((line for line in self.lessons if not line.complete and line.counts), None)
        return line.part if line else 0.0

    @property
    def is_learning(self) -> bool:
        return self.enrolment is not None and self.enrolment.state == EnrolmentState.ACTIVE

    @property
    def is_waiting(self) -> bool:
        """Whether nothing counts until a parent or guardian has agreed."""
        return self.enrolment is not None and self.enrolment.state == EnrolmentState.WAITING

    @property
    def is_completed(self) -> bool:
        return self.enrolment is not None and self.enrolment.state == EnrolmentState.COMPLETED

    @property
    def is_behind(self) -> bool:
        """Whether more is done than has been noted: a film seen in another course, or a lesson that was withdrawn."""
        seen = any(line.is_seen and not line.watched for line in self.lines)
        return self.is_learning and (seen or self.done == self.total > 0)

    @property
    def is_outside(self) -> bool:
        """Whether they never enrolled, or have left."""
        return self.enrolment is None or self.has_left

    @property
    def has_left(self) -> bool:
        return self.enrolment is not None and self.enrolment.state == EnrolmentState.LEFT

    @property
    def next(self) -> LessonLine | None:
        """Give the lesson to go on with: the last one opened if it is unfinished, else the first unfinished one.

        Where lessons go one after the other it is the first; while the course is not open there is none.
        """
        if not is_open(self.course):
            return None
        left = [line for line in self.lessons if not line.complete and line.counts]
        is_free = self.course.order == LessonOrder.FREE
        last = self.enrolment.last_lesson_id if self.enrolment and is_free else None
        return next((line for line in left if line.lesson.pk == last), left[0] if left else None)

    @property
    def last_seen_at(self) -> datetime | None:
        return self.enrolment.last_seen_at or self.enrolment.enrolled_at if self.enrolment else None

    def line(self, lesson_id: int) -> LessonLine | None:
        return next((line for line in self.lessons if line.lesson.pk == lesson_id), None)


def progress_of(person: Person | None, course: CoursePage) -> CourseProgress:
    """Tell how far a person is in a course; for nobody, or who never enrolled, the lessons alone."""
    enrolment = Enrolment.objects.filter(person=person, course=course).first() if person else None
    if enrolment is None:
        return _joined(course, None, _lessons([course]).get(course.path, []), {}, {})
    enrolment.course = course
    return progress_in([enrolment])[0]


def courses_of(person: Person) -> list[CourseProgress]:
    """Give every course a person is enrolled in or has completed, the last used first; not those hidden now."""
    enrolments = _current(person).exclude(course__in=CoursePage.objects.filter(rows_hidden("course")))
    found = progress_in(list(enrolments.select_related("course__locale", "course__teacher")))
    return sorted(found, key=lambda progress: str(progress.last_seen_at), reverse=True)


def continue_for(person: Person) -> list[CourseProgress]:
    """Give the courses a person is in the middle of, the last used first: "continue where I stopped"."""
    return [progress for progress in courses_of(person) if progress.is_learning and progress.next]


def courses_held(person: Person) -> int:
    """Count the courses of a person that are hidden now."""
    return _current(person).filter(course__in=CoursePage.objects.filter(rows_hidden("course"))).count()


def _current(person: Person) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(person=person).exclude(state=EnrolmentState.LEFT)


def lessons_of(courses: Iterable[CoursePage]) -> dict[str, list[LessonPage]]:
    """Give the lessons of courses that everybody may see, by the courses' paths, in order; one query."""
    return {
        path: [lesson for lesson in lessons if not lesson.is_hidden_now] for path, lessons in _lessons(courses).items()
    }


def _lessons(courses: Iterable[CoursePage]) -> dict[str, list[LessonPage]]:
    """Give the live lessons of courses without bodies, each with whether it is hidden now, and for good."""
    found: dict[str, list[LessonPage]] = {course.path: [] for course in courses}
    if not found:
        return found
    lessons = public_lessons().annotate(of_course=COURSE_PATH).filter(of_course__in=list(found)).order_by("path")
    lessons = lessons.defer("body").select_related("film", "locale")
    for_good = hidden_rows("lesson", for_good=True)
    for lesson in lessons.annotate(is_hidden_now=rows_hidden("lesson"), stays_hidden=for_good):
        found[lesson.of_course].append(lesson)
    return found


def progress_in(enrolments: list[Enrolment]) -> list[CourseProgress]:
    """Tell how far people are in the courses they are enrolled in, in that order; three queries, however many."""
    if not enrolments:
        return []
    lessons = _lessons([enrolment.course for enrolment in enrolments])
    people = {enrolment.person_id for enrolment in enrolments}
    done = {(row.enrolment_id, row.lesson_id): row for row in LessonProgress.objects.filter(enrolment__in=enrolments)}
    films = {lesson.film_id for group in lessons.values() for lesson in group if lesson.film_id}
    seen = {
        (row.person_id, row.film_id): row
        for row in FilmProgress.objects.filter(person__in=people, film__in=films).defer("spans")
    }
    return [
        _joined(enrolment.course, enrolment, lessons[enrolment.course.path], done, seen) for enrolment in enrolments
    ]


def _joined(
    course: CoursePage,
    enrolment: Enrolment | None,
    lessons: list[LessonPage],
    done: dict[tuple[int, int], LessonProgress],
    seen: dict[tuple[int, UUID], FilmProgress],
) -> CourseProgress:
    lines: list[LessonLine] = []
    for lesson in lessons:
        number = 1 + sum(line.is_shown for line in lines)
        row = done.get((enrolment.pk, lesson.pk)) if enrolment else None
        film = seen.get((enrolment.person_id, lesson.film_id)) if enrolment and lesson.film_id else None
        lines.append(_line(lesson, number, row, film))
    return CourseProgress(course, enrolment, lines)


def _line(lesson: LessonPage, number: int, row: LessonProgress | None, film: FilmProgress | None) -> LessonLine:
    duration_ms = lesson.film.duration_ms if lesson.film else 0
    position_ms = film.position_ms if film else 0
    return LessonLine(
        lesson=lesson, number=number, watched_ms=film.watched_ms if film else 0,
        position_ms=position_ms if position_ms <= duration_ms - NEAR_END_MS else 0, duration_ms=duration_ms,
        watched=bool(row and row.watched_at), quiz_passed=bool(row and row.quiz_passed_at),
        complete=bool(row and row.completed_at),
        counts=not (lesson.film and lesson.film.state == FilmState.BLOCKED) and not lesson.stays_hidden,
        is_shown=not lesson.is_hidden_now,
    )  # fmt: skip
