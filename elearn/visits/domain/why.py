"""Why each visit of a draft is where it is, or nowhere: a code, and the facts that its sentence needs (`plan_words`).

The planner explains itself (`planning.explain`); what it cannot know is said here: that an elder agreed, and that the
trainer who was to come cannot.
"""

from dataclasses import dataclass, field
from typing import Any

from ..enums import VisitState
from ..planning.explain import explain
from ..planning.problem import Plan
from .pose import Asked, Posed


@dataclass(frozen=True)
class Why:
    """A code and its facts: numbers and codes, and trainers by their primary key, as they are kept in a row."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


def reasons(posed: Posed, plan: Plan) -> dict[str, Why]:
    """Give a reason for every visit that was asked for, by its key."""
    placements = plan.placements()
    said = explain(posed.problem, plan)
    found = {}
    for key, one in posed.asked.items():
        facts = {name: _plain(name, fact) for name, fact in said[key].facts.items()}
        placed = placements.get(key)
        found[key] = (_ours(one, int(placed.trainer)) if placed else None) or Why(said[key].code.value, facts)
    return found


def _ours(one: Asked, trainer: int) -> Why | None:
    if one.is_stranded and one.visit:
        code = "stranded" if trainer != one.visit.trainer_id else "stranded_time"
        return Why(code, {"was": one.visit.trainer_id, "trainer": trainer})
    if one.pin and one.visit and one.visit.state == VisitState.CONFIRMED and not one.visit.is_pinned:
        return Why("agreed")
    return None


def _plain(name: str, fact: Any) -> Any:
    """Give a fact as JSON keeps it; trainers by their primary key."""
    if name in ("trainer", "nearer"):
        return int(fact)
    if name == "trainers":
        return [int(key) for key in fact]
    return list(fact) if isinstance(fact, tuple) else fact
