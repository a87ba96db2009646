"""Who looks at what somebody writes, and when. Pure: facts in, a handling out.

The order matters: the first rule that speaks decides. Not knowing somebody's age counts as their being a minor,
because the rule is there for the one person of fifteen who has not told us.
"""

from dataclasses import dataclass
from enum import StrEnum


class Handling(StrEnum):
    """What happens with words before others see them."""

    WAITS = "waits"  # until one moderator has agreed
    TWO = "two"  # until two different moderators have agreed
    LATER = "later"  # shown at once, looked at afterwards


@dataclass(frozen=True)
class Who:
    """What the rules ask about somebody. `is_staff`: holds a role of people who work here."""

    is_minor: bool
    age_known: bool
    is_staff: bool = False

    @property
    def may_be_minor(self) -> bool:
        return self.is_minor or not self.age_known


# Roles of those who work here and have been told how we write to each other.
STAFF = frozenset({"trainer", "counsellor", "operator", "coordinator", "safeguarding"})
# Kinds that show a face, a voice or what somebody made: they cannot be read over quickly.
SHOWN = frozenset({"practice", "picture", "voice", "ask_film"})


def handling(kind: str, *, writer: Who, reader: Who | None) -> Handling:
    """Say how something is handled. `reader` is None when everybody may see it."""
    if writer.is_minor and kind in SHOWN:
        return Handling.TWO
    if writer.is_minor:
        return Handling.WAITS
    if reader is not None and reader.is_minor:
        # A grown-up who writes to a minor.
        return Handling.WAITS if writer.is_staff else Handling.TWO
    if writer.is_staff and kind not in SHOWN and reader is not None and not reader.may_be_minor:
        return Handling.LATER
    return Handling.WAITS
