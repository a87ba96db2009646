"""Putting words into the blocks of a lesson as it is kept: what stays as it was keeps its id, and its translation."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

Blocks = list[dict[str, Any]]


def value_of(blocks: Blocks, kind: str) -> Any:
    """Give what the first block of a kind holds; None without one."""
    return next((block["value"] for block in blocks if block["type"] == kind), None)


def put(blocks: Blocks, kind: str, value: Any) -> Blocks:
    """Put a value where the lesson has such a block, else at its end before the questions; None takes it away."""
    at = next((place for place, block in enumerate(blocks) if block["type"] == kind), None)
    if value is None:
        return blocks if at is None else [*blocks[:at], *blocks[at + 1 :]]
    if at is not None:
        return [*blocks[:at], {**blocks[at], "value": value}, *blocks[at + 1 :]]
    return add(blocks, kind, value)


def add(blocks: Blocks, kind: str, value: Any) -> Blocks:
    """Put one more block at the end, before the questions: these come last, whatever is added later."""
    end = next((place for place, block in enumerate(blocks) if block["type"] == "quiz"), len(blocks))
    return [*blocks[:end], {"type": kind, "id": str(uuid4()), "value": value}, *blocks[end:]]


def put_list(blocks: Blocks, kind: str, values: Sequence[Any], *, said: Callable[[Any], str]) -> Blocks:
    """Put a list such as steps; `said` gives the words by which an item is known again. An empty one goes."""
    before = value_of(blocks, kind) or {"heading": "", kind: []}
    return put(blocks, kind, {**before, kind: items(before[kind], values, said=said)} if values else None)


def items(before: Sequence[dict[str, Any]], values: Sequence[Any], *, said: Callable[[Any], str]) -> Blocks:
    """Give values as items of a list; one that says what an earlier one said is that one."""
    left = list(before)
    made = []
    for value in values:
        same = next((item for item in left if said(item["value"]) == said(value)), None)
        if same:
            left.remove(same)
        made.append({"type": "item", "id": same["id"] if same else str(uuid4()), "value": value})
    return made
