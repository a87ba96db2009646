"""Names of people: by their form, by the words around them, and by small lists of common given names.

First single words are known for names (announced, patronymic, surname, given name, a capital letter without another
reason); then each takes in the words of the same name beside it; then every other form of a name found is found too.
"""

import re
from collections.abc import Iterator

from .found import Kind, Span
from .given_names import AMBIGUOUS
from .name_cues import LOCAL, announced, is_known, is_plain_form, joins
from .name_forms import CHILD_OF, ENDING, INITIALS, LATIN, PATRONYMIC, given, is_sure, is_surname
from .plain_words import FUNCTION, INSTITUTION, OTHER, PLACES, PLAIN
from .reading import Reading, Word

DOSE = re.compile(r"\s{0,2}(?:\d|mq|mg|мг|ml|мл)")
AT = frozenset({"в", "во", "из", "на", "до", "возле", "около", "in", "at", "from", "near", "around", "into"})
RUSSIAN_CASE = re.compile(r"(?:а|я|у|ю|е|ы|и|ой|ей|ом|ем|ым|ого|ому|ий|ый|ая|ую|им)$")
CYRILLIC = re.compile(r"[а-я-]+")
BEFORE = re.compile(r"(?:(?<!\w)[^\W\d_]{1,2}\.\s?){1,2}$")
NO_PERSON = OTHER | PLACES
SHORTEST = 4  # letters of a name whose other forms are looked for


def names(reading: Reading) -> Iterator[Span]:
    why: dict[int, str] = {}
    for word, reason in announced(reading):
        why.setdefault(word.number, reason)
    for word in reading.words:
        reason = _by_itself(reading, word)
        if reason:
            why.setdefault(word.number, reason)
    _grow(reading, why)
    _echo(reading, why)
    yield from _spans(reading, why)


def _by_itself(reading: Reading, word: Word) -> str:
    """By what sign a word is a name without an announcement, or nothing."""
    if len(word.raw) < 2 or (word.fold in FUNCTION and (word.begins or not word.is_capital or word.fold not in LATIN)):
        return ""
    if CHILD_OF.fullmatch(word.fold):
        return "patronymic" if _has_father(reading, word) else ""
    if not word.is_capital:
        return "given name" if is_sure(word.fold) else ""
    if word.is_shouted and not _is_shouting(reading, word):
        return "given name" if is_sure(word.fold) else ""
    if PATRONYMIC.fullmatch(word.fold):
        return "patronymic"
    return _by_capital(reading, word)


def _by_capital(reading: Reading, word: Word) -> str:
    if _is_of_place(reading, word):
        return ""
    name = given(word.fold)
    doubtful = (name in AMBIGUOUS and (word.begins or _is_quoted(reading, word))) or (
        word.begins and len(name or "") < 4
    )
    if name is not None and word.fold not in NO_PERSON and not doubtful:
        return "given name"
    if word.fold.removesuffix("'s") in PLAIN:
        return ""
    if is_surname(word.fold) and len(word.fold) > 4 and not (word.begins and _is_cyrillic(word)):
        return "surname"
    if any(is_surname(part) or given(part) for part in word.fold.split("-") if "-" in word.fold):
        return "surname"
    return "" if word.begins else _by_lone_capital(reading, word)


def _by_lone_capital(reading: Reading, word: Word) -> str:
    """A capital letter inside a sentence that neither a place, an office nor a medicine explains."""
    left = reading.at(word.number - 1)
    if (left is not None and left.fold in AT) or DOSE.match(reading.after(word.end, 4)):
        return ""
    if _is_quoted(reading, word) or _stem(word.fold) in PLACES or _is_azerbaijani_place(reading, word):
        return ""
    return "capital letter"


def _is_quoted(reading: Reading, word: Word) -> bool:
    """As names of organisations are."""
    return reading.text[max(word.start - 1, 0)] in "\"«“„'"


def _is_azerbaijani_place(reading: Reading, word: Word) -> bool:
    """Whether the word is "in …", "from …", or a form of a plain word."""
    return reading.language == "az" and (bool(LOCAL.fullmatch(word.fold)) or is_plain_form(word.fold))


def _is_of_place(reading: Reading, word: Word) -> bool:
    """Whether the capitalised words from here on end in "hospital", "street": then they name no person."""
    left = word
    for step in range(1, 5):
        right = reading.at(word.number + step)
        if right is None or not joins(reading, left, right):
            return False
        if right.fold in INSTITUTION:
            return True
        if not right.is_capital or right.fold in FUNCTION:
            return False
        left = right
    return False


