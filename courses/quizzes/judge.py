"""Judge an answer: right, partly right or not yet, with the author's words for exactly what was given.

Nothing here says which answer would have been right: the words are the author's own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .fold import bare, fold, tidy
from .kinds import Kind, Part, Question
from .numbers import readings

Given = str | Sequence[str]


class Result(StrEnum):
    """Kept with attempts: a value never changes its meaning."""

    RIGHT = "right"
    PART = "part"
    WRONG = "wrong"


@dataclass(frozen=True)
class Judged:
    """What an answer came to. `in_place` is how many steps of an order stand where they belong."""

    result: Result
    words: tuple[str, ...] = ()
    in_place: int = 0

    @property
    def is_right(self) -> bool:
        return self.result is Result.RIGHT


def judge(question: Question, given: Given) -> Judged:
    """Judge an answer that `is_answer` accepts; anything else is wrong."""
    if not is_answer(question, given):
        return Judged(Result.WRONG, _closing(question, Result.WRONG))
    return _JUDGES[question.kind](question, given)


def is_answer(question: Question, given: Given | None) -> bool:
    """Say whether something answers the question at all: of its own parts, each once, or words or a number."""
    if not given:
        return False
    if question.kind in (Kind.SEVERAL, Kind.ORDER):
        if isinstance(given, str):
            return False
        known = {part.id for part in question.choices}
        is_each_once = len(set(given)) == len(given) and set(given) <= known
        return is_each_once and (question.kind is Kind.SEVERAL or len(given) == len(known))
    if not isinstance(given, str):
        return False
    if question.kind is Kind.ONE:
        return question.part(given) is not None
    if question.kind is Kind.NUMBER:
        unit = question.measure.unit if question.measure else ""
        return bool(readings(given, question.language, unit=unit))
    return bool(tidy(given, question.language))


def match(question: Question, given: str) -> Part | None:
    """Find the known words that were meant: as written, else by folded letters, else without their marks.

    Looser letters count only where they mix up nothing: never where a right and a wrong answer become the same.
    """
    ways: tuple[Callable[[str, str], str], ...] = (tidy, fold, bare)
    for way in ways:
        wanted = way(given, question.language)
        found = [part for part in question.choices if way(part.text, question.language) == wanted]
        if found:
            return found[0] if len({part.is_right for part in found}) == 1 else None
    return None


def _one(question: Question, given: Given) -> Judged:
    part = question.part(str(given))
    result = Result.RIGHT if part and part.is_right else Result.WRONG
    return Judged(result, _words(question, result, [part] if part else []))


def _several(question: Question, given: Given) -> Judged:
    chosen = [part for part in question.choices if part.id in given]
    if all(part.is_right for part in chosen) and len(chosen) == len(question.right_ids):
        result = Result.RIGHT
    else:
        result = Result.PART if any(part.is_right for part in chosen) else Result.WRONG
    return Judged(result, _words(question, result, chosen))


def _order(question: Question, given: Given) -> Judged:
    # Steps with the same words may stand for each other: nobody can tell them apart.
    texts = {part.id: part.text for part in question.choices}
    right = [part.text for part in question.choices]
    in_place = sum(texts[part_id] == text for part_id, text in zip(given, right, strict=True))
    result = Result.RIGHT if in_place == len(right) else Result.PART if in_place else Result.WRONG
    return Judged(result, _closing(question, result), in_place)


def _text(question: Question, given: Given) -> Judged:
    part = match(question, str(given))
    result = Result.RIGHT if part and part.is_right else Result.WRONG
    return Judged(result, _words(question, result, [part] if part else []))


def _number(question: Question, given: Given) -> Judged:
    asked = question.measure
    if asked is None:
        return Judged(Result.WRONG, _closing(question, Result.WRONG))
    near = any(abs(read - asked.value) <= asked.leeway for read in readings(str(given), question.language, unit=asked.unit))  # noqa: E501  # fmt: skip
    result = Result.RIGHT if near else Result.WRONG
    return Judged(result, _closing(question, result))


_JUDGES: dict[Kind, Callable[[Question, Given], Judged]] = {
    Kind.ONE: _one, Kind.SEVERAL: _several, Kind.ORDER: _order, Kind.TEXT: _text, Kind.NUMBER: _number,
}  # fmt: skip


def _words(question: Question, result: Result, parts: Sequence[Part]) -> tuple[str, ...]:
    return tuple(part.feedback for part in parts if part.feedback) + _closing(question, result)


def _closing(question: Question, result: Result) -> tuple[str, ...]:
    words = question.well_done if result is Result.RIGHT else question.look_again
    return (words,) if words else ()
