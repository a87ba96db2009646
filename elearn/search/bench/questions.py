"""Questions with the slips people make, from a seed: each knows the one thing that is meant.

A quarter are asked as readers ask; the others are made from words of the title: typed without its letters, in
another alphabet, with a slip (F. J. Damerau's four), not to the end, or on the wrong keyboard.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..words.fold import fold, words_in
from ..words.query import AROUND
from .corpus import PAGES
from .demo_questions import ASKED

COUNT = 200
LETTERS = {
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvyz",
    "ru": "абвгдежзийклмнопрстуфхцчшщыьэюя",
    "en": "abcdefghijklmnopqrstuvwxyz",
}
_ENGLISH = str.maketrans("йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,.")
_DIGRAPHS = (("ş", "sh"), ("ç", "ch"), ("ğ", "gh"), ("x", "kh"), ("ə", "e"), ("ı", "i"), ("ö", "o"), ("ü", "u"))


@dataclass(frozen=True)
class Question:
    """What is typed, how it came about, in which language, and the title of what is meant."""

    text: str
    way: str
    language: str
    title: str


def of_demo(seed: int = 2026) -> list[Question]:
    """Give 200 questions to the demonstration's content, always the same for a seed."""
    things = [(thing.language, thing.title, thing.questions, 7) for thing in ASKED]
    return _chosen(things, seed)


def of_corpus(seed: int = 2026) -> list[Question]:
    """Give 200 questions to the pages of the corpus, always the same for a seed."""
    return _chosen([(page.language, page.title, (page.asked,), 3) for page in PAGES], seed)


# Language, title, what readers ask, and how many questions are made from the title.
Thing = tuple[str, str, tuple[str, ...], int]


def _chosen(things: Sequence[Thing], seed: int) -> list[Question]:
    chance = random.Random(seed)  # noqa: S311 - for repeating, not for secrets
    made = [question for thing in things for question in _made(thing, chance)]
    chance.shuffle(made)
    return made[:COUNT]


def _made(thing: Thing, chance: random.Random) -> Iterator[Question]:
    language, title, asked, count = thing
    for text in asked:
        yield Question(text, "asked", language, title)
    ways = sorted(_WAYS[language])
    for way in chance.sample([*ways, *ways], k=count):
        text = _WAYS[language][way](_words(title, chance), language, chance)
        yield Question(text, way, language, title)


def _words(title: str, chance: random.Random) -> list[str]:
    """Give two or three words of the title that say something, in their order; of a short title all."""
    told = [word for word in words_in(title) if fold(word) not in AROUND and len(word) > 2]
    count = min(len(told), chance.choice((2, 2, 3)))
    return [told[at] for at in sorted(chance.sample(range(len(told)), k=count))]


def _plain(words: list[str], language: str, chance: random.Random) -> str:
    return " ".join(word.translate(str.maketrans("əışçğöüё", "eiscgoue")) for word in words)


def _sounds(words: list[str], language: str, chance: random.Random) -> str:
    text = " ".join(words)
    for letter, typed in _DIGRAPHS:
        text = text.replace(letter, typed)
    return text


def _latin(words: list[str], language: str, chance: random.Random) -> str:
    return " ".join(fold(word) for word in words)


def _keyboard(words: list[str], language: str, chance: random.Random) -> str:
    return " ".join(words).translate(_ENGLISH)


def _one_slip(words: list[str], language: str, chance: random.Random) -> str:
    longest = max(range(len(words)), key=lambda at: len(words[at]))
    return " ".join(_slip(word, language, chance) if at == longest else word for at, word in enumerate(words))


def _two_slips(words: list[str], language: str, chance: random.Random) -> str:
    return " ".join(_slip(word, language, chance) if len(word) > 4 else word for word in words[:2])


def _unfinished(words: list[str], language: str, chance: random.Random) -> str:
    return " ".join([*words[:-1], words[-1][: max(4, len(words[-1]) * 2 // 3)]])


def _plain_with_slip(words: list[str], language: str, chance: random.Random) -> str:
    return _one_slip(_plain(words, language, chance).split(), "en" if language == "az" else language, chance)


def _slip(word: str, language: str, chance: random.Random) -> str:
    """Make one slip, not at the first letter."""
    at = chance.randrange(1, len(word))
    other = chance.choice(LETTERS[language])
    return chance.choice((
        word[:at] + word[at + 1 :],
        word[:at] + other + word[at:],
        word[:at] + other + word[at + 1 :],
        word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
    ))  # fmt: skip


Way = Callable[[list[str], str, random.Random], str]
_SLIPS: dict[str, Way] = {
    "one slip": _one_slip,
    "two slips": _two_slips,
    "unfinished": _unfinished,
    "plain letters with a slip": _plain_with_slip,
}
_WAYS: dict[str, dict[str, Way]] = {
    "az": {**_SLIPS, "plain letters": _plain, "by sound": _sounds},
    "ru": {**_SLIPS, "in Latin letters": _latin, "wrong keyboard": _keyboard},
    "en": _SLIPS,
}
