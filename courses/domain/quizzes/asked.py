"""What an attempt asks, and what was given: kept with the attempt, read against the questions as they are now.

A question that was changed after it was asked is judged as it is now; one that has gone is asked of nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courses.models import QuizAttempt
from courses.quizzes.draw import drawn, mixed, order_shown
from courses.quizzes.fold import LONGEST
from courses.quizzes.judge import Given, Judged, is_answer, judge
from courses.quizzes.kinds import Kind, Part, Question

from .quiz import Quiz


@dataclass(frozen=True)
class Asked:
    """A question as this attempt shows it: its parts in this order."""

    question: Question
    parts: list[Part]


@dataclass(frozen=True)
class Line:
    """A question, what was given, and what it came to."""

    question: Question
    given: Given
    judged: Judged


def new_questions(quiz: Quiz, *, seed: int) -> list[dict[str, Any]]:
    """Give what a new attempt asks, to be kept with it."""
    questions = [*quiz.own, *drawn(quiz.pool, count=quiz.draws, seed=seed)]
    if quiz.shuffles:
        questions = mixed(questions, seed=seed)
    return [
        {
            "id": question.id,
            "kind": question.kind.value,
            "order": order_shown(question, seed=seed, is_shuffled=quiz.shuffles),
        }
        for question in questions
    ]


def asked_in(attempt: QuizAttempt, quiz: Quiz) -> list[Asked]:
    """Give what an attempt asks, of what there still is. One from before that was kept: what it answered."""
    known = {question.id: question for question in quiz.questions}
    kept = attempt.asked_of or [{"id": one, "kind": Kind.ONE.value, "order": []} for one in attempt.answers]
    return [
        Asked(known[entry["id"]], _parts(known[entry["id"]], entry["order"]))
        for entry in kept
        if entry["id"] in known and known[entry["id"]].kind == entry["kind"]
    ]


def lines_of(attempt: QuizAttempt, quiz: Quiz) -> list[Line]:
    """Give what each question of an attempt came to, judged as it is now."""
    answered = [(asked.question, attempt.answers.get(asked.question.id, "")) for asked in asked_in(attempt, quiz)]
    return [Line(question, given, judge(question, given)) for question, given in answered]


def unanswered(asked: list[Asked], answers: Mapping[str, Given]) -> list[str]:
    """Give the ids of questions that have no answer, or none that could be one."""
    return [one.question.id for one in asked if not is_answer(one.question, answers.get(one.question.id))]


def kept_of(asked: list[Asked], answers: Mapping[str, Any]) -> dict[str, Given]:
    """Give of what was sent that which can be kept: an answer half given too, nothing that was not asked."""
    kept = {one.question.id: _kept(one.question, answers.get(one.question.id)) for one in asked}
    return {question_id: given for question_id, given in kept.items() if given}


def _kept(question: Question, given: Any) -> Given:
    known = {part.id for part in question.choices}
    if question.kind in (Kind.SEVERAL, Kind.ORDER):
        if not isinstance(given, list | tuple):
            return []
        listed = [part if part in known else "" for part in given[: len(known)] if isinstance(part, str)]
        chosen = [part for number, part in enumerate(listed) if not part or part not in listed[:number]]
        if question.kind is Kind.SEVERAL:
            return [part for part in chosen if part]
        return chosen if any(chosen) else []
    if not isinstance(given, str):
        return ""
    if question.kind is Kind.ONE:
        return given if given in known else ""
    return given.replace("\0", "")[:LONGEST]


def _parts(question: Question, order: list[str]) -> list[Part]:
    known = {part.id: part for part in question.choices}
    shown = [known[part_id] for part_id in order if part_id in known]
    added = [] if question.kind in (Kind.TEXT, Kind.NUMBER) else question.choices
    return [*shown, *(part for part in added if part not in shown)]
