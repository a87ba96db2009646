"""300 questions of frightened families who do not exist, and where in them personal data stands."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..redaction import Kind
from . import letters_az, letters_en, letters_ru
from .made_data import MAKERS, address
from .made_people import Made, People, declined

LETTERS = {"az": letters_az, "ru": letters_ru, "en": letters_en}
SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")
SEED = 20_26


@dataclass(frozen=True)
class Known:
    start: int
    end: int
    kind: Kind


@dataclass(frozen=True)
class Question:
    language: str
    is_held_out: bool
    text: str
    known: tuple[Known, ...]
    pattern: str  # the sentences before they were filled: what may be looked at while improving rules


def questions(count: int = 300, *, seed: int = SEED) -> list[Question]:
    """The same questions for the same seed: a third in each language, every second of them held out."""
    people, chance = People(seed), random.Random(seed)  # noqa: S311 - repeatable, not secret
    languages = sorted(LETTERS)
    return [_question(languages[n % 3], n // 3 % 2 == 1, people, chance) for n in range(count)]


def _question(language: str, is_held_out: bool, people: People, chance: random.Random) -> Question:
    pools = LETTERS[language].HELD_OUT if is_held_out else LETTERS[language].DEVELOPMENT
    middle = [*chance.sample(pools["facts"], 3), *chance.sample(pools["traps"], 2)]
    chance.shuffle(middle)
    pattern = " ".join([chance.choice(pools["openings"]), *middle, chance.choice(pools["closings"])])
    text, known = _filled(pattern, language, people, chance)
    return Question(language, is_held_out, text, tuple(known), pattern)


def _filled(pattern: str, language: str, people: People, chance: random.Random) -> tuple[str, list[Known]]:
    text, place = "", 0
    known: list[Known] = []
    for match in SLOT.finditer(pattern):
        text += pattern[place : match.start()]
        place = match.end()
        kind, value = _value(match[1], match[2] or "", language, people, chance)
        known.append(Known(len(text), len(text) + len(value), kind))
        text += value
    return text + pattern[place:], known


def _value(slot: str, case: str, language: str, people: People, chance: random.Random) -> tuple[Kind, str]:
    if slot in MAKERS:
        return Kind(slot), MAKERS[slot](language, chance)
    who = people.draw(language, chance)
    if slot == "address":
        return Kind.ADDRESS, address(language, chance, who)
    return Kind.NAME, declined(_naming(slot, who), case, language)


def _naming(slot: str, who: Made) -> str:
    last = [] if slot == "first" else [who.last]
    words: Sequence[str] = {
        "first": [who.first],
        "last": last,
        "full": [*last, who.first, who.father],
    }.get(slot, [who.first, *last])
    name = " ".join(filter(None, words))
    return name.replace("İ", "i").replace("I", "ı").lower() if slot == "small" else name
