"""Questions that the program puts into a lesson or a bank, and by which rules a lesson asks them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from courses.models import BankPage
from courses.quizzes.kinds import Kind, Part, Question

from .question_blocks import block_of


@dataclass(frozen=True)
class NewQuestion:
    """A question with one right answer: that first, the others after it, shown with the right one at `place`."""

    text: str
    right: str
    others: Sequence[str]
    look_again: str = ""
    place: int = 0  # where among the answers the right one stands

    def answers(self) -> list[tuple[str, bool]]:
        """Give the answers as they are shown, each with whether it is right."""
        shown = [(text, False) for text in self.others]
        shown.insert(self.place, (self.right, True))
        return shown

    def question(self) -> Question:
        parts = tuple(Part("", text, is_right) for text, is_right in self.answers())
        return Question("", Kind.ONE, self.text, parts, look_again=self.look_again)


@dataclass(frozen=True)
class QuizRules:
    """How a lesson asks: `draws` questions of a bank beside its own, so many attempts (None: any number), shuffled."""

    attempts: int | None = None
    shuffles: bool = False
    bank: BankPage | None = None
    draws: int = 0


def quiz_value(questions: Sequence[NewQuestion | Question], *, pass_percent: int, rules: QuizRules) -> dict[str, Any]:
    """Give the raw value of a lesson's quiz."""
    return {
        "pass_percent": pass_percent,
        "attempts": rules.attempts,
        "shuffles": rules.shuffles,
        "questions": raw_questions(questions),
        "from_bank": {"bank": rules.bank.pk if rules.bank else None, "how_many": rules.draws},
    }


def raw_questions(questions: Sequence[NewQuestion | Question]) -> list[dict[str, Any]]:
    """Give the raw value of a stream of questions."""
    return [block_of(one.question() if isinstance(one, NewQuestion) else one) for one in questions]
