"""What a question is: five kinds, made of the same parts."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """How a question is answered. Kept with attempts and in files: a value never changes its meaning."""

    ONE = "one"  # one of several answers
    SEVERAL = "several"  # all that are right of several answers
    ORDER = "order"  # steps put one after another
    TEXT = "text"  # a few words
    NUMBER = "number"


@dataclass(frozen=True)
class Part:
    """An answer to choose, a step to put in its place, or words that are known; feedback is for who gives it."""

    id: str
    text: str
    is_right: bool = True
    feedback: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture of a question by its number in the library, and what it shows in words."""

    image: int
    alt: str


@dataclass(frozen=True)
class Measure:
    """The number asked for. `tolerance` is how far off is still right: in its own unit, or in per cent of it."""

    value: Decimal
    tolerance: Decimal = Decimal(0)
    is_percent: bool = False
    unit: str = ""

    @property
    def leeway(self) -> Decimal:
        return abs(self.value) * self.tolerance / 100 if self.is_percent else self.tolerance


@dataclass(frozen=True)
class Question:
    """One question. `choices` are in the author's order: of ORDER the right one. `language` is the one it is in."""

    id: str
    kind: Kind
    text: str
    choices: tuple[Part, ...] = ()
    measure: Measure | None = None
    picture: Picture | None = None
    well_done: str = ""
    look_again: str = ""
    language: str = field(default="", compare=False)

    @property
    def right_id(self) -> str:
        """The right answer where there is one to choose."""
        return next((part.id for part in self.choices if part.is_right), "")

    @property
    def right_ids(self) -> list[str]:
        return [part.id for part in self.choices if part.is_right]

    @property
    def right_answer(self) -> str | list[str]:
        """An answer that is right, as it would be given."""
        if self.kind in (Kind.SEVERAL, Kind.ORDER):
            return self.right_ids
        if self.kind is Kind.NUMBER:
            return f"{self.measure.value.normalize():f}" if self.measure else ""
        if self.kind is Kind.TEXT:
            return next((part.text for part in self.choices if part.is_right), "")
        return self.right_id

    def with_id(self, question_id: str) -> "Question":
        return replace(self, id=question_id)

    def part(self, part_id: str) -> Part | None:
        return next((part for part in self.choices if part.id == part_id), None)
