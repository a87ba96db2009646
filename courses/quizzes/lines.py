"""Questions as lines of a table, and lines as questions: for files that teachers mend in a spreadsheet.

A line of a question that is known changes only what its columns say. All that is wrong with a line is told at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from .check import MOST_VARIANTS, Fault, faults_of
from .kinds import Kind, Measure, Part, Picture, Question
from .numbers import readings

_ANSWERS = range(1, MOST_VARIANTS + 1)
COLUMNS = [
    "id", "topic", "language", "kind", "question",
    *(f"{name}{number}" for number in _ANSWERS for name in ("answer", "right", "feedback")),
    "tolerance", "unit", "picture", "picture_alt", "well_done", "look_again",
]  # fmt: skip
NEEDED = ("kind", "question", "answer1")
YES = {"1", "yes", "y", "true", "x", "bəli", "hə", "да"}
NO = {"", "0", "no", "n", "false", "xeyr", "yox", "нет"}


class LineFault(StrEnum):
    """What is wrong with a line beside what may be wrong with any question."""

    NO_SUCH_KIND = "no_such_kind"
    YES_OR_NO = "yes_or_no"
    BAD_NUMBER = "bad_number"
    TOO_MANY_HERE = "too_many_here"
    BAD_PICTURE = "bad_picture"


_PLACES: dict[Fault, str] = {
    Fault.NO_TEXT: "question", Fault.TOO_LONG: "question", Fault.NO_ALT: "picture_alt", Fault.NO_NUMBER: "answer1",
    Fault.BAD_TOLERANCE: "tolerance", Fault.NOT_ONE_RIGHT: "right1", Fault.NONE_RIGHT: "right1",
}  # fmt: skip


@dataclass
class Read:
    """What a line says. `faults` are by column; with any, the question may be wrong."""

    question: Question
    faults: dict[str, list[Fault | LineFault]] = field(default_factory=dict)

    def fault(self, column: str, fault: Fault | LineFault) -> None:
        self.faults.setdefault(column, []).append(fault)


def line_of(question: Question) -> dict[str, str]:
    """Write a question as a line; `topic` and `language` are the bank's and stay empty here."""
    line = dict.fromkeys(COLUMNS, "") | {
        "id": question.id, "kind": question.kind.value, "question": question.text,
        "well_done": question.well_done, "look_again": question.look_again,
    }  # fmt: skip
    for number, part in enumerate(question.choices[:MOST_VARIANTS], start=1):
        line[f"answer{number}"], line[f"feedback{number}"] = part.text, part.feedback
        line[f"right{number}"] = "1" if part.is_right and question.kind is not Kind.ORDER else ""
    if question.picture:
        line["picture"], line["picture_alt"] = str(question.picture.image), question.picture.alt
    if question.measure:
        line["answer1"] = _plain(question.measure.value)
        line["tolerance"] = _plain(question.measure.tolerance) + ("%" if question.measure.is_percent else "")
        line["unit"] = question.measure.unit
    return line


def read_line(
    row: Mapping[str, str], *, language: str, known: Question | None, new_id: Callable[[], str]
) -> Read:  # fmt: skip
    """Read a line. What a known question has in columns that are not there stays as it is."""
    line = (line_of(known) if known else dict.fromkeys(COLUMNS, "")) | {k: v.strip() for k, v in row.items() if k in COLUMNS}  # noqa: E501  # fmt: skip
    kind = line["kind"].lower()
    question = Question(
        id=known.id if known else new_id(), kind=Kind(kind) if kind in list(Kind) else Kind.ONE, text=line["question"],
        well_done=line["well_done"], look_again=line["look_again"], language=language,
    )  # fmt: skip
    read = Read(question)
    if kind not in list(Kind):
        read.fault("kind", LineFault.NO_SUCH_KIND)
    choices = () if question.kind is Kind.NUMBER else _parts(line, read, known, new_id)
    measure = _measure(line, read, language) if question.kind is Kind.NUMBER else None
    read.question = Question(
        question.id, question.kind, question.text, choices, measure, _picture(line, read), question.well_done,
        question.look_again, language,
    )  # fmt: skip
    if kind in list(Kind):
        for fault in faults_of(read.question):
            column = _PLACES.get(fault, "answer1")
            if not (fault is Fault.NO_NUMBER and read.faults.get("answer1")):
                read.fault(column, fault)
    return read


def _parts(
    line: Mapping[str, str], read: Read, known: Question | None, new_id: Callable[[], str]
) -> tuple[Part, ...]:  # fmt: skip
    """Read the answers. One whose words stay keeps its id, so that what learners chose is still known."""
    before = list(known.choices) if known else []
    texts = [line[f"answer{number}"] for number in _ANSWERS if line[f"answer{number}"]]
    free = [part.id for part in before if part.text not in texts]
    ids = {part.text: part.id for part in before}
    parts = []
    for number in _ANSWERS:
        text = line[f"answer{number}"]
        said, feedback = line[f"right{number}"].lower().replace("i\u0307", "i"), line[f"feedback{number}"]
        if said not in YES | NO:
            read.fault(f"right{number}", LineFault.YES_OR_NO)
        if not text:
            if said in YES or feedback:
                read.fault(f"answer{number}", Fault.EMPTY_ANSWER)
            continue
        part_id = ids.pop(text, None) or (free.pop(0) if free else new_id())
        is_right = read.question.kind is Kind.ORDER or said in YES
        parts.append(Part(part_id, text, is_right, feedback if read.question.kind is not Kind.ORDER else ""))
    return tuple(parts)


def _measure(line: Mapping[str, str], read: Read, language: str) -> Measure | None:
    extra = [f"answer{number}" for number in _ANSWERS[1:] if line[f"answer{number}"]]
    for column in extra:
        read.fault(column, LineFault.TOO_MANY_HERE)
    value = _number(line["answer1"], language)
    if line["answer1"] and value is None:
        read.fault("answer1", LineFault.BAD_NUMBER)
    said = line["tolerance"]
    tolerance = _number(said.removesuffix("%").strip() or "0", language)
    if tolerance is None:
        read.fault("tolerance", LineFault.BAD_NUMBER)
    if value is None:
        return None
    return Measure(value, tolerance or Decimal(0), said.endswith("%"), line["unit"])


def _number(text: str, language: str) -> Decimal | None:
    """Read a number that means one thing only, with at most six digits behind its point."""
    found = readings(text, language)
    if len(found) != 1 or len(found[0].as_tuple().digits) > 18:
        return None
    exponent = found[0].normalize().as_tuple().exponent
    return found[0] if isinstance(exponent, int) and exponent >= -6 else None


def _picture(line: Mapping[str, str], read: Read) -> Picture | None:
    said = line["picture"]
    if not said:
        return None
    if not said.isdecimal() or len(said) > 9:
        read.fault("picture", LineFault.BAD_PICTURE)
        return None
    return Picture(int(said), line["picture_alt"])


def _plain(number: Decimal) -> str:
    """Write a number so that it means one thing: 3.142 might be thousands too, 3.1420 is none."""
    written = f"{number.normalize():f}"
    return f"{written}0" if len(readings(written, "")) > 1 else written
