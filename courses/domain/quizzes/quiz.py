"""A lesson's quiz as plain facts: its own questions, those it may draw from a bank, and what passes it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses.errors import NoQuiz, NotEnrolled, WaitsForGuardian
from courses.models import BankPage, Enrolment, EnrolmentState, LessonPage
from courses.quizzes.kinds import Question
from elearn.people.models import Person

from ..building.tree import course_path
from ..learning.complete import Advance, advance
from ..learning.enrol import seen
from ..learning.gate import refuse_uncounted
from .questions import questions_in


@dataclass(frozen=True)
class Quiz:
    """`own` are always asked; of `pool` so many as `draws` says. `attempts` is None where one may try as one likes."""

    own: list[Question]
    pool: list[Question]
    draws: int
    pass_percent: int
    attempts: int | None
    shuffles: bool

    @property
    def questions(self) -> list[Question]:
        """All that may be asked."""
        return [*self.own, *self.pool]

    def needed(self, asked: int) -> int:
        """How many right answers of so many questions pass it."""
        return -(-asked * self.pass_percent // 100)


def quiz_of(lesson: LessonPage) -> Quiz:
    """Read a lesson's quiz. Raises NoQuiz, also where nothing is left that could be asked."""
    block = lesson.quiz
    if block is None:
        raise NoQuiz
    value = block.value
    own = questions_in(value["questions"], language=lesson.language)
    drawing = value.get("from_bank") or {}
    pool = _pool(drawing, lesson)
    if not own and not pool:
        raise NoQuiz
    return Quiz(
        own=own, pool=pool, draws=min(drawing.get("how_many") or 0, len(pool)), pass_percent=value["pass_percent"],
        attempts=value.get("attempts"), shuffles=bool(value.get("shuffles")),
    )  # fmt: skip


def _pool(drawing: Any, lesson: LessonPage) -> list[Question]:
    """Read the public questions of the bank: its translation into the lesson's language, where that is public."""
    bank = drawing.get("bank")
    if bank is None:
        return []
    found = (
        BankPage.objects.live()
        .filter(translation_key=bank.translation_key, locale__in=[lesson.locale_id, bank.locale_id])
        .select_related("locale")
    )
    chosen = max(found, key=lambda page: page.locale_id == lesson.locale_id, default=None)
    return questions_in(chosen.questions, language=chosen.language) if chosen else []


def mark_read(person: Person, lesson: LessonPage, *, now: datetime | None = None) -> Advance:
    """Take a learner's word that they read a lesson that has neither film nor quiz.

    Raises NotEnrolled or LessonClosed.
    """
    enrolment = enrolment_for(person, lesson)
    refuse_uncounted(person, lesson, now=now)
    seen(enrolment, lesson, now=now)
    return advance(enrolment.pk, lesson.pk, read=True, now=now)


def enrolment_for(person: Person, lesson: LessonPage) -> Enrolment:
    """Find the enrolment that lets a person work in a lesson. Raises NotEnrolled, WaitsForGuardian among them."""
    enrolment = (
        Enrolment.objects.filter(person=person, course__path=course_path(lesson.path))
        .exclude(state=EnrolmentState.LEFT)
        .first()
    )
    if enrolment is None:
        raise NotEnrolled
    if enrolment.state == EnrolmentState.WAITING:
        raise WaitsForGuardian
    return enrolment
