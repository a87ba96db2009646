"""An honest viewer with a simulated clock: opens a film, fetches its playlist, and reports as a player does."""

from datetime import datetime, timedelta

import courses.api as school
from courses.models import LessonPage
from elearn.people.models import Person

REPORT_MS = 10_000  # a player reports every ten seconds


def watch(person: Person, lesson: LessonPage, *, part: float = 1.0, at: datetime) -> int:
    """Watch a part (0–1) of a lesson's film from its beginning, starting at a moment. Gives the ms that counted."""
    opened = school.open_playback(person, lesson, now=at)
    if opened.session is None:
        raise ValueError("The person is not enrolled in this course.")
    school.begin(opened.session, now=at)
    end = int(opened.duration_ms * part)
    watched = opened.watched_ms
    for number, start in enumerate(range(0, end, REPORT_MS), start=1):
        until = min(start + REPORT_MS, end)
        at += timedelta(milliseconds=until - start)
        outcome = school.apply_report(
            opened.session, number=number, spans=[(start, until)], position_ms=until, rate=1.0, now=at
        )
        watched = outcome.watched_ms
    return watched


def right_answers(lesson: LessonPage) -> dict[str, str | list[str]]:
    """Give the right answers to all that a lesson's quiz may ask, by question."""
    return {question.id: question.right_answer for question in school.quiz_of(lesson).questions}
