"""Join the work of several people on the same cues, without anybody's being overwritten unseen.

Whoever saves says of each cue what it was when they got it and what it is now. What is there still as it was becomes
what it is now. Where somebody else changed it meanwhile, words and times are looked at apart: one person's words and
another's times are both kept. What both changed is a conflict, and stays as it is until a person has chosen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .cue import MOST_CUES, Cue, NotACue, in_order, read

__all__ = ["Change", "Conflict", "Merged", "changes_between", "merge", "read_changes"]

_LONGEST_GROUP = 36  # characters of its name


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody did to a cue: None before is a new cue, None now a deleted one.

    Changes of one group, such as the two halves of a split, are kept together or not at all.
    """

    was: Cue | None
    now: Cue | None
    group: str = ""

    @property
    def id(self) -> str:
        found = self.now or self.was
        assert found  # noqa: S101 - `read_changes` lets nothing else through
        return found.id


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both changed the same thing: what it was, what one made of it, what there is now."""

    id: str
    group: str
    was: Cue | None
    mine: Cue | None
    theirs: Cue | None


@dataclass(frozen=True)
class Merged:
    """All cues in order after merging, and what was left out of it."""

    cues: list[Cue]
    conflicts: list[Conflict]


def read_changes(data: object) -> list[Change]:
    """Make changes of plain values: a list of {"was", "now", "group"}. Raises NotACue."""
    if not isinstance(data, list):
        raise NotACue("form")
    if len(data) > 2 * MOST_CUES:
        raise NotACue("many", len(data))
    return [_change(one) for one in data]


def _change(data: object) -> Change:
    if not isinstance(data, dict):
        raise NotACue("form")
    was = None if data.get("was") is None else read(data["was"])
    now = None if data.get("now") is None else read(data["now"])
    group = data.get("group") or ""
    if not isinstance(group, str) or len(group) > _LONGEST_GROUP:
        raise NotACue("form")
    if (was is None and now is None) or (was and now and was.id != now.id):
        raise NotACue("id")
    return Change(was, now, group)


def changes_between(before: Iterable[Cue], after: Iterable[Cue]) -> list[Change]:
    """What was done between two lists."""
    old, new = ({cue.id: cue for cue in cues} for cues in (before, after))
    return [Change(old.get(id), new.get(id)) for id in {**old, **new} if old.get(id) != new.get(id)]


def merge(current: Iterable[Cue], changes: Sequence[Change]) -> Merged:
    """Put changes into what there is now. Raises NotACue when it would become too much."""
    cues = {cue.id: cue for cue in current}
    conflicts: list[Conflict] = []
    for unit in _units(changes):
        tried = dict(cues)
        if all(_apply(tried, change) for change in unit):
            cues = tried
        else:
            conflicts += [
                Conflict(change.id, change.group, change.was, change.now, cues.get(change.id)) for change in unit
            ]
    if len(cues) > MOST_CUES:
        raise NotACue("many", len(cues))
    return Merged(in_order(cues.values()), conflicts)


def _units(changes: Sequence[Change]) -> list[list[Change]]:
    """Changes that stand or fall together, in the order in which they were made."""
    units: dict[str, list[Change]] = {}
    for number, change in enumerate(changes):
        units.setdefault(f"group {change.group}" if change.group else f"number {number}", []).append(change)
    return list(units.values())


def _apply(cues: dict[str, Cue], change: Change) -> bool:
    """Put one change in; says whether it could be."""
    theirs = cues.get(change.id)
    if theirs == change.now:
        return True
    if theirs == change.was:
        if change.now:
            cues[change.id] = change.now
        else:
            del cues[change.id]
        return True
    if change.was and change.now and theirs:
        return _apply_apart(cues, change.was, change.now, theirs)
    return change.was == change.now


def _apply_apart(cues: dict[str, Cue], was: Cue, now: Cue, theirs: Cue) -> bool:
    """Words and times each on their own."""
    if not (_fits(was.text, now.text, theirs.text) and _fits(was.times, now.times, theirs.times)):
        return False
    start, end = theirs.times if now.times == was.times else now.times
    text = theirs.text if now.text == was.text else now.text
    cues[was.id] = replace(was, start_ms=start, end_ms=end, text=text)
    return True


def _fits(was: object, mine: object, theirs: object) -> bool:
    return mine == was or theirs in (was, mine)
