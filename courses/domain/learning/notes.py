"""A learner's own notes, each at a second of a lesson's film. Nobody else reads them, so nobody looks them over."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction
from django.db.models import QuerySet

from courses.errors import AfterTheEnd, TooManyNotes, WordsWanting
from courses.models import CoursePage, LessonPage, Note
from elearn.people.models import Person
from media_pipeline.models import FilmState

from ..building.tree import course_path, public_lessons
from ..hidden import shown_courses, shown_lessons
from .gate import refuse_closed

LONGEST = 2000
MOST = 200  # of one person in one lesson


@transaction.atomic
def note_down(person: Person, lesson: LessonPage, *, text: str, ms: int = 0) -> Note:
    """Keep a note at a place of a lesson's film; of a lesson without one, at none.

    Raises LessonClosed, WordsWanting, AfterTheEnd and TooManyNotes.
    """
    refuse_closed(person, lesson)
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)  # two forms at once do not pass the limit
    if notes_of(person, lesson).count() >= MOST:
        raise TooManyNotes
    return Note.objects.create(person=person, lesson=lesson, film=lesson.film, text=_words(text), ms=_place(lesson, ms))


@transaction.atomic
def change_note(note: Note, *, text: str, ms: int | None = None) -> Note:
    """Change one's note; a place that stays, to the second, stays as it was. Raises WordsWanting and AfterTheEnd.

    It may be a place of a longer video that this lesson had before; a new one is a place of the video it has now.
    """
    note.text = _words(text)
    if ms is not None and ms // 1000 != note.ms // 1000:
        note.ms, note.film = _place(note.lesson, ms), note.lesson.film
    note.save(update_fields=["text", "ms", "film", "changed_at"])
    return note


def delete_note(note: Note) -> None:
    """Throw a note away."""
    Note.objects.filter(pk=note.pk).delete()


def notes_of(person: Person, lesson: LessonPage | None = None) -> QuerySet[Note]:
    """Give somebody's notes in the order of the courses, lessons and films; of one lesson, or of all."""
    mine = Note.objects.filter(person=person).select_related("lesson__locale", "lesson__film").defer("lesson__body")
    if lesson is not None:
        return mine.filter(lesson=lesson).order_by("ms", "pk")
    return mine.order_by("lesson__path", "lesson", "ms", "pk")


def newest_notes(person: Person, count: int) -> list[Note]:
    """Give somebody's newest notes in lessons that learners can see now; one query."""
    shown = shown_lessons(public_lessons()).values("pk")
    return list(notes_of(person).filter(lesson__in=shown).order_by("-changed_at", "-pk")[:count])


@dataclass
class NotesOfLesson:
    """Notes of one lesson, with what leads to it. `course` is None while learners cannot see the lesson."""

    lesson: LessonPage
    course: CoursePage | None
    notes: list[Note]


def by_lesson(notes: Iterable[Note]) -> list[NotesOfLesson]:
    """Put notes together by their lessons, in the order they come; two queries."""
    groups = [list(group) for _lesson, group in groupby(notes, key=lambda note: note.lesson_id)]
    lessons = {group[0].lesson_id: group[0].lesson for group in groups}
    seen = set(shown_lessons(public_lessons()).filter(pk__in=lessons).values_list("pk", flat=True))
    paths = {course_path(lesson.path) for lesson in lessons.values()}
    courses = {course.path: course for course in shown_courses(CoursePage.objects.live()).filter(path__in=paths)}
    return [
        NotesOfLesson(lessons[pk], courses.get(course_path(lessons[pk].path)) if pk in seen else None, group)
        for group in groups
        if (pk := group[0].lesson_id)
    ]


def leads_into_film(lesson: LessonPage) -> bool:
    """Tell whether a lesson has a film to point into."""
    return bool(lesson.film and lesson.film.duration_ms and lesson.film.state != FilmState.BLOCKED)


def is_of_another_film(note: Note) -> bool:
    """Tell whether a note stands at a place of a video that its lesson no longer has."""
    return note.ms > 0 and note.film_id != note.lesson.film_id


def _words(text: str) -> str:
    text = text.replace("\0", "").strip()[:LONGEST]
    if not text:
        raise WordsWanting
    return text


def _place(lesson: LessonPage, ms: int) -> int:
    """Give the place where a note stands: none where there is no film. Raises AfterTheEnd."""
    if not leads_into_film(lesson) or lesson.film is None:
        return 0
    if not 0 <= ms <= lesson.film.duration_ms:
        raise AfterTheEnd
    return ms
