"""Words that make us tell the safeguarding officer: violence, neglect, self-harm. Pure: text in, signals out.

They are a net with wide meshes and no judgement: an officer reads, and who asks is told so before sending. All three
languages of the site are looked for whatever language was chosen, because people mix them.
"""

import re
from enum import StrEnum

from . import case_signal_words as words


class Signal(StrEnum):
    VIOLENCE = "violence"  # also threats, and money that somebody takes away
    NEGLECT = "neglect"  # also being locked in
    SELF_HARM = "self_harm"


_FOLD = str.maketrans("əğışçöüёİI’ʼ", "egiscouеii''")
_SIGNS: dict[Signal, tuple[str, ...]] = {
    Signal.SELF_HARM: words.SELF_HARM,
    Signal.VIOLENCE: words.VIOLENCE,
    Signal.NEGLECT: words.NEGLECT,
}


def lowered(text: str) -> str:
    """Write a text in small letters, also Azerbaijani ones, with a space where there is a gap."""
    return " ".join(text.replace("İ", "i").replace("I", "ı").lower().split())


def fold(text: str) -> str:
    """Write a text so that case, Azerbaijani letters and line ends do not matter."""
    return lowered(text).translate(_FOLD)


def _pattern(signs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(signs) + ")")


_FOUND_BY = {signal: _pattern(signs) for signal, signs in _SIGNS.items()}
_INNOCENT = _pattern(words.INNOCENT)
# What Azerbaijani letters alone tell apart: “döymək”, to beat, from “doymaq”, to be full.
_WITH_LETTERS = {Signal.VIOLENCE: _pattern((words.BEAT,))}


def signals_in(text: str) -> list[Signal]:
    """Give what a text speaks of, the gravest first."""
    with_letters, folded = lowered(text), fold(text)
    for hit in _INNOCENT.finditer(folded):
        blank = "," * len(hit[0])  # of the same length, so that places stay places, and no sign reaches across it
        folded = folded[: hit.start()] + blank + folded[hit.end() :]
        with_letters = with_letters[: hit.start()] + blank + with_letters[hit.end() :]
    return [signal for signal in _SIGNS if _is_there(signal, folded, with_letters)]


def _is_there(signal: Signal, folded: str, with_letters: str) -> bool:
    letters = _WITH_LETTERS.get(signal)
    return bool(_FOUND_BY[signal].search(folded) or (letters and letters.search(with_letters)))
