"""A question as words: what is asked, and by which stems it may stand in a text."""

from dataclasses import dataclass
from functools import lru_cache

from .fold import fold, words_in
from .stem import stem, stems

MOST_WORDS = 8
LONGEST_TEXT = 200  # letters of a question that are read
# Words that people put around what they look for. Left out of a question, unless it has no others.
_AROUND = """
və ilə üçün nə necə harada hara kim mən mənə mənim siz sizin bu o da də ki bir var yox olar lazımdır lazım hansı niyə
nədir edim etmək edə bilərəm istəyirəm haqqında barədə ya və ya hər çox
и в во на с со о об от до для как что где куда кто это мой моя мне я вы по из у к ли не или можно нужно есть какой
какие сколько почему если за
the a an and or of for to in on at with how what where who when why is are be can could do does i my me we our you your
it this that get need want about from there
"""
AROUND = frozenset(fold(word) for word in _AROUND.split())


@dataclass(frozen=True)
class Asked:
    """One word of a question: as typed, folded, and its stems in each of our languages."""

    typed: str
    folded: str
    stems: frozenset[str]


@dataclass(frozen=True)
class Alternative:
    """Stems that together count as what was asked, from 0 to 1 for how sure that is."""

    stems: tuple[str, ...]
    weight: float
    shown: str = ""  # the word as pages write it


@dataclass(frozen=True)
class Group:
    """What was asked with one word, or with a phrase that has synonyms: any of the alternatives will do."""

    alternatives: tuple[Alternative, ...]
    entries: int = 1  # how many entries have it, about

    @property
    def is_empty(self) -> bool:
        return not self.alternatives


@dataclass(frozen=True)
class Word:
    """A word of a text, as the vocabulary keeps it."""

    shown: str
    folded: str
    stem: str


def read(text: str, *, most: int = MOST_WORDS) -> list[Asked]:
    """Give the words of a question that matter, each once, in their order."""
    asked: dict[str, Asked] = {}
    for typed in words_in(text[: LONGEST_TEXT * most // MOST_WORDS]):
        folded = fold(typed)
        if folded:
            asked.setdefault(folded, Asked(typed, folded, frozenset(stems(typed) | {folded})))
    told = [one for one in asked.values() if one.folded not in AROUND]
    return (told or list(asked.values()))[:most]


def folded_text(text: str) -> str:
    """Give a question as the list of searches without a result keeps it: the same for every way of typing it."""
    return " ".join(fold(word) for word in words_in(text[:LONGEST_TEXT]))


def analyse(text: str, language: str) -> list[Word]:
    """Give the words of a text with their stems, in their order."""
    return [word for shown in words_in(text) if (word := _word(shown, language)).folded]


@lru_cache(maxsize=100_000)
def _word(shown: str, language: str) -> Word:
    folded = fold(shown)
    return Word(shown, folded, stem(shown, language) or folded)
