"""Draw questions and shuffle: the same seed always gives the same, on every machine and in every version of Python."""

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

from .kinds import Kind, Question

T = TypeVar("T")


def shuffled(items: Sequence[T], *, keys: Sequence[str], seed: int, salt: str) -> list[T]:
    """Give the items in an order that their keys, the seed and the salt decide alone."""
    places = [sha256(f"{seed}:{salt}:{key}".encode()).digest() for key in keys]
    return [item for _place, _number, item in sorted(zip(places, range(len(items)), items, strict=True), key=_first)]


def _first(entry: tuple[bytes, int, object]) -> tuple[bytes, int]:
    return entry[0], entry[1]


def drawn(questions: Sequence[Question], *, count: int, seed: int) -> list[Question]:
    """Draw so many questions, or all where there are fewer."""
    mixed = shuffled(questions, keys=[question.id for question in questions], seed=seed, salt="draw")
    return mixed[: max(count, 0)]


def mixed(questions: Sequence[Question], *, seed: int) -> list[Question]:
    """Give the questions in another order."""
    return shuffled(questions, keys=[question.id for question in questions], seed=seed, salt="questions")


def order_shown(question: Question, *, seed: int, is_shuffled: bool) -> list[str]:
    """Give the parts in the order they are shown. Steps to put in order are always mixed, and never right at once."""
    parts = [part.id for part in question.choices]
    if question.kind in (Kind.TEXT, Kind.NUMBER):
        return []
    if question.kind is not Kind.ORDER:
        return shuffled(parts, keys=parts, seed=seed, salt=question.id) if is_shuffled else parts
    given = shuffled(parts, keys=parts, seed=seed, salt=question.id)
    texts = {part.id: part.text for part in question.choices}
    if [texts[part] for part in given] == [part.text for part in question.choices]:
        given = [*given[1:], given[0]]
    return given
