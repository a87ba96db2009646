"""One writing for names, so that a person is found however their name was written. Pure: no Django.

Azerbaijani names reach us in Azerbaijani, in bare Latin letters from foreign keyboards, and in Cyrillic by Russian
habit: "Gülnarə", "gulnare", "Гюльнара". Folding makes the first two equal; the skeleton (consonants only, sounds that
the alphabets mix up made one) brings the third to them.
"""

import unicodedata
from itertools import groupby

_FOLDED = str.maketrans(
    {
        "ə": "e", "ı": "i", "ş": "s", "ç": "c", "ğ": "g", "ö": "o", "ü": "u",
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "o", "ж": "j", "з": "z", "и": "i",
        "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
        "у": "u", "ф": "f", "х": "x", "ц": "s", "ч": "c", "ш": "s", "щ": "s", "ъ": "", "ы": "i", "ь": "",
        "э": "e", "ю": "u", "я": "ya",
    }
)  # fmt: skip
# Sounds that one alphabet writes with one letter and another with a different one.
_MIXED_UP = str.maketrans({"q": "k", "g": "k", "x": "k", "h": "k", "j": "c", "w": "v"})
_UNWRITTEN = set("aeiouy")
TITLES = frozenset({"xanim", "bey", "muellim", "muellime", "xala", "emi", "dayi", "bibi", "nene", "baba"})
SHORTEST_SKELETON = 3


def fold(text: str) -> str:
    """Write a name in plain small Latin letters: "Gülnarə Əliyeva" → "gulnare eliyeva"."""
    lowered = text.replace("İ", "i").replace("I", "ı").lower().translate(_FOLDED)
    plain = unicodedata.normalize("NFKD", lowered)
    kept = "".join(
        character if character.isalnum() else " " for character in plain if not unicodedata.combining(character)
    )
    return " ".join(kept.split())


def skeleton(word: str) -> str:
    """Keep what survives a change of alphabet of a folded word: "cefer" and "djafar" → "cfr"."""
    sounds = word.replace("dj", "c").replace("dzh", "c").replace("sh", "s").replace("ch", "c")
    sounds = sounds.replace("kh", "x").replace("gh", "g").translate(_MIXED_UP)
    consonants = (sound for sound in sounds if sound not in _UNWRITTEN)
    return "".join(sound for sound, _run in groupby(consonants))


def found_by(name: str) -> str:
    """Give what is kept for searching: the folded words, then their skeletons marked with "~"."""
    words = fold(name).split()
    skeletons = dict.fromkeys(f"~{skeleton(word)}" for word in words)
    return " ".join([*dict.fromkeys(words), *skeletons])[:600]


# How surnames and fathers' names end here; folded, so one writing stands for all alphabets.
_NOT_GIVEN = (
    "ova", "ov", "yev", "yeva", "ev", "eva", "zade", "skaya", "skiy", "skii", "ski", "sky", "ovna", "evna", "ovic",
    "evic", "beyli", "bayli", "xanli",
)  # fmt: skip
# Surnames made anew end so, and some first names, too: it decides only where nothing else does.
_MAYBE_NOT_GIVEN = ("li", "lu", "soy")
_YET_GIVEN = ("eli", "qulu", "leyli", "nazli", "asli")
_CHILD_OF = frozenset({"oglu", "ogly", "ogli", "qizi", "kizi", "gizi"})


def given_name(name: str) -> str:
    """Give the one word of a name that is most likely the first name: "Məmmədova Günay Elçin qızı" → "Günay"."""
    words = [word for word in name.split() if fold(word) not in TITLES]
    own = _without_father(words)
    sure = [word for word in own if not _folded(word).endswith(_NOT_GIVEN)] or own
    likely = [word for word in sure if not _may_be_surname(word)] or sure
    if not likely:
        return next(iter(name.split()), "")
    # Whoever names the father has the surname first: "Aslan Günay Elçin qızı".
    return likely[-1] if len(own) < len(words) else likely[0]


def _without_father(words: list[str]) -> list[str]:
    """Leave out a father's name and the word behind it, "Elçin qızı", and what they stand before, if anything does."""
    for number, word in enumerate(words):
        if _folded(word) in _CHILD_OF and number:
            return words[: number - 1] or words[number + 1 :]
    return words


def _may_be_surname(word: str) -> bool:
    return _folded(word).endswith(_MAYBE_NOT_GIVEN) and not _folded(word).endswith(_YET_GIVEN)


def _folded(word: str) -> str:
    return fold(word).replace(" ", "")


def same_name(one: str, other: str) -> bool:
    """Say whether two names may be one person's: all words of the shorter are in the longer, titles aside."""
    first = set(fold(one).split()) - TITLES
    second = set(fold(other).split()) - TITLES
    return bool(first and second) and (first <= second or second <= first)
