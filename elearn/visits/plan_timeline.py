"""The day of a draft as a drawing: a lane for each trainer, the hours from left to right. All in whole units of SVG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .domain.route import minute
from .models import PlannedVisit

A_MINUTE = 2
LANE = 72
HEAD = 36
SIDE = 220


@dataclass(frozen=True)
class Block:
    """A visit in its lane; without a key it cannot be moved."""

    key: int | None
    x: int
    width: int
    words: str
    kind: str

    @property
    def inner(self) -> int:
        return self.width - 4


@dataclass(frozen=True)
class Strip:
    """A trainer's lane: where it lies, their hours, their visits."""

    trainer: int
    name: str
    y: int
    hours: tuple[int, int] | None
    blocks: list[Block]


@dataclass(frozen=True)
class Timeline:
    """The drawing; `first` is the minute of the day at its left side."""

    width: int
    height: int
    first: int
    ticks: list[tuple[int, str]]
    strips: list[Strip]

    a_minute: int = A_MINUTE
    lane: int = LANE
    head: int = HEAD
    side: int = SIDE


def timeline(lanes: Sequence[Any], spans: Mapping[int, tuple[int, int]]) -> Timeline:
    """Draw the lanes of a day; `spans` are the hours of each trainer in minutes."""
    rows = [row for lane in lanes for row in (*(line.row for line in lane.lines), *lane.meanwhile)]
    starts = [*(span[0] for span in spans.values()), *(minute(row.starts_at) for row in rows), 9 * 60]
    ends = [*(span[1] for span in spans.values()), *(minute(row.ends_at) for row in rows), 17 * 60]
    first, last = min(starts) // 60 * 60, -(-max(ends) // 60) * 60
    strips = [_strip(number, lane, spans, first) for number, lane in enumerate(lanes)]
    return Timeline(
        width=SIDE + (last - first) * A_MINUTE + 20,
        height=HEAD + LANE * len(strips),
        first=first,
        ticks=[(_x(hour, first), f"{hour // 60:02}") for hour in range(first, last + 1, 60)],
        strips=strips,
    )


def _strip(number: int, lane: Any, spans: Mapping[int, tuple[int, int]], first: int) -> Strip:
    span = spans.get(lane.trainer.pk)
    blocks = [_block(line.row, first, "blocked" if line.is_blocked else _kind(line.row)) for line in lane.lines]
    blocks += [_block(row, first, "fixed") for row in lane.meanwhile]
    hours = (_x(span[0], first), (span[1] - span[0]) * A_MINUTE) if span else None
    return Strip(lane.trainer.pk, lane.trainer.person.name, HEAD + number * LANE, hours, blocks)


def _block(row: PlannedVisit, first: int, kind: str) -> Block:
    assert row.starts_at and row.ends_at  # noqa: S101 - only placed rows are in a lane
    start, end = minute(row.starts_at), minute(row.ends_at)
    return Block(row.pk, _x(start, first), (end - start) * A_MINUTE, _short(row.request.person.name), kind)


def _short(name: str) -> str:
    """Give a name that fits into an hour: "Sona K."."""
    first, _space, last = name.partition(" ")
    return f"{first} {last[:1]}." if last else first


def _kind(row: PlannedVisit) -> str:
    return "pinned" if row.is_pinned else "new" if row.visit_id is None else "there"


def _x(minutes: int, first: int) -> int:
    return SIDE + (minutes - first) * A_MINUTE
