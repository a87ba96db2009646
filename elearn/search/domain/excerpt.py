"""The part of a text that shows why it was found: about two lines around the words asked for."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby

from django.utils.translation import gettext as _

from elearn.web.finding import HEARD, SAID

from ..models import Entry
from ..words.query import analyse

WORDS = 26
MOST_WORDS = 2500  # of a text that are looked through


@dataclass(frozen=True)
class Piece:
    """Some text; `is_asked` when it is what was looked for."""

    text: str
    is_asked: bool = False


def excerpt(entry: Entry, stems: frozenset[str]) -> tuple[Piece, ...]:
    """Give the place where most of the words asked for stand, else how the text begins."""
    words = f"{entry.summary} {entry.text}".split(maxsplit=MOST_WORDS)[:MOST_WORDS]
    asked = [not stems.isdisjoint(_stems(word, entry.language)) for word in words]
    start = _start(words, asked)
    said_by, start = _who_says(words, asked, start)
    pieces = [Piece(f"{said_by} ")] if said_by else []
    pieces += [Piece("… ")] if start and words[start] not in (SAID, HEARD) else []
    part = zip(words[start : start + WORDS], asked[start : start + WORDS], strict=True)
    spoken = [(word, is_asked) for word, is_asked in part if word not in (SAID, HEARD)]
    for is_asked, together in groupby(spoken, key=lambda one: one[1]):
        pieces += [Piece(" ".join(word for word, _asked in together), is_asked), Piece(" ")]
    if start + WORDS < len(words):
        pieces[-1:] = [Piece(" …")]
    return tuple(pieces[:-1] if pieces and pieces[-1].text == " " else pieces)


def _who_says(words: list[str], asked: list[bool], start: int) -> tuple[str, int]:
    """Say that what was asked for is said in a film, and when a machine wrote it down; "" for other words.

    And from which word on to show: not from before it is said.
    """
    shown = range(start, min(start + WORDS, len(words)))
    at = next((place for place in shown if asked[place]), -1)
    mark = next((place for place in range(at, -1, -1) if words[place] in (SAID, HEARD)), None)
    if mark is None:
        return "", start
    by_person, by_machine = _("Said in the video:"), _("Said in the video, written down by a machine:")
    return by_person if words[mark] == SAID else by_machine, max(start, mark)


@lru_cache(maxsize=50_000)
def _stems(word: str, language: str) -> frozenset[str]:
    return frozenset(one.stem for one in analyse(word, language))


def _start(words: list[str], asked: list[bool]) -> int:
    """Give the first word to show: of the stretch with most that was asked, or the sentence it begins in."""
    sums = [0, *accumulate(asked)]
    last = max(0, len(words) - WORDS)
    best = max(range(last + 1), key=lambda at: (sums[min(at + WORDS, len(words))] - sums[at], -at))
    for back in range(best, max(-1, best - WORDS // 2), -1):
        if back == 0 or words[back - 1].endswith((".", "!", "?", ":")):
            if sums[min(back + WORDS, len(words))] - sums[back] >= sums[min(best + WORDS, len(words))] - sums[best]:
                return back
            break
    return best
