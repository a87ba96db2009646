"""What kinds of work there are: the deed of each, where it queues, how urgent it is, what its film shows meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from media_pipeline import limits
from media_pipeline.models import Film, FilmState, WorkKind

if TYPE_CHECKING:
    from .lease import Lease

Deed = Callable[[Film, "Lease"], None]

# The queue of each kind and how urgent it is, −100 to 100 as the queue of the database has it: below zero, so that
# what else a project enqueues (letters, codes) goes first. On Redis there are no priorities: there a worker asks its
# queues in this order.
QUEUES = {
    WorkKind.LIVE: ("live", -3),
    WorkKind.ARRIVING: ("arriving", -5),
    WorkKind.TAKE_IN: ("watchable", -8),
    WorkKind.JOIN: ("first_rung", -9),
    WorkKind.WATCHABLE: ("watchable", -10),
    WorkKind.CUT: ("first_rung", -15),
    WorkKind.FIRST_RUNG: ("first_rung", -20),
    WorkKind.LADDER: ("ladder", -30),
    WorkKind.LIVE_CAPTIONS: ("live_captions", -8),
    WorkKind.CAPTIONS: ("captions", -40),
}
THE_REST = ("rest", -50)


@dataclass(frozen=True)
class Kind:
    """How work of one kind is done.

    `waits` and `works` are the film's states while it waits and while it is done; None leaves the film's state alone.
    `shows` is the part of the film's own per cent that this work is, from and to; None does not show in it.
    `fails_film`: without it the film cannot be used, so when it is parked or cancelled the film has failed.
    `gives_way`: large work that lets smaller work go first, even when it has begun.
    `lease_seconds`: how long a worker keeps it without a sign of life, where that is not as the settings say.
    """

    name: WorkKind
    deed: Deed
    waits: FilmState | None = None
    works: FilmState | None = None
    shows: tuple[int, int] | None = None
    fails_film: bool = False
    gives_way: bool = False
    lease_seconds: int | None = None

    @property
    def lease(self) -> timedelta:
        usual = limits.lease()
        return min(usual, timedelta(seconds=self.lease_seconds)) if self.lease_seconds else usual

    @property
    def queue(self) -> str:
        return QUEUES.get(self.name, THE_REST)[0]

    @property
    def priority(self) -> int:
        return QUEUES.get(self.name, THE_REST)[1]


_KINDS: dict[str, Kind] = {}


def does(
    name: WorkKind,
    *,
    film: tuple[FilmState, FilmState] | None = None,
    shows: tuple[int, int] | None = None,
    fails_film: bool = False,
    gives_way: bool = False,
    lease_seconds: int | None = None,
) -> Callable[[Deed], Deed]:
    """Register a function as the deed of a kind. `film` is the film's state while it waits and while it is done."""
    waits, works = film or (None, None)

    def register(deed: Deed) -> Deed:
        _KINDS[name] = Kind(
            name, deed, waits=waits, works=works, shows=shows, fails_film=fails_film, gives_way=gives_way,
            lease_seconds=lease_seconds,
        )  # fmt: skip
        return deed

    return register


def kind_of(name: str) -> Kind:
    """The kind with this name. Raises KeyError when nobody does it."""
    return _KINDS[name]


def essential() -> list[str]:
    """Names of the kinds without which a film cannot be used."""
    return [name for name, kind in _KINDS.items() if kind.fails_film]
