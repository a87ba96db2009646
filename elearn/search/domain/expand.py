"""From what was typed to what is looked for: words as pages have them, mistyped ones set right, synonyms beside them.

Each typed word is looked up in the vocabulary: as it stands, by its stem, as the beginning of a longer word. Only what
none of this finds is taken as mistyped and compared with words that look alike. When not one word is known, the
keyboard may have been switched to another language.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q
from django.db.models.functions import Length

from ..engines import engine
from ..models import Term
from ..words.fold import other_layout
from ..words.near import forgiven, nearest, slips
from ..words.query import Alternative, Asked, Group, read
from .synonyms import with_synonyms

# How sure it is that a word of a page is meant.
BEGINNING = 0.5  # what was typed is how it begins
SAME_ROOT = 0.4  # the stem of what was typed is how it begins
SLIPS = {1: 0.7, 2: 0.4}
SLIP_OF_KNOWN = 0.35  # what was typed is a word of its own
LONG_TEXT_WORDS = 60
TELLING = 6  # words of a long text that are looked for
LEAST_BEGINNING = 2  # letters
LEAST_ROOT = 5  # letters
MOST_ALTERNATIVES = 16
MOST_TERMS = 400
LOOK_ALIKE = 40  # terms that are compared letter by letter


@dataclass(frozen=True)
class Question:
    """What is looked for. `corrected` is the question as it is rather meant, "" when it was found as typed.

    `asked` and `known` are what was typed and what the vocabulary has of it, before slips and synonyms.
    """

    groups: tuple[Group, ...]
    corrected: str = ""
    asked: tuple[Asked, ...] = ()
    known: tuple[Group, ...] = ()

    @property
    def has_nothing(self) -> bool:
        return all(group.is_empty for group in self.groups)

    @property
    def has_gaps(self) -> bool:
        return not self.groups or any(group.is_empty for group in self.groups)


def understand(text: str, *, synonyms: bool = True) -> Question:
    """Read a question; only words that nothing is known of are taken for mistyped."""
    asked = read(text)
    known = _known(asked)
    switched = False
    if asked and all(group.is_empty for group in known):
        other = read(other_layout(text))
        others = _known(other)
        if not all(group.is_empty for group in others):
            asked, known, switched = other, others, True
    groups = [_with_slips(one, group) if group.is_empty else group for one, group in zip(asked, known, strict=True)]
    corrected = _corrected(asked, groups, switched=switched)
    if synonyms:
        groups = with_synonyms(asked, groups)
    return Question(tuple(groups), corrected, tuple(asked), tuple(known))


def forgive(question: Question) -> Question:
    """Read a question again, now also taking words for mistyped that are words of their own: form and from."""
    groups = [_with_slips(one, group) for one, group in zip(question.asked, question.known, strict=True)]
    return replace(question, groups=tuple(with_synonyms(question.asked, groups)))


def telling_words(text: str) -> list[Group]:
    """Give the words of a long text that few entries have, as far as any has them."""
    known = [group for group in _known(read(text, most=LONG_TEXT_WORDS)) if not group.is_empty]
    exact = [Group(tuple(one for one in group.alternatives if one.weight == 1.0), group.entries) for group in known]
    return sorted((group for group in exact if not group.is_empty), key=lambda group: group.entries)[:TELLING]


def _known(asked: Sequence[Asked]) -> list[Group]:
    """Look words up as they stand, by stem, and as beginnings; one query for all."""
    if not asked:
        return []
    wanted = Q()
    for one in asked:
        wanted |= Q(word=one.folded) | Q(stem__in=one.stems)
        for beginning in {one.folded, *_roots(one)}:
            if len(beginning) >= LEAST_BEGINNING:
                wanted |= engine().begins(beginning)
    # The shortest first: what was typed itself is always among them.
    terms = list(Term.objects.filter(wanted).order_by(Length("word"), "-entries")[:MOST_TERMS])
    return [_group(one, terms) for one in asked]


def _roots(one: Asked) -> list[str]:
    return [stem for stem in one.stems if len(stem) >= LEAST_ROOT]


def _group(one: Asked, terms: Iterable[Term]) -> Group:
    best: dict[str, Alternative] = {}
    entries = 0
    roots = tuple(_roots(one))
    for term in terms:
        if term.word == one.folded or term.stem in one.stems:
            entries, weight = max(entries, term.entries), 1.0
        elif len(one.folded) >= LEAST_BEGINNING and term.word.startswith(one.folded):
            weight = BEGINNING
        elif term.word.startswith(roots):
            weight = SAME_ROOT
        else:
            continue
        if term.stem not in best or weight > best[term.stem].weight:
            best[term.stem] = Alternative((term.stem,), weight, term.shown)
    alternatives = sorted(best.values(), key=lambda found: -found.weight)[:MOST_ALTERNATIVES]
    return Group(tuple(alternatives), max(entries, 1))


def _with_slips(one: Asked, group: Group) -> Group:
    """Add the words that are nearest to what was typed, or whose stems are nearest to its stems."""
    if not forgiven(one.folded):
        return group
    near: list[tuple[int, int, Term]] = []
    alike = engine().near(one.folded, limit=LOOK_ALIKE)
    for term in Term.objects.filter(Q(pk__in=alike) | Q(word__in=nearest(one.folded))):
        in_word = slips(one.folded, term.word)
        made = min(in_word, *(slips(stem, term.stem) or 1 for stem in one.stems))
        if made in SLIPS:
            near.append((made, in_word, term))
    near.sort(key=lambda found: (found[0], found[1], -found[2].entries))
    best: dict[str, Alternative] = {}
    for made, _in_word, term in near:
        weight = SLIPS[made] if group.is_empty else SLIP_OF_KNOWN / made
        best.setdefault(term.stem, Alternative((term.stem,), weight, term.shown))
    known = {found.stems for found in group.alternatives}
    fresh = [found for found in best.values() if found.stems not in known][:MOST_ALTERNATIVES]
    entries = near[0][2].entries if near and group.is_empty else group.entries
    return Group((*group.alternatives, *fresh), max(entries, 1))


def _corrected(asked: Sequence[Asked], groups: Sequence[Group], *, switched: bool) -> str:
    """Write the question with the words that were found for it; "" when nothing had to be set right."""
    wrong = [not group.is_empty and group.alternatives[0].weight in SLIPS.values() for group in groups]
    if not switched and not any(wrong):
        return ""
    return " ".join(
        group.alternatives[0].shown if is_wrong else one.typed
        for one, group, is_wrong in zip(asked, groups, wrong, strict=True)
    )
