"""People who do not exist, declined as their language declines them.

Names come from Faker's lists, which the redactor has never seen.
"""

import random
from dataclasses import dataclass
from typing import Any

from . import peer

LOCALES = {"az": "az_AZ", "ru": "ru_RU", "en": "en_GB"}
VOWELS = "aıoueəiöü"
HARMONY = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "ə": "i", "i": "i", "ö": "ü", "ü": "ü"}
WIDE = {"a": "a", "ı": "a", "o": "a", "u": "a", "e": "ə", "ə": "ə", "i": "ə", "ö": "ə", "ü": "ə"}
CONSONANT = {"gen": "а", "dat": "у", "acc": "а", "ins": "ом"}
SOFT = {"gen": "я", "dat": "ю", "acc": "я", "ins": "ем"}
HARD_A = {"gen": "ы", "dat": "е", "acc": "у", "ins": "ой"}
SOFT_A = {"gen": "и", "dat": "е", "acc": "ю", "ins": "ей"}
SURNAME_SHE = {"gen": "ой", "dat": "ой", "acc": "у", "ins": "ой"}
SURNAME_HE = {"gen": "а", "dat": "у", "acc": "а", "ins": "ым"}
ADJECTIVE_HE = {"gen": "ого", "dat": "ому", "acc": "ого", "ins": "им"}


@dataclass(frozen=True)
class Made:
    first: str
    last: str
    father: str  # in Azerbaijani with "oğlu" or "qızı"; in Russian the patronymic; empty in English


class People:
    """Draws people of a language from Faker, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        faker = peer.faker()
        self.sources: dict[str, Any] = {}
        for language, locale in LOCALES.items():
            self.sources[language] = faker(locale)
            self.sources[language].seed_instance(seed)

    def draw(self, language: str, chance: random.Random, *, she: bool | None = None) -> Made:
        source = self.sources["az" if language == "en" and chance.random() < 0.3 else language]
        she = chance.random() < 0.6 if she is None else she
        first = (source.first_name_female if she else source.first_name_male)()
        if source is self.sources["ru"]:
            last, father = (
                (source.last_name_female(), source.middle_name_female())
                if she
                else (source.last_name_male(), source.middle_name_male())
            )
            return Made(first, last, father)
        last = source.last_name()
        if source is self.sources["az"]:
            last = (last.removesuffix("a") + "a") if she and last.endswith(("ov", "ev", "va")) else last
            return Made(first, last, f"{source.first_name_male()} {'qızı' if she else 'oğlu'}")
        return Made(first, last, "")


def declined(name: str, case: str, language: str) -> str:
    """A word or a name of several words in a case: "gen", "dat", "acc", "abl", "ins" or "" for the nominative."""
    if not case or not name:
        return name
    if language == "az":
        return name + _azerbaijani_ending(name, case)
    if language == "ru":
        return " ".join(_russian(word, case, place) for place, word in enumerate(name.split(" ")))
    return name + "'s" if case == "gen" else name


def _azerbaijani_ending(name: str, case: str) -> str:
    vowel = next((sign for sign in reversed(name.lower().replace("i̇", "i")) if sign in VOWELS), "a")
    narrow, wide, open_end = HARMONY[vowel], WIDE[vowel], name[-1].lower() in VOWELS
    return {
        "gen": ("n" if open_end else "") + narrow + "n",
        "dat": ("y" if open_end else "") + wide,
        "acc": ("n" if open_end else "") + narrow,
        "abl": "d" + wide + "n",
        "ins": "l" + wide,
    }[case]


def _russian(word: str, case: str, place: int) -> str:
    case = "gen" if case == "abl" else case
    is_last = place == 1 and not word.endswith(("вна", "ична", "вич"))
    if word.endswith(("ова", "ева", "ина")) and is_last:
        return word[:-1] + SURNAME_SHE[case]
    if word.endswith("ая"):
        return word[:-2] + ("ую" if case == "acc" else "ой")
    if word.endswith(("ский", "цкий")):
        return word[:-2] + ADJECTIVE_HE[case]
    if word.endswith(("ов", "ев", "ин")) and is_last:
        return word + SURNAME_HE[case]
    if word.endswith("а"):
        return word[:-1] + HARD_A[case]
    if word.endswith("я"):
        return word[:-1] + SOFT_A[case]
    if word.endswith(("й", "ь")):
        return word[:-1] + SOFT[case]
    return word + CONSONANT[case] if word[-1] not in "еиоуыэю" else word
