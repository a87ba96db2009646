"""What is to be planned, and what a plan is: plain facts in, plain facts out.

Everything the solver, the scorer, the explanations and the benchmarks share is here, and nothing else.

Units: minutes. A moment is whole minutes since the first midnight of the plan (day 1, 09:00 is 1440 + 540);
a day is `moment // 1440`. A place is an index into the travel matrices. Travel is whole minutes and need not be
symmetric; the diagonal is zero.

Rules that always hold: skills, a shared language, the gender asked for, never an incompatible trainer, pins, no
start before the first window opens, one place at a time, most visits and most load a shift, never two visits of one
course on one day. Lateness, work after the shift and a missed lunch are forbidden when their weight is `HARD`, and
priced otherwise.

How the minutes of a route are counted (the same for a fortnight of ours and for a published benchmark):

* The trainer leaves the start place as late as the first thing outside allows (`Problem.leave_at_shift_start`: at
  the start of the shift). The solver delays the first starts of a day where that removes waiting later.
* A lunch lasts exactly `Lunch.minutes` and is taken at the place of a visit, after arrival and before its start,
  or at home: before leaving, or after coming back (also by a trainer without visits). It is not waiting.
* Waiting at a stop is `start - arrival`, less a lunch taken there.
* Lateness is `start - latest` of the window with the greatest `earliest` not after the start.
* Idle is `(depart - shift start) + waiting + max(0, shift end - back)`; a shift without visits is idle throughout.
* Work is travel + durations; balance compares the trainers' sums over all their shifts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

DAY: Final = 1440
HARD: Final = None
"""The weight of something that is never allowed."""

OPTIONAL: Final = 1_000
ORDINARY: Final = 10_000
URGENT: Final = 50_000
"""What leaving a visit out costs (`Visit.prize`), against minutes of travel at weight 1."""

Matrix = Sequence[Sequence[int]]
Weight = int | None


@dataclass(frozen=True, slots=True)
class Window:
    """The visit may START from `earliest` to `latest`, both included."""

    earliest: int
    latest: int

    @classmethod
    def around(cls, start: int, end: int, *, duration: int) -> "Window":
        """The window of a visit that must lie wholly between two moments."""
        return cls(start, end - duration)


@dataclass(frozen=True, slots=True)
class Lunch:
    """A break that must START from `earliest` to `latest` and lasts `minutes`."""

    earliest: int
    latest: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Shift:
    """One stretch of work of one trainer, within one day; leaves `start_place` and comes back to `end_place`."""

    start: int
    end: int
    start_place: int
    end_place: int
    lunch: Lunch | None = None

    @property
    def day(self) -> int:
        return self.start // DAY


@dataclass(frozen=True, slots=True)
class Trainer:
    """`most_visits` counts per shift; `capacity` is what can be carried in one, against `Visit.load`. `mode` names the
    matrix in `Problem.travel`."""

    key: str
    shifts: tuple[Shift, ...]
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    gender: str = ""
    most_visits: int | None = None
    capacity: int | None = None
    mode: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """Who comes, and when the visit starts."""

    trainer: str
    start: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit to one elder.

    `skills` must all be had; of `languages` one is enough; empty asks for nothing. `windows` are alternatives, in
    order of time, without overlap. `course` names visits that should keep one trainer; `usual_trainer` came to this
    course before. `pinned_trainer` and `pinned_start` are promises (a pinned start overrides the windows).
    `today` is where the visit stands in the plan now in force (replanning). `prize` is the cost of leaving it out, to
    which all three changes are added where it has a `today`.
    `load` is what has to be brought along.
    """

    key: str
    place: int
    duration: int
    windows: tuple[Window, ...]
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    gender: str = ""
    incompatible: frozenset[str] = frozenset()
    preferred: frozenset[str] = frozenset()
    course: str = ""
    usual_trainer: str = ""
    prize: int = ORDINARY
    pinned_trainer: str = ""
    pinned_start: int | None = None
    today: Placement | None = None
    load: int = 0


@dataclass(frozen=True, slots=True)
class Weights:
    """Cost of one unit. `HARD` (None) where allowed means never.

    travel, waiting, tardiness, extra_time: a minute. highest_tardiness: a minute of the latest start of all.
    max_idle: a minute of the most idle shift. preference: a visit by someone not among the preferred, where there
    are any. missed_lunch: a shift due a lunch without one. workload_balance / travel_balance: the sum over trainers
    of ceil(|work - fair share|), or of travel; the fair share is the mean, or with `share_by_shift` in proportion to
    the minutes of their shifts. continuity: a trainer of a course beyond the first. changed_*: a visit with a
    `today` that gets another trainer, another day, or (same day) another start.
    """

    travel: int = 1
    waiting: int = 0
    tardiness: Weight = HARD
    highest_tardiness: int = 0
    extra_time: Weight = HARD
    max_idle: int = 0
    preference: int = 0
    missed_lunch: Weight = HARD
    workload_balance: int = 0
    travel_balance: int = 0
    share_by_shift: bool = False
    continuity: int = 0
    changed_trainer: int = 0
    changed_day: int = 0
    changed_time: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    trainers: tuple[Trainer, ...]
    visits: tuple[Visit, ...]
    travel: Mapping[str, Matrix]
    weights: Weights = field(default_factory=Weights)
    leave_at_shift_start: bool = False


@dataclass(frozen=True, slots=True)
class LunchTaken:
    """`before` is the number of the stop at whose place, before its start, it is taken; None at home."""

    start: int
    end: int
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """`arrival` at the place; `start` and `end` of the visit."""

    visit: str
    arrival: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Route:
    """One shift of one trainer; `shift` is its number in `Trainer.shifts`. Without stops, depart = back = its start."""

    trainer: str
    shift: int
    depart: int
    stops: tuple[Stop, ...]
    back: int
    lunch: LunchTaken | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A route for every shift, those without visits too, in the order of the trainers; the keys of what is left out."""

    routes: tuple[Route, ...]
    unplaced: tuple[str, ...] = ()

    def placements(self) -> dict[str, Placement]:
        return {stop.visit: Placement(route.trainer, stop.start) for route in self.routes for stop in route.stops}


@dataclass(frozen=True, slots=True)
class Progress:
    """What is known while the solver runs: the cost of the best plan so far (comparable within one run only)."""

    seconds: float
    cost: int
    placed: int
    visits: int
