"""A quiz: its questions as plain facts, and what an attempt at it comes to. Attempts are unlimited and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from courses.errors import NoQuiz, NotEnrolled, QuestionsLeft, WaitsForGuardian
from courses.models import Enrolment, EnrolmentState, LessonPage, QuizAttempt
from elearn.people.models import Person

from .complete import Advance, advance


@dataclass(frozen=True)
class Choice:
    id: str
    text: str
    is_right: bool


@dataclass(frozen=True)
class Question:
    id: str
    text: str
    choices: list[Choice]
    look_again: str

    @property
    def right_id(self) -> str:
        return next((choice.id for choice in self.choices if choice.is_right), "")


@dataclass(frozen=True)
class Quiz:
    questions: list[Question]
    pass_percent: int

    @property
    def needed(self) -> int:
        """How many right answers pass it."""
        return -(-len(self.questions) * self.pass_percent // 100)


@dataclass(frozen=True)
class Answered:
    """An attempt and what it completed."""

    attempt: QuizAttempt
    look_again: list[Question]  # those to look at once more
    advance: Advance


def quiz_of(lesson: LessonPage) -> Quiz:
    """Read a lesson's quiz. Raises NoQuiz."""
    block = lesson.quiz
    if block is None:
        raise NoQuiz
    return Quiz(
        questions=[_question(child) for child in block.value["questions"].bound_blocks],
        pass_percent=block.value["pass_percent"],
    )


def answer_quiz(
    person: Person, lesson: LessonPage, answers: Mapping[str, str], *, now: datetime | None = None
) -> Answered:
    """Record an attempt: question id → choice id. Raises NoQuiz, NotEnrolled or QuestionsLeft."""
    quiz = quiz_of(lesson)
    enrolment = enrolment_for(person, lesson)
    given = {
        question.id: answers[question.id]
        for question in quiz.questions
        if answers.get(question.id) in {choice.id for choice in question.choices}
    }
    left = [question.id for question in quiz.questions if question.id not in given]
    if left:
        raise QuestionsLeft(left)
    again = [question for question in quiz.questions if given[question.id] != question.right_id]
    right = len(quiz.questions) - len(again)
    with transaction.atomic():
        attempt = QuizAttempt.objects.create(
            enrolment=enrolment, lesson=lesson, answers=given, right=right, asked=len(quiz.questions),
            passed=right >= quiz.needed,
        )  # fmt: skip
        step = advance(enrolment.pk, lesson.pk, passed=attempt.passed, now=now)
    return Answered(attempt, again, step)


def mark_read(person: Person, lesson: LessonPage, *, now: datetime | None = None) -> Advance:
    """Take a learner's word that they read a lesson that has neither film nor quiz. Raises NotEnrolled."""
    return advance(enrolment_for(person, lesson).pk, lesson.pk, read=True, now=now)


def last_attempt(person: Person, lesson: LessonPage) -> QuizAttempt | None:
    """Give the latest attempt, so that nobody is asked the same thing twice."""
    return QuizAttempt.objects.filter(enrolment__person=person, lesson=lesson).order_by("-at", "-pk").first()


def enrolment_for(person: Person, lesson: LessonPage) -> Enrolment:
    """Find the enrolment that lets a person work in a lesson. Raises NotEnrolled, WaitsForGuardian among them."""
    enrolment = (
        Enrolment.objects.filter(person=person, course__path=lesson.path[: -LessonPage.steplen])
        .exclude(state=EnrolmentState.LEFT)
        .first()
    )
    if enrolment is None:
        raise NotEnrolled
    if enrolment.state == EnrolmentState.WAITING:
        raise WaitsForGuardian
    return enrolment


def _question(child) -> Question:  # type: ignore[no-untyped-def]  # a bound block of Wagtail
    value = child.value
    return Question(
        id=child.id,
        text=value["text"],
        choices=[
            Choice(choice.id, choice.value["text"], choice.value["is_right"])
            for choice in value["choices"].bound_blocks
        ],
        look_again=value["look_again"],
    )
