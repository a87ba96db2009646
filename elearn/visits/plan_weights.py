"""What a coordinator wishes of a plan, in plain words, and what that weighs for the planner.

The unit is a minute of travel: keeping one trainer for a course is worth a way of half an hour where it matters, of two
hours where it matters much. The planner itself knows only numbers (`planning.problem.Weights`).
"""

from dataclasses import asdict, dataclass, fields
from typing import Any

from .planning.problem import Weights

NOT, SOME, MUCH = 0, 1, 2
_CONTINUITY = {NOT: 0, SOME: 30, MUCH: 120}
_PAIRS = {NOT: 0, SOME: 15, MUCH: 60}
_FAIR = {NOT: 0, SOME: 1, MUCH: 3}
_STEADY = {NOT: 0, SOME: 20, MUCH: 90}
# Planned again after something went wrong: nothing moves that need not, and people sooner get used to another trainer
# than to another day.
_HARDLY = {"changed_trainer": 200, "changed_day": 500, "changed_time": 150}


@dataclass(frozen=True)
class Wishes:
    """How much each thing matters (NOT, SOME, MUCH); how many visits one elder has in a week."""

    continuity: int = MUCH
    pairs: int = SOME
    fair_work: int = SOME
    fair_travel: int = SOME
    steady: int = SOME
    a_week: int = 1
    may_move_agreed: bool = False

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Wishes":
        """Read what a plan keeps; what is not there is as usual."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in kept.items() if name in known})

    def as_kept(self) -> dict[str, Any]:
        return asdict(self)

    def weights(self, *, is_replanning: bool = False) -> Weights:
        changes = _HARDLY if is_replanning else dict.fromkeys(_HARDLY, _STEADY[self.steady])
        return Weights(
            continuity=_CONTINUITY[self.continuity],
            preference=_PAIRS[self.pairs],
            workload_balance=_FAIR[self.fair_work],
            travel_balance=_FAIR[self.fair_travel],
            share_by_shift=True,
            **changes,
        )
