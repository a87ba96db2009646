"""What comes out of a file that was made anew, and why one cannot be."""

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    LARGE = "large"  # more bytes than we take
    UNKNOWN = "unknown"  # none of the kinds we take, whatever its name says
    BROKEN = "broken"
    HUGE = "huge"  # small as a file, enormous once opened
    LOCKED = "locked"  # opens with a password alone
    ACTIVE = "active"  # holds programs, other files, or a form that fills itself in
    PAGES = "pages"  # more pages than we take


class Unfit(Exception):
    """A file cannot be taken. `why` says for what reason."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Made:
    """A file made anew. `kind` is "jpeg" or "pdf"; `pages` is 1 for a picture."""

    kind: str
    data: bytes
    pages: int = 1
