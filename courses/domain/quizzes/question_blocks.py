"""A question as it is kept in a page: the other way round than `questions`."""

from typing import Any
from uuid import uuid4

from courses.quizzes.kinds import Kind, Part, Question


def block_of(question: Question) -> dict[str, Any]:
    """Give a question as a raw block of a stream of questions; what has no id gets one."""
    value: dict[str, Any] = {
        "text": question.text,
        "picture": {"image": question.picture.image, "alt": question.picture.alt} if question.picture else {"image": None, "alt": ""},  # noqa: E501
        "well_done": question.well_done,
        "look_again": question.look_again,
    }  # fmt: skip
    if question.kind is Kind.ORDER:
        value["steps"] = [_item(part, part.text) for part in question.choices]
    elif question.kind is Kind.TEXT:
        value["variants"] = [_item(part, _said(part)) for part in question.choices]
    elif question.kind is Kind.NUMBER and question.measure:
        measure = question.measure
        value |= {
            "value": str(measure.value), "tolerance": str(measure.tolerance), "is_percent": measure.is_percent,
            "unit": measure.unit,
        }  # fmt: skip
    else:
        value["choices"] = [_item(part, _said(part)) for part in question.choices]
    return {"type": question.kind.value, "id": question.id or str(uuid4()), "value": value}


def _item(part: Part, value: Any) -> dict[str, Any]:
    return {"type": "item", "id": part.id or str(uuid4()), "value": value}


def _said(part: Part) -> dict[str, Any]:
    return {"text": part.text, "is_right": part.is_right, "feedback": part.feedback}
