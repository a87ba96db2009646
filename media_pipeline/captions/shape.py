"""Make cues of words that a machine heard: lines that can be read, broken where one breathes.

Limits as in `check`. A cue ends at the end of a sentence, at a pause, or where two lines are full; then at the last
comma that leaves enough on both sides. Short ones stay a little longer where nothing follows at once.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .cue import Cue, clean, new_id

__all__ = ["Word", "cues_of"]

LINE = 42
MOST = 2 * LINE - 4  # characters: two lines that break between words
LONGEST = 6.0  # seconds
PAUSE = 0.9  # seconds without a word end a cue
SHORTEST = 1.0
LINGER = 0.6  # seconds that a cue may stay after its last word
READING = 17  # characters a second that everybody can read
_ENDS, _BREATHS = ".!?…", ",;:"


@dataclass(frozen=True, slots=True)
class Word:
    """A word with the space before it, from `start` to `end` seconds."""

    start: float
    end: float
    text: str


def cues_of(words: Iterable[Word]) -> list[Cue]:
    """Cues in order, none over another, with new ids."""
    groups = [group for group in _groups(words) if clean("".join(word.text for word in group))]
    cues: list[Cue] = []
    for number, group in enumerate(groups):
        after = groups[number + 1][0].start if number + 1 < len(groups) else None
        start, end = _seen(group, cues[-1].end_ms if cues else 0, after)
        cues.append(Cue(new_id(), start, end, _lines(clean("".join(word.text for word in group)))))
    return cues


def _seen(group: Sequence[Word], earliest: int, after: float | None) -> tuple[int, int]:
    """From when to when it is seen, in ms: as long as it takes to read, if nothing follows."""
    length = len("".join(word.text for word in group))
    start = max(round(group[0].start * 1000), earliest)
    wanted = max(group[-1].end + 0.1, group[0].start + SHORTEST, group[0].start + length / READING)
    end = min(wanted, group[-1].end + LINGER + SHORTEST)
    if after is not None:
        end = min(end, after)
    return start, max(round(end * 1000), start + 100)


def _groups(words: Iterable[Word]) -> Iterator[list[Word]]:
    group: list[Word] = []
    for word in words:
        if group and (word.start - group[-1].end > PAUSE or _is_whole(group)):
            yield group
            group = []
        group.append(word)
        if _length(group) > MOST or group[-1].end - group[0].start > LONGEST:
            cut = _best_cut(group)
            if group[:cut]:
                yield group[:cut]
            group = group[cut:]
    if group:
        yield group


def _is_whole(group: Sequence[Word]) -> bool:
    """Whether a sentence ends here that is not too short to stand alone."""
    return group[-1].text.rstrip()[-1:] in _ENDS and (_length(group) > 12 or group[-1].end - group[0].start > SHORTEST)


def _best_cut(group: Sequence[Word]) -> int:
    """How many words stay: up to a sentence's end, else a breath, in the second half of the room; else all but one."""
    for signs in (_ENDS, _BREATHS):
        for count in range(len(group) - 1, 0, -1):
            if _length(group[:count]) < MOST / 3:
                break
            if group[count - 1].text.rstrip()[-1:] in signs:
                return count
    return len(group) - 1 or 1


def _length(group: Sequence[Word]) -> int:
    return len("".join(word.text for word in group).strip())


def _lines(text: str) -> str:
    """One line where it fits, else two of about the same length, the lower one longer."""
    text = " ".join(text.split())
    if len(text) <= LINE:
        return text
    spaces = [at for at, sign in enumerate(text) if sign == " "]
    if not spaces:
        return text
    best = min(spaces, key=lambda at: (max(at, len(text) - at - 1) > LINE, abs(at - (len(text) - 2) / 2)))
    return f"{text[:best]}\n{text[best + 1 :]}"
