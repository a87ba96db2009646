"""What is wrong with a question as its author wrote it: in codes, all of them at once. Who shows them has the words."""

from enum import StrEnum

from .fold import tidy
from .kinds import Kind, Question

FEWEST, MOST = 2, 8  # answers to choose from, or steps
MOST_VARIANTS = 12  # of a text
LONGEST_TEXT = 300


class Fault(StrEnum):
    """What is wrong with a question."""

    NO_TEXT = "no_text"
    TOO_LONG = "too_long"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    EMPTY_ANSWER = "empty_answer"
    SAME_TWICE = "same_twice"
    NOT_ONE_RIGHT = "not_one_right"
    NONE_RIGHT = "none_right"
    NO_NUMBER = "no_number"
    BAD_TOLERANCE = "bad_tolerance"
    NO_ALT = "no_alt"


def faults_of(question: Question) -> list[Fault]:
    """Give all that is wrong with a question; none when it can be asked."""
    found = []
    if not question.text.strip():
        found.append(Fault.NO_TEXT)
    said = (question.text, question.well_done, question.look_again, *(part.text for part in question.choices),
            *(part.feedback for part in question.choices))  # fmt: skip
    if any(len(words) > LONGEST_TEXT for words in said):
        found.append(Fault.TOO_LONG)
    if question.picture and not question.picture.alt.strip():
        found.append(Fault.NO_ALT)
    return [*found, *(_of_number(question) if question.kind is Kind.NUMBER else _of_parts(question))]


def _of_number(question: Question) -> list[Fault]:
    if question.measure is None:
        return [Fault.NO_NUMBER]
    return [Fault.BAD_TOLERANCE] if question.measure.tolerance < 0 else []


def _of_parts(question: Question) -> list[Fault]:
    found = []
    texts = [tidy(part.text, question.language) for part in question.choices]
    is_text = question.kind is Kind.TEXT
    if len(texts) < (1 if is_text else FEWEST):
        found.append(Fault.TOO_FEW)
    if len(texts) > (MOST_VARIANTS if is_text else MOST):
        found.append(Fault.TOO_MANY)
    if not all(text or part.text.strip() and not is_text for text, part in zip(texts, question.choices, strict=True)):
        found.append(Fault.EMPTY_ANSWER)
    compared = texts if is_text else [part.text.strip() for part in question.choices]
    if len(set(compared)) < len(compared):
        found.append(Fault.SAME_TWICE)
    right = len(question.right_ids)
    if question.kind is Kind.ONE and right != 1:
        found.append(Fault.NOT_ONE_RIGHT)
    if question.kind in (Kind.SEVERAL, Kind.TEXT) and not right:
        found.append(Fault.NONE_RIGHT)
    return found
