"""Whether a text says something about somebody, for rooms that keep words of unknown people."""

import re

from ..redaction import find
from ..redaction.given_names import AMBIGUOUS
from ..redaction.name_forms import LATIN_SURNAME, RUSSIAN_FORMS, given
from ..redaction.plain_words import PLAIN
from ..redaction.reading import fold

WORD = re.compile(r"(?<!\w)[^\W\d_]{3,}(?!\w)")
# Ordinary words that have the form of a name once nobody writes capital letters.
EVERYDAY = re.compile(r"adam.*|suret.*|gunes.*|люди|свет[еу]?|.*[oe]ve[ds]?|girov.*|здоров.*|полов.*|улова?")
SURNAME = re.compile(r"[а-я]{4,}ов(?:а|у)|[а-я]{3,}ев(?:а|у)")
MALE_SURNAME = re.compile(r"([а-я]{3,})[ое]в(?:у|ым|е)?")


def has_personal_data(text: str, *, language: str) -> bool:
    """Say whether the redaction of questions would take anything out of a text."""
    return bool(find(text, language=language))


def may_name_somebody(text: str) -> bool:
    """Say whether a word of a text may be a name, though it has no capital letter: what people type to search has none.

    Stricter than the redaction: a word too many that is not kept costs little, a name that is kept costs much.
    """
    return any(_may_be_name(fold(word)) for word in WORD.findall(text))


def _may_be_name(word: str) -> bool:
    if word in PLAIN or word in AMBIGUOUS or EVERYDAY.fullmatch(word):
        return False
    name = given(word)
    if name is not None:
        return name not in AMBIGUOUS
    male = MALE_SURNAME.fullmatch(word)
    return bool(
        (LATIN_SURNAME.fullmatch(word) and len(word) > 4)
        or SURNAME.fullmatch(word)
        or (male and male[1] in RUSSIAN_FORMS)
    )
