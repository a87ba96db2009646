"""Words that mean the same: put beside a word, or a phrase, of a question what counsellors wrote down for it."""

from collections.abc import Sequence

from ..models import Synonym
from ..words.query import Alternative, Asked, Group, read
from ..words.stem import stem

SAME = 0.8  # how sure it is that a synonym is meant
LANGUAGES = ("az", "ru", "en")


def with_synonyms(asked: Sequence[Asked], groups: Sequence[Group]) -> list[Group]:
    """Give the groups with synonyms in them. A phrase becomes one group; what holds one of its words is kept whole."""
    left: list[Group | None] = list(groups)
    for synonym in Synonym.objects.all():
        phrases = [read(phrase) for phrase in synonym.phrases]
        for phrase in phrases:
            start = _place(phrase, asked, left)
            if start is not None:
                others = [found for other in phrases if other is not phrase for found in _alternatives(other)]
                _put(left, start, phrase, others)
                break
    return [group for group in left if group is not None]


def _place(phrase: Sequence[Asked], asked: Sequence[Asked], groups: Sequence[Group | None]) -> int | None:
    """Give where a phrase begins in a question, or None."""
    for start in range(len(asked) - len(phrase) + 1 if phrase else 0):
        part = range(start, start + len(phrase))
        if all(groups[at] is not None and _is_same(phrase[at - start], asked[at], groups[at]) for at in part):
            return start
    return None


def _is_same(word: Asked, typed: Asked, group: Group | None) -> bool:
    """Whether a typed word is this one, as it stands, by its stem, or once its slips are set right."""
    if word.folded == typed.folded or word.stems & typed.stems:
        return True
    first = group.alternatives[0] if group and group.alternatives else None
    return first is not None and len(first.stems) == 1 and first.stems[0] in word.stems


def _alternatives(phrase: Sequence[Asked], weight: float = SAME) -> list[Alternative]:
    """Give the stems of a phrase in each language: nobody says in which one it is written."""
    variants = {tuple(stem(word.typed, language) for word in phrase): None for language in LANGUAGES}
    return [Alternative(stems, weight) for stems in variants if stems]


def _put(groups: list[Group | None], start: int, phrase: Sequence[Asked], others: Sequence[Alternative]) -> None:
    """Have a part of the question be one group that the others can stand for as well."""
    part = [group for group in groups[start : start + len(phrase)] if group is not None]
    own = part[0].alternatives if len(phrase) == 1 else _alternatives(phrase, 1.0)
    groups[start] = Group((*own, *others), max(group.entries for group in part))
    groups[start + 1 : start + len(phrase)] = [None] * (len(phrase) - 1)
