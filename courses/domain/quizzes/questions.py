"""Questions as plain facts, read from the blocks of a lesson or a bank."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from courses.quizzes.kinds import Kind, Measure, Part, Picture, Question


def questions_in(stream: Iterable[Any], *, language: str) -> list[Question]:
    """Read all questions of a stream of blocks. One that was never given an id has its place for one."""
    return [
        question_of(Kind(child.block_type), child.id or f"q{number}", child.value, language=language)
        for number, child in enumerate(stream)
    ]


def question_of(kind: Kind, question_id: str, value: Mapping[str, Any], *, language: str) -> Question:
    """Read one question. What was written before there were pictures and words for every answer has none."""
    return Question(
        id=str(question_id),
        kind=kind,
        text=value["text"] or "",
        choices=_PARTS[kind](value),
        measure=_measure(value) if kind is Kind.NUMBER else None,
        picture=_picture(value.get("picture")),
        well_done=value.get("well_done") or "",
        look_again=value.get("look_again") or "",
        language=language,
    )


def _said(listed: Any) -> tuple[Part, ...]:
    return tuple(
        Part(str(child.id or ""), child.value["text"] or "", bool(child.value["is_right"]), child.value.get("feedback") or "")  # noqa: E501
        for child in listed.bound_blocks
    )  # fmt: skip


def _choices(value: Mapping[str, Any]) -> tuple[Part, ...]:
    return _said(value["choices"])


def _steps(value: Mapping[str, Any]) -> tuple[Part, ...]:
    return tuple(Part(str(child.id or ""), child.value or "") for child in value["steps"].bound_blocks)


def _variants(value: Mapping[str, Any]) -> tuple[Part, ...]:
    return _said(value["variants"])


def _nothing(value: Mapping[str, Any]) -> tuple[Part, ...]:
    return ()


_PARTS: dict[Kind, Callable[[Mapping[str, Any]], tuple[Part, ...]]] = {
    Kind.ONE: _choices, Kind.SEVERAL: _choices, Kind.ORDER: _steps, Kind.TEXT: _variants, Kind.NUMBER: _nothing,
}  # fmt: skip


def _measure(value: Mapping[str, Any]) -> Measure | None:
    if value["value"] is None:
        return None
    return Measure(
        Decimal(value["value"]), Decimal(value.get("tolerance") or 0), bool(value.get("is_percent")),
        value.get("unit") or "",
    )  # fmt: skip


def _picture(value: Mapping[str, Any] | None) -> Picture | None:
    image = (value or {}).get("image")
    return Picture(image.pk, value.get("alt") or "") if value and image else None
