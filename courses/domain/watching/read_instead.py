"""Reading what is said in a lesson's film in the place of watching it: with the questions passed, it is as good.

Some cannot watch: they are deaf, have no data to spend, or read faster. That it was read shows in the questions; here
it is only seen that the words were open for as long as a very fast reader takes: those of the film that the lesson now
shows, and not long ago.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.utils import timezone

import media_pipeline.api as films
from courses.errors import NothingToRead, ReadTooFast
from courses.models import Enrolment, LessonPage, LessonProgress
from elearn.people.models import Person
from media_pipeline.models import Film

from ..hidden import refuse_hidden
from ..learning.complete import Advance, advance, may_read_instead
from ..learning.enrol import seen
from ..learning.gate import refuse_uncounted
from ..quizzes.quiz import enrolment_for

WORDS_A_MINUTE = 400  # a fast reader; most people read half as many
LASTS = timedelta(days=7)  # who comes back later than that begins to read anew


@dataclass(frozen=True)
class Reading:
    """Where somebody stands with the words of a film."""

    enrolment: Enrolment
    since: datetime
    read_at: datetime | None
    quiz_passed: bool
    is_complete: bool


def open_words(person: Person, lesson: LessonPage, *, now: datetime | None = None) -> Reading:
    """Note that somebody opened the words of a film to read them. Doing it again soon changes nothing.

    Raises NothingToRead, LessonClosed, HiddenNow or NotEnrolled (WaitsForGuardian among them).
    """
    now = now or timezone.now()
    enrolment = _enrolment(person, lesson, now)
    seconds_needed(lesson)
    seen(enrolment, lesson, now=now)
    row, _is_new = LessonProgress.objects.get_or_create(enrolment=enrolment, lesson=lesson)
    since = _reading_since(row, lesson, now)
    return Reading(enrolment, since, row.read_at, row.quiz_passed_at is not None, row.completed_at is not None)


def read_instead(person: Person, lesson: LessonPage, *, now: datetime | None = None) -> Advance:
    """Take a learner's word that they read the words of a film. Raises as `open_words` does, and ReadTooFast."""
    now = now or timezone.now()
    enrolment = _enrolment(person, lesson, now)
    needed = timedelta(seconds=seconds_needed(lesson))
    row = LessonProgress.objects.filter(enrolment=enrolment, lesson=lesson).first()
    since = _reading_since(row, lesson, now) if row and row.reading_since else now
    if now < since + needed:
        raise ReadTooFast(ceil((since + needed - now).total_seconds()))
    seen(enrolment, lesson, now=now)
    return advance(enrolment.pk, lesson.pk, read_instead=True, now=now)


def _reading_since(row: LessonProgress, lesson: LessonPage, now: datetime) -> datetime:
    """Tell since when somebody reads the words of the film as it is; from now on, if that was another or long ago."""
    before = row.reading_since
    if before and row.reading_film == lesson.film_id and now < before + LASTS:
        return before
    same = LessonProgress.objects.filter(pk=row.pk, reading_since=before)
    same.update(reading_since=now, reading_film=lesson.film_id)
    return now


def seconds_needed(lesson: LessonPage) -> int:
    """Tell how long a very fast reader takes for the words of a film. Raises NothingToRead."""
    words = words_of(lesson.film) if lesson.film and may_read_instead(lesson) else 0
    if not words:
        raise NothingToRead
    return ceil(words * 60 / WORDS_A_MINUTE)


def words_of(film: Film) -> int:
    """Count the words that people may read of a film: of the language with the fewest of them."""
    said = films.said_in([film.pk]).get(film.pk, [])
    return min((sum(len(cue.text.split()) for cue in one.lines) for one in said), default=0)


def _enrolment(person: Person, lesson: LessonPage, now: datetime) -> Enrolment:
    refuse_hidden(lesson, lesson.film_id)
    enrolment = enrolment_for(person, lesson)
    refuse_uncounted(person, lesson, now=now)
    return enrolment
