"""What is made in a lesson, as its teacher writes it: a craft or a dish, and what learners make and show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from courses.blocks_made import Difficulty, Takes
from courses.models import LessonKind, LessonPage

from .lesson_blocks import Blocks, items, put, value_of

CRAFT, RECIPE = "craft", "recipe"


@dataclass(frozen=True)
class Making:
    """`kind` is "craft", "recipe" or "" for neither; `minutes` and `serves` may be unknown. `task`: what to show."""

    kind: str = ""
    result: str = ""
    difficulty: str = Difficulty.EASY.value
    minutes: int | None = None
    serves: int | None = None
    ingredients: Sequence[str] = field(default_factory=tuple)
    task: str = ""
    is_needed: bool = False


def making_of(page: LessonPage) -> Making:
    """Read what is made in a lesson, of the version given."""
    craft, recipe, practice = (page.block(kind) for kind in (CRAFT, RECIPE, "practice"))
    task = practice.value if practice else {}
    shown: dict[str, Any] = {"task": task.get("task", ""), "is_needed": bool(task.get("is_needed"))}
    if craft:
        shown |= {name: craft.value[name] for name in ("result", "difficulty", "minutes")}
    elif recipe:
        shown |= {name: recipe.value[name] for name in ("serves", "minutes")}
        shown["ingredients"] = [line_of(one) for one in recipe.value["ingredients"]]
    return Making(kind=CRAFT if craft else RECIPE if recipe else "", **shown)


def line_of(ingredient: Mapping[str, Any]) -> str:
    """Give an ingredient as it is written in a form: "200 g flour"."""
    return f"{ingredient.get('amount', '')} {ingredient.get('what', '')}".strip()


def put_making(blocks: Blocks, making: Making) -> Blocks:
    """Put what is made into the blocks of a lesson. A picture that a coordinator added stays with what it shows."""
    was = next((kind for kind in (CRAFT, RECIPE) if value_of(blocks, kind)), "")
    if was and was != making.kind:
        blocks = put(blocks, was, None)
    if making.kind:
        filled = _craft if making.kind == CRAFT else _recipe
        blocks = put(blocks, making.kind, filled(value_of(blocks, making.kind) or {}, making))
    before = value_of(blocks, "practice") or {"takes": Takes.EITHER.value}
    task = {**before, "task": making.task, "is_needed": making.is_needed} if making.task else None
    return put(blocks, "practice", task)


def _craft(before: Mapping[str, Any], making: Making) -> dict[str, Any]:
    return {**before, "result": making.result, "difficulty": making.difficulty, "minutes": making.minutes}


def _recipe(before: Mapping[str, Any], making: Making) -> dict[str, Any]:
    """Take over an ingredient that says the same with its amount; a new line is kept as it is written."""
    known = before.get("ingredients", [])
    amounts = {line_of(item["value"]): item["value"] for item in known}
    values = [amounts.get(line, {"amount": "", "what": line}) for line in making.ingredients]
    ingredients = items(known, values, said=line_of)
    return {**before, "serves": making.serves, "minutes": making.minutes, "ingredients": ingredients}


def kind_with(page: LessonPage, making: Making) -> str:
    """Give the kind of a lesson: what is made says it, unless there is a video or a coordinator chose otherwise."""
    if page.block("film") or page.kind == LessonKind.FILM:
        return page.kind
    if making.kind:
        return making.kind
    return page.kind if page.kind == LessonKind.PRACTICE else LessonKind.TEXT.value
