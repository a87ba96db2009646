"""What an editor does to cues: each takes a list and gives a new one, in order. Raises KeyError for an unknown id.

The editor in the browser does the same there and sends what came of it; this is for programs, and for tests of merging.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from .cue import LONGEST_MS, Cue, clean, in_order, new_id

__all__ = ["delete", "fix", "insert", "join", "retime", "shift", "split"]

SHORTEST_MS = 100  # of a half after a split


def fix(cues: Sequence[Cue], id: str, text: str) -> list[Cue]:
    """Other words at the same time."""
    return _with(cues, id, replace(_found(cues, id), text=clean(text)))


def retime(cues: Sequence[Cue], id: str, start_ms: int, end_ms: int) -> list[Cue]:
    """The same words at another time. Raises ValueError for a time that cannot be."""
    if not 0 <= start_ms < end_ms <= LONGEST_MS:
        raise ValueError("a cue ends after it begins")
    return _with(cues, id, replace(_found(cues, id), start_ms=start_ms, end_ms=end_ms))


def split(cues: Sequence[Cue], id: str, at_char: int, at_ms: int | None = None, *, new: str = "") -> list[Cue]:
    """Make two of one; the first keeps the id. Without `at_ms` the time is shared as the characters are."""
    cue = _found(cues, id)
    if cue.end_ms - cue.start_ms < 2 * SHORTEST_MS:
        raise ValueError("too short to be split")
    share = at_char / len(cue.text) if cue.text else 0.5
    middle = cue.start_ms + round((cue.end_ms - cue.start_ms) * share) if at_ms is None else at_ms
    middle = min(max(middle, cue.start_ms + SHORTEST_MS), cue.end_ms - SHORTEST_MS)
    first = replace(cue, end_ms=middle, text=clean(cue.text[:at_char]))
    second = Cue(new or new_id(), middle, cue.end_ms, clean(cue.text[at_char:]))
    return in_order([*_without(cues, id), first, second])


def join(cues: Sequence[Cue], id: str) -> list[Cue]:
    """Make one of a cue and the next one; it keeps the id of the first. The last cue stays as it is."""
    ordered = in_order(cues)
    at = next(number for number, cue in enumerate(ordered) if cue.id == _found(cues, id).id)
    if at + 1 == len(ordered):
        return ordered
    first, second = ordered[at : at + 2]
    words = " ".join(part for part in (first.text, second.text) if part)
    joined = replace(first, end_ms=max(first.end_ms, second.end_ms), text=words)
    return in_order([*_without(ordered, first.id, second.id), joined])


def shift(cues: Sequence[Cue], by_ms: int, ids: Collection[str] | None = None) -> list[Cue]:
    """Move cues in time, all or some; none begins before the film, the first ones are moved less then."""
    chosen = [cue for cue in cues if ids is None or cue.id in ids]
    if not chosen:
        return in_order(cues)
    by_ms = max(by_ms, -min(cue.start_ms for cue in chosen))
    by_ms = min(by_ms, LONGEST_MS - max(cue.end_ms for cue in chosen))
    moved = [replace(cue, start_ms=cue.start_ms + by_ms, end_ms=cue.end_ms + by_ms) for cue in chosen]
    return in_order([*_without(cues, *(cue.id for cue in chosen)), *moved])


def insert(cues: Sequence[Cue], cue: Cue) -> list[Cue]:
    """One more. Raises ValueError when its id is taken."""
    if any(other.id == cue.id for other in cues):
        raise ValueError("this id is taken")
    return in_order([*cues, cue])


def delete(cues: Sequence[Cue], id: str) -> list[Cue]:
    """One less."""
    return in_order(_without(cues, _found(cues, id).id))


def _found(cues: Sequence[Cue], id: str) -> Cue:
    found = next((cue for cue in cues if cue.id == id), None)
    if found is None:
        raise KeyError(id)
    return found


def _with(cues: Sequence[Cue], id: str, changed: Cue) -> list[Cue]:
    return in_order([*_without(cues, id), changed])


def _without(cues: Sequence[Cue], *ids: str) -> list[Cue]:
    return [cue for cue in cues if cue.id not in ids]
