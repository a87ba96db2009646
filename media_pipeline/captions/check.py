"""What to look at again in captions: warnings, which hinder nobody from saving.

The limits are those that broadcasters and streaming services agree on, on the slow side: two lines of 42 characters,
at most 20 characters a second (EBU and Netflix ask 17 to 20), from 0.7 to 7 seconds.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .cue import Cue, in_order

__all__ = ["Code", "Warning", "warnings"]

CHARACTERS_A_SECOND = 20
SHORTEST_MS, LONGEST_MS = 700, 7_000
LONGEST_LINE, MOST_LINES = 42, 2
AFTER_END_MS = 500


class Code:
    """What can be the matter."""

    EMPTY = "empty"
    OVERLAP = "overlap"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_FAST = "too_fast"
    LONG_LINES = "long_lines"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Warning:
    """Something about one cue, by its id."""

    id: str
    code: str


def warnings(cues: Iterable[Cue], *, duration_ms: int = 0) -> list[Warning]:
    """Look at all cues. `duration_ms` is that of the film, 0 when it is not known."""
    found = []
    end = 0
    for cue in in_order(cues):
        found += [Warning(cue.id, code) for code in _codes(cue)]
        if cue.start_ms < end:
            found.append(Warning(cue.id, Code.OVERLAP))
        if duration_ms and cue.end_ms > duration_ms + AFTER_END_MS:
            found.append(Warning(cue.id, Code.OUTSIDE))
        end = max(end, cue.end_ms)
    return found


def _codes(cue: Cue) -> Iterator[str]:
    length = cue.end_ms - cue.start_ms
    if not cue.text:
        yield Code.EMPTY
        return
    if length < SHORTEST_MS:
        yield Code.TOO_SHORT
    elif length > LONGEST_MS:
        yield Code.TOO_LONG
    if len(cue.text) * 1000 > CHARACTERS_A_SECOND * max(length, SHORTEST_MS):
        yield Code.TOO_FAST
    lines = cue.text.split("\n")
    # One long line is wrapped by the player; what does not fit into two is too much.
    if len(lines) > MOST_LINES or len(cue.text) > MOST_LINES * LONGEST_LINE:
        yield Code.LONG_LINES
