"""A text as the rules read it: folded letters, words with their places, and what stands around them."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property

# One letter for one letter, so that places in the folded text are places in the text.
FOLDING = str.maketrans("İIıƏəĞğÖöÜüÇçŞşЁё’ʼ‘`", "iiieeggoouuccssее''''")
WORD = re.compile(r"(?<!\w)[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|['’ʼ‘-](?=[^\W\d_]))*(?!\w)")
SENTENCE_END = ".!?…\n\r:;•"
OPENING = "\"'«“„(–—-[*"
INITIAL = re.compile(r"[^\W\d_]{1,2}")


def fold(text: str) -> str:
    """Lower case without diacritics, of the same length: "Qızı" and "QIZI" and "qizi" are one."""
    folded = text.translate(FOLDING).lower()
    return folded if len(folded) == len(text) else "".join(fold_letter(letter) for letter in text)


def fold_letter(letter: str) -> str:
    folded = letter.translate(FOLDING).lower()
    return folded if len(folded) == 1 else letter


@dataclass(frozen=True, slots=True)
class Word:
    number: int
    start: int
    end: int
    raw: str
    fold: str
    begins: bool  # a sentence or a line

    @property
    def is_capital(self) -> bool:
        return self.raw[0].isupper()

    @property
    def is_shouted(self) -> bool:
        return len(self.raw) > 1 and self.raw.isupper()


@dataclass
class Reading:
    text: str
    language: str
    folded: str = field(init=False)

    def __post_init__(self) -> None:
        self.folded = fold(self.text)

    @cached_property
    def words(self) -> list[Word]:
        return [self._word(number, match) for number, match in enumerate(WORD.finditer(self.text))]

    def _word(self, number: int, match: re.Match[str]) -> Word:
        raw = unicodedata.normalize("NFC", match[0])
        return Word(number, match.start(), match.end(), raw, fold(raw), self._begins(match.start()))

    def _begins(self, place: int) -> bool:
        """Whether a capital letter here may be owed to the beginning of a sentence."""
        for step in range(1, 7):
            at = place - step
            if at < 0:
                return True
            sign = self.text[at]
            if sign in "\n\r":
                return True
            if not sign.isspace() and sign not in OPENING:
                return sign in SENTENCE_END and not self._after_initial(at)
        return True

    def _after_initial(self, dot: int) -> bool:
        """Whether this dot ends an initial, as in "Ə. Məmmədov"."""
        before = self.text[max(dot - 2, 0) : dot]
        return self.text[dot] == "." and before[-1:].isupper() and not before[:-1].isalnum()

    def between(self, one: Word, other: Word) -> str:
        """What stands between a word and a later one."""
        return self.text[one.end : other.start]

    def at(self, number: int) -> Word | None:
        return self.words[number] if 0 <= number < len(self.words) else None

    def before(self, place: int, length: int = 45) -> str:
        """The folded text just before a place, of the same sentence: a full stop with a capital after it is an end."""
        return self.folded[max(place - length, 0) : place].rsplit("\n", 1)[-1]

    def after(self, place: int, length: int = 30) -> str:
        return self.folded[place : place + length].split("\n", 1)[0]
