"""A cue: words with the time in which they are seen. What comes from outside is checked here, and only here."""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = [
    "LONGEST_MS",
    "LONGEST_TEXT",
    "MOST_CUES",
    "Cue",
    "NotACue",
    "clean",
    "in_order",
    "new_id",
    "read",
    "read_all",
]

MOST_CUES = 20_000  # in a track; eight hours of talk have about half of that
LONGEST_TEXT = 500  # characters of a cue
LONGEST_MS = 24 * 3600 * 1000
_ID = re.compile(r"[A-Za-z0-9-]{1,36}", re.ASCII)
# They turn the direction of what follows; a cue could make its neighbours unreadable.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class NotACue(ValueError):
    """What came in cannot be a cue. `reason` is one of id, time, text, many, twice, form."""

    def __init__(self, reason: str, detail: object = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Cue:
    """Plain words, lines separated by a line feed, from `start_ms` to before `end_ms`. Empty words: not typed yet."""

    id: str
    start_ms: int
    end_ms: int
    text: str

    @property
    def order(self) -> tuple[int, int, str]:
        """Where it stands among others."""
        return self.start_ms, self.end_ms, self.id

    @property
    def times(self) -> tuple[int, int]:
        return self.start_ms, self.end_ms

    def as_json(self) -> dict[str, Any]:
        """Plain values, as `read` takes them."""
        return {"id": self.id, "start_ms": self.start_ms, "end_ms": self.end_ms, "text": self.text}


def new_id() -> str:
    """An id that no other cue of the track has, as browsers make them too."""
    return secrets.token_hex(4)


def in_order(cues: Iterable[Cue]) -> list[Cue]:
    """Cues by their time."""
    return sorted(cues, key=lambda cue: cue.order)


def is_id(text: object) -> bool:
    """Whether it can be the id of a cue."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def read(data: object) -> Cue:
    """Make a cue of plain values, its words cleaned. Raises NotACue."""
    if not isinstance(data, dict):
        raise NotACue("form")
    if not is_id(data.get("id")):
        raise NotACue("id")
    start, end = data.get("start_ms"), data.get("end_ms")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= LONGEST_MS:
        raise NotACue("time", data["id"])
    text = data.get("text")
    if not isinstance(text, str) or len(text) > 4 * LONGEST_TEXT:
        raise NotACue("text", data["id"])
    text = clean(text)
    if len(text) > LONGEST_TEXT:
        raise NotACue("text", data["id"])
    return Cue(data["id"], start, end, text)


def read_all(data: object) -> list[Cue]:
    """Make cues of a list of plain values, in order. Raises NotACue."""
    if not isinstance(data, list):
        raise NotACue("form")
    if len(data) > MOST_CUES:
        raise NotACue("many", len(data))
    cues = in_order(read(one) for one in data)
    if len({cue.id for cue in cues}) < len(cues):
        raise NotACue("twice")
    return cues


def clean(text: str) -> str:
    """Words without what no caption needs: control, broken and private characters, empty lines, spaces at the ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").split("\n")
    kept = (" ".join("".join(filter(_is_sign, line.replace("\t", " "))).split()) for line in lines)
    return unicodedata.normalize("NFC", "\n".join(line for line in kept if line))


def _is_sign(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cs", "Cn", "Co") and sign not in _TURNING