def _has_father(reading: Reading, word: Word) -> bool:
    father = reading.at(word.number - 1)
    if father is None or not joins(reading, father, word) or father.fold in PLAIN:
        return False
    return father.is_capital or is_known(father)


def _is_shouting(reading: Reading, word: Word) -> bool:
    """Whether whole words of capitals are how this person writes, as the words beside show."""
    beside = [one for one in (reading.at(word.number - 1), reading.at(word.number + 1)) if one is not None]
    return any(len(one.raw) > 3 and one.is_shouted for one in beside)


def _is_cyrillic(word: Word) -> bool:
    return bool(CYRILLIC.fullmatch(word.fold))


def _grow(reading: Reading, why: dict[int, str]) -> None:
    """Take in the words of the same name on both sides."""
    for number in sorted(why):
        for step in (-1, 1):
            here = reading.words[number]
            for _ in range(3):
                beside = reading.at(here.number + step)
                if beside is None or beside.number in why:
                    break
                pair = (beside, here) if step < 0 else (here, beside)
                if not joins(reading, *pair) or not _belongs(reading, beside, core=here):
                    break
                why[beside.number] = why[number]
                here = beside


def _belongs(reading: Reading, word: Word, *, core: Word) -> bool:
    if word.fold.removesuffix("'s") in PLAIN:
        return False
    if CHILD_OF.fullmatch(word.fold) or PATRONYMIC.fullmatch(word.fold):
        return word.number > core.number
    if not word.is_capital:
        return is_known(word)
    if _is_of_place(reading, word) or (word.is_shouted and not core.is_shouted):
        return False
    certain = is_surname(word.fold) or given(word.fold) is not None
    return certain or not word.begins or is_surname(core.fold) or _has_patronymic(reading, core)


def _has_patronymic(reading: Reading, core: Word) -> bool:
    """Whether a father's name follows within the same name, which makes the word before certain."""
    return any(
        CHILD_OF.fullmatch(one.fold) or PATRONYMIC.fullmatch(one.fold)
        for one in reading.words[core.number : core.number + 3]
    )


def _echo(reading: Reading, why: dict[int, str]) -> None:
    """Other forms of the names found, wherever they stand: "Salatının" when "Salatın" is known."""
    known = {reading.words[number].fold for number in why}
    known = {name for name in known if len(name) >= SHORTEST and not CHILD_OF.fullmatch(name)}
    stems = {_stem(name) for name in known}
    stems |= {
        name[:length]
        for name in known
        for length in range(SHORTEST, len(name) + 1)
        if ENDING.fullmatch(name, length) and name[:length] not in PLAIN
    }
    small = {reading.words[number].fold for number in why if not reading.words[number].is_capital}
    for word in reading.words:
        if word.number in why or word.fold in PLAIN or not (word.is_capital or word.fold in small):
            continue
        is_same = word.fold in stems or _stem(word.fold) in stems or _is_form(word.fold, known)
        if is_same and not _is_of_place(reading, word):
            why[word.number] = "named elsewhere"


def _stem(folded: str) -> str:
    stem = RUSSIAN_CASE.sub("", folded)
    return stem if len(stem) >= SHORTEST - 1 and stem != folded else folded


def _is_form(folded: str, known: set[str]) -> bool:
    return any(folded[:n] in known and ENDING.fullmatch(folded, n) for n in range(SHORTEST, len(folded)))


def _spans(reading: Reading, why: dict[int, str]) -> Iterator[Span]:
    run: list[Word] = []
    for number in sorted(why):
        word = reading.words[number]
        if run and not (run[-1].number + 1 == number and joins(reading, run[-1], word)):
            yield _span(reading, run, why)
            run = []
        run.append(word)
    if run:
        yield _span(reading, run, why)


def _span(reading: Reading, run: list[Word], why: dict[int, str]) -> Span:
    """A run of words with the initials before or after it."""
    start, end = run[0].start, run[-1].end
    before = BEFORE.search(reading.text, max(start - 8, 0), start)
    if before and before[0][0].isupper():
        start = before.start()
    after = INITIALS.match(reading.text, end + 1) if reading.text[end : end + 1] == " " else None
    if after and after[0][0].isupper():
        end = after.start() + len(after[0].rstrip())
    return Span(start, end, Kind.NAME, why[run[0].number])
