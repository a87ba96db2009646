"""What the redactor finds and what it takes for personal data though it is none, on questions with known answers.

A known span is found when all its signs are covered, by findings of whatever kind: what matters is that it is gone.
A finding is right when at least half of its signs are personal. Both halves of the sentences are counted; the figure to
quote is the one of the held-out half.
"""

import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from ..redaction import Found, Kind, find
from ..redaction.name_forms import given
from ..redaction.reading import fold
from .questions import Known, Question, questions

NUMBERS = (Kind.FIN, Kind.IDENTITY, Kind.DOCUMENT, Kind.BANK_CARD, Kind.IBAN, Kind.PLATE)
SPEED_LENGTH = 10_000  # characters


def measure(count: int = 300) -> dict[str, Any]:
    """{"questions", "held_out": {"recall": {kind: …}, "recall_numbers", "recall_phones", "recall_names", "precision",
    …}, "development": {…}, "ms_for_10000_characters"}."""
    asked = questions(count)
    return {
        "questions": len(asked),
        "held_out": figures([one for one in asked if one.is_held_out]),
        "development": figures([one for one in asked if not one.is_held_out]),
        "ms_for_10000_characters": _speed(asked),
    }


def figures(asked: Sequence[Question]) -> dict[str, Any]:
    tally: Counter[str] = Counter()
    for question in asked:
        _count(tally, question, find(question.text, language=question.language))
    kinds = [kind for kind in Kind if tally[f"known {kind}"]]
    return {
        "questions": len(asked),
        "known": sum(tally[f"known {kind}"] for kind in kinds),
        "recall": {kind.value: _share(tally[f"met {kind}"], tally[f"known {kind}"]) for kind in kinds},
        "recall_numbers": _share(
            sum(tally[f"met {kind}"] for kind in NUMBERS), sum(tally[f"known {kind}"] for kind in NUMBERS)
        ),
        "recall_phones": _share(tally["met phone"], tally["known phone"]),
        "recall_names": _share(tally["met name"], tally["known name"]),
        "recall_names_on_no_list": _share(tally["met strange"], tally["known strange"]),
        "recall_names_by_language": {
            language: _share(tally[f"met name {language}"], tally[f"known name {language}"])
            for language in ("az", "ru", "en")
        },
        "precision": _share(tally["right"], tally["findings"]),
        "precision_by_sign": _share(tally["signs right"], tally["signs"]),
        "right_kind": _share(tally["same kind"], sum(tally[f"met {kind}"] for kind in kinds)),
    }


def _count(tally: Counter[str], question: Question, found: Sequence[Found]) -> None:
    covered = {place for one in found for place in range(one.start, one.end)}
    personal = {place for one in question.known for place in range(one.start, one.end)}
    for known in question.known:
        names = [known.kind.value]
        if known.kind is Kind.NAME:
            names += [f"name {question.language}", *(["strange"] if _is_strange(question, known) else [])]
        is_met = is_covered(question.text, known, covered)
        for name in names:
            tally[f"known {name}"] += 1
            tally[f"met {name}"] += is_met
        tally["same kind"] += is_met and any(
            one.kind is known.kind and one.start < known.end and known.start < one.end for one in found
        )
    for one in found:
        signs = [place for place in range(one.start, one.end) if question.text[place].isalnum()]
        right = sum(1 for place in signs if place in personal)
        tally["findings"] += 1
        tally["right"] += 2 * right >= len(signs)
        tally["signs"] += len(signs)
        tally["signs right"] += right


def is_covered(text: str, known: Known, covered: set[int]) -> bool:
    return all(place in covered for place in range(known.start, known.end) if text[place].isalnum())


def _is_strange(question: Question, known: Known) -> bool:
    """Whether no word of the name is on the redactor's lists."""
    return not any(given(fold(word)) for word in question.text[known.start : known.end].split())


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _speed(asked: Sequence[Question]) -> float:
    text = "\n".join(one.text for one in asked)[:SPEED_LENGTH]
    begun = time.process_time()
    find(text, language="az")
    return round((time.process_time() - begun) * 1000, 1)
