"""An attempt at a quiz: begun once, kept while it is being filled in, submitted once. Only what is submitted counts.

What was answered comes along into the next attempt, so that nobody is asked the same thing twice.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from courses.errors import AlreadySubmitted, NoAttemptsLeft, QuestionsLeft
from courses.models import Enrolment, ExtraAttempt, LessonPage, LessonProgress, QuizAttempt
from courses.quizzes.judge import Given
from courses.quizzes.kinds import Question
from elearn.people.models import Person

from ..learning.complete import Advance, advance
from ..learning.enrol import seen
from ..learning.gate import refuse_uncounted
from .asked import Line, asked_in, kept_of, lines_of, new_questions, unanswered
from .quiz import Quiz, enrolment_for, quiz_of

_SEEDS = 2**31


@dataclass(frozen=True)
class Answered:
    """An attempt that was submitted, and what it completed."""

    attempt: QuizAttempt
    lines: list[Line]
    advance: Advance

    @property
    def look_again(self) -> list[Question]:
        """The questions to look at once more."""
        return [line.question for line in self.lines if not line.judged.is_right]


@transaction.atomic
def open_attempt(person: Person, lesson: LessonPage, *, now: datetime | None = None) -> QuizAttempt:
    """Give the attempt a person is at, or begin one. Doing it again changes nothing, and it counts for nothing yet.

    Raises NoQuiz, NotEnrolled, LessonClosed or NoAttemptsLeft.
    """
    quiz = quiz_of(lesson)
    enrolment = enrolment_for(person, lesson)
    refuse_uncounted(person, lesson, now=now)
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)  # two tabs begin one attempt
    mine = QuizAttempt.objects.filter(enrolment=enrolment, lesson=lesson)
    attempt = mine.filter(submitted_at=None).first()
    if attempt is None:
        if attempts_left(enrolment, lesson, quiz=quiz) == 0:
            raise NoAttemptsLeft
        seen(enrolment, lesson, now=now)
        attempt = QuizAttempt(enrolment=enrolment, lesson=lesson)
    elif asked_in(attempt, quiz):
        return attempt
    return _fill(attempt, quiz, mine.exclude(submitted_at=None).first())


def _fill(attempt: QuizAttempt, quiz: Quiz, before: QuizAttempt | None) -> QuizAttempt:
    """Draw the questions of an attempt that is new, or none of whose questions is left."""
    attempt.seed = secrets.randbelow(_SEEDS)
    attempt.asked_of = new_questions(quiz, seed=attempt.seed)
    attempt.answers = kept_of(asked_in(attempt, quiz), before.answers if before else {})
    attempt.save()
    return attempt


def keep(attempt: QuizAttempt, answers: Mapping[str, Any]) -> bool:
    """Keep what is filled in so far; False when the attempt was submitted meanwhile."""
    known = kept_of(asked_in(attempt, quiz_of(attempt.lesson)), answers)
    return QuizAttempt.objects.filter(pk=attempt.pk, submitted_at=None).update(answers=known) == 1


@transaction.atomic
def submit(attempt: QuizAttempt, answers: Mapping[str, Any], *, now: datetime | None = None) -> Answered:
    """Judge an attempt, once. Raises AlreadySubmitted, QuestionsLeft, NotEnrolled, NoQuiz or LessonClosed."""
    now = now or timezone.now()
    lesson, person = attempt.lesson, attempt.enrolment.person
    enrolment = enrolment_for(person, lesson)
    refuse_uncounted(person, lesson, now=now)
    seen(enrolment, lesson, now=now)
    quiz = quiz_of(lesson)
    asked = asked_in(attempt, quiz)
    known = kept_of(asked, answers)
    if not asked or (left := unanswered(asked, known)):
        raise QuestionsLeft(left if asked else [])
    attempt.answers = known
    lines = lines_of(attempt, quiz)
    right = sum(line.judged.is_right for line in lines)
    facts: dict[str, Any] = {
        "answers": known, "results": {line.question.id: line.judged.result.value for line in lines},
        "right": right, "asked": len(lines), "passed": right >= quiz.needed(len(lines)), "submitted_at": now,
    }  # fmt: skip
    if not QuizAttempt.objects.filter(pk=attempt.pk, submitted_at=None).update(**facts):
        raise AlreadySubmitted  # a second tap on the button
    attempt.refresh_from_db()
    step = advance(attempt.enrolment_id, lesson.pk, passed=bool(attempt.passed), now=now)
    return Answered(attempt, lines, step)


def answer_quiz(
    person: Person, lesson: LessonPage, answers: Mapping[str, Given], *, now: datetime | None = None
) -> Answered:
    """Begin an attempt and submit it at once: question id → a part, parts or words.

    Raises what `open_attempt` and `submit` raise.
    """
    with transaction.atomic():
        attempt = open_attempt(person, lesson, now=now)
        return submit(attempt, answers, now=now)


def submitted(enrolment: Enrolment, lesson: LessonPage) -> QuizAttempt | None:
    """Give the latest attempt that was submitted."""
    return QuizAttempt.objects.filter(enrolment=enrolment, lesson=lesson).exclude(submitted_at=None).first()


def has_passed(enrolment: Enrolment, lesson: LessonPage) -> bool:
    """Say whether one of the attempts was enough."""
    return LessonProgress.objects.filter(enrolment=enrolment, lesson=lesson, quiz_passed_at__isnull=False).exists()


def attempts_left(enrolment: Enrolment, lesson: LessonPage, *, quiz: Quiz | None = None) -> int | None:
    """Say how many attempts may still be submitted; None where there is no limit, or nothing left to pass."""
    limit = (quiz or quiz_of(lesson)).attempts
    if limit is None or has_passed(enrolment, lesson):
        return None
    made = QuizAttempt.objects.filter(enrolment=enrolment, lesson=lesson).exclude(submitted_at=None).count()
    granted = ExtraAttempt.objects.filter(enrolment=enrolment, lesson=lesson).count()
    return max(limit + granted - made, 0)
