"""The part of a word that its endings leave standing: kurslarında → kurs, пенсии → пенс, benefits → benefit.

Light stemmers, one for each language: they take off the endings of declension and leave those that make new words,
which finds nearly as much as full stemmers and confuses less (Savoy, "Light stemming approaches for the French,
Portuguese, German and Hungarian languages", SAC 2006; Dolamic and Savoy, "Stemming approaches for East European
languages", CLEF 2007; Harman, "How effective is suffixing?", JASIS 1991). Snowball has none for Azerbaijani, and its
Turkish one takes off endings that Azerbaijani does not have; decision 0016 gives the figures.
"""

from .fold import fold, is_cyrillic

SHORTEST = 3  # letters that always stay
# Folded endings of Azerbaijani, in the order in which they stand at the end: case, whose, how many; longest first.
_AZ_CASE = ("daki", "deki", "dan", "den", "nin", "nun", "da", "de", "ya", "ye", "na", "ne", "ni", "nu")
_AZ_WHOSE = ("imiz", "iniz", "umuz", "unuz", "miz", "niz", "muz", "nuz", "im", "in", "um", "un", "si", "su")
_AZ_PLURAL = ("lar", "ler")
# House, work, year, month, hand, name, husband, meat, water, horse, yarn, grass, game: too short for the rules.
_AZ_SHORT = frozenset({"ev", "is", "il", "ay", "el", "ad", "er", "et", "su", "at", "ip", "ot", "ov"})
_VOWELS = "aeiou"
_RU_ENDINGS = (
    "иями", "ями", "ами", "ией", "иям", "ием", "иях", "его", "ого", "ему", "ому", "ыми", "ими", "ать", "ять", "ить",
    "еть", "ишь", "ешь", "ете", "ите", "ут", "ют", "ет", "ит", "ая", "яя", "ое", "ее", "ый", "ий", "ой", "ей", "ую",
    "юю", "ые", "ие", "ых", "их", "ым", "им", "ом", "ем", "ам", "ям", "ах", "ях", "ов", "ев", "ью", "ия", "ии", "ию",
    "а", "я", "о", "е", "и", "ы", "у", "ю", "ь", "й",
)  # fmt: skip


def stem(word: str, language: str) -> str:
    """Give the folded stem of a small word as written. Cyrillic words are taken as Russian, whatever the page is."""
    if is_cyrillic(word):
        return fold(_russian(word))
    plain = fold(word)
    if language == "az":
        return _azerbaijani(plain)
    return _english(plain) if language == "en" else plain


def stems(word: str) -> set[str]:
    """Give every stem a word may have when nobody says in which language it is."""
    return {stem(word, language) for language in ("az", "ru", "en")}


def _without(word: str, endings: tuple[str, ...], *, leave: int = SHORTEST) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= leave:
            return word[: -len(ending)]
    return word


def _azerbaijani(word: str) -> str:
    """Take off case, possession and the plural until nothing comes off; what is left is the same for all forms."""
    if word.isdigit():
        return word
    for _round in range(4):
        bare = _one_round(word)
        if bare == word:
            break
        word = bare
    return _softened(word)


def _one_round(word: str) -> str:
    for ending in (*_AZ_CASE, "e", "a", "i", "u", "in", "un"):
        if word.endswith(ending) and word[: -len(ending)] in _AZ_SHORT:
            return word[: -len(ending)]
    # pensiya, komissiya: the ending of a word that came from elsewhere, not of a case
    word = word if word.endswith(("iya", "iye")) else _without(word, _AZ_CASE)
    word = _without_vowel(_without(word, _AZ_WHOSE, leave=SHORTEST + 1))
    return _without(word, _AZ_PLURAL, leave=SHORTEST - 1)


def _without_vowel(word: str) -> str:
    return word[:-1] if len(word) > SHORTEST + 1 and word[-1] in _VOWELS else word


def _softened(word: str) -> str:
    """Give q and k at the end the form that they have before a vowel: uşaq, uşağı; çörək, çörəyi."""
    soft = {"q": "g", "k": "y"}.get(word[-1:])
    return word[:-1] + soft if soft and len(word) > SHORTEST else word


def _russian(word: str) -> str:
    return _without(word.replace("ё", "е"), _RU_ENDINGS)


def _english(word: str) -> str:
    if len(word) <= SHORTEST or word.endswith(("ss", "us", "is")):
        return word
    for ending in ("ies", "ied"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + "y"
    bare = _without(word.removesuffix("s"), ("ing", "ed"))
    if bare[-1] == bare[-2:-1] and bare[-1] not in _VOWELS + "ls":
        bare = bare[:-1]
    return bare.removesuffix("e") if len(bare) > SHORTEST else bare
