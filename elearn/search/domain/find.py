"""Find: from a question to the things that answer it, the best first, each only if everybody may see it now.

The engine gives candidates that have all that was asked; when these are few, also such that have it when more slips are
forgiven, and such that have some of it. `words.rank` orders them, and the rooms say which of them are still shown.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..engines import engine
from ..models import Entry, Kind
from ..providers import PROVIDERS
from ..words.query import Group
from ..words.rank import Text, ranked
from .excerpt import Piece, excerpt
from .expand import Question, forgive, telling_words, understand

PER_PAGE = 10
MOST = 100  # things that are put in order; nobody reads on so far
FEW = 3
FEW_MORE = 30
MANY = 600  # entries that are looked through when not all words stand together
RARE = 4  # words that are looked for when not all stand together


@dataclass(frozen=True)
class Found:
    """Something found, with an excerpt whose pieces say what was asked for."""

    kind: str
    key: int
    title: str
    url: str
    language: str
    pieces: tuple[Piece, ...] = ()

    @property
    def kind_name(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def excerpt(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Results:
    """A page of what was found. `total` and `counts` are of what was put in order: at most MOST things."""

    hits: list[Found]
    total: int
    counts: dict[str, int] = field(default_factory=dict)
    page: int = 1
    pages: int = 1
    corrected: str = ""  # how the question was meant rather
    has_all: bool = True  # whether the best answer everything that was asked

    @property
    def is_cut(self) -> bool:
        return self.total >= MOST


def find(text: str, *, language: str, kinds: Sequence[str] = (), page: int = 1, per_page: int = PER_PAGE) -> Results:
    """Find what is published about some words.

    `language` is the visitor's: what is written in it comes first, nothing is left out. `kinds` narrows what is
    shown; `counts` still tells of every kind, so that a filter can be offered. Pages count from 1.
    """
    question, entries, has_all = _looked_up(text, ())
    if kinds and len(entries) >= MOST:
        question, entries, has_all = _looked_up(text, kinds)
    order = _in_order(entries, question.groups, language)
    shown = _shown(order)
    counts = Counter(entry.kind for entry in shown)
    wanted = [entry for entry in shown if not kinds or entry.kind in kinds]
    pages = max(1, -(-len(wanted) // per_page))
    page = min(max(1, page), pages)
    part = _with_texts(wanted[(page - 1) * per_page : page * per_page])
    hits = [_found(one, question.groups) for one in part]
    corrected = question.corrected if hits and has_all else ""
    return Results(hits, len(wanted), dict(counts), page, pages, corrected, has_all)


def suggest(text: str, language: str, *, limit: int = 6) -> list[Found]:
    """Give the things whose titles go on as what is being typed, the best first."""
    question = understand(text, synonyms=False)
    if question.has_gaps:
        return []
    keys = engine().in_heads(question.groups, limit=4 * limit)
    shown = _shown(_in_order(_entries(keys), question.groups, language))
    return [Found(one.kind, one.key, one.title, one.url, one.language) for one in shown[:limit]]


def similar(text: str, *, language: str, kinds: Sequence[str] = (), limit: int = 5) -> list[Found]:
    """Give what is published about the same as a longer text: what has several of its rarest words, the best first."""
    groups = telling_words(text)
    keys = engine().candidates(groups, all_needed=False, kinds=kinds, limit=MOST) if groups else []
    shown = _with_texts(_shown(_in_order(_entries(keys), groups, language))[:limit])
    return [_found(one, groups) for one in shown]


def _looked_up(text: str, kinds: Sequence[str]) -> tuple[Question, list[Entry], bool]:
    """Give how a question was understood, what it may mean, and whether that has all of it."""
    question = understand(text)
    keys = _with_all(question, kinds)
    if len(keys) >= FEW or question.has_nothing:
        return question, _entries(keys), bool(keys)
    freely = forgive(question)
    also = _with_all(freely, kinds)[:FEW_MORE]
    some = engine().candidates(_rarest(question.groups), all_needed=False, kinds=kinds, limit=MOST)
    return freely, _entries(dict.fromkeys([*keys, *also, *some])), bool(keys or also)


def _rarest(groups: Sequence[Group]) -> list[Group]:
    """Give the words that few entries have: those of many would bring half of the index to be put in order."""
    chosen: list[Group] = []
    for group in sorted((group for group in groups if not group.is_empty), key=lambda group: group.entries):
        if chosen and (len(chosen) == RARE or sum(one.entries for one in chosen) + group.entries > MANY):
            break
        chosen.append(group)
    return chosen


def _with_all(question: Question, kinds: Sequence[str]) -> list[int]:
    return [] if question.has_gaps else engine().candidates(question.groups, all_needed=True, kinds=kinds, limit=MOST)


def _entries(keys: Sequence[int] | dict[int, None]) -> list[Entry]:
    return list(Entry.objects.filter(pk__in=list(keys)).defer("text", "keywords", "kept_at")) if keys else []


def _found(entry: Entry, groups: Sequence[Group]) -> Found:
    stems = frozenset(stem for group in groups for found in group.alternatives for stem in found.stems)
    return Found(entry.kind, entry.key, entry.title, entry.url, entry.language, excerpt(entry, stems))


def _with_texts(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Read the texts of the few that are shown."""
    texts = dict(Entry.objects.filter(pk__in=[one.pk for one in entries]).values_list("pk", "text"))
    for entry in entries:
        entry.text = texts.get(entry.pk, "")
    return entries


def _in_order(entries: Sequence[Entry], groups: Sequence[Group], language: str) -> list[Entry]:
    if not entries:
        return []
    texts = [
        Text(one.pk, tuple(one.head.split()), tuple(one.body.split()), one.title_length, one.language)
        for one in entries
    ]
    by_key = {one.pk: one for one in entries}
    order = ranked(texts, groups, entries=Entry.objects.count(), language=language)
    return [by_key[key] for score, key in order if score > 0]


def _shown(entries: Sequence[Entry]) -> list[Entry]:
    """Leave out what its room does not show any more."""
    shown: set[tuple[str, int]] = set()
    for provider in PROVIDERS:
        if keys := {entry.key for entry in entries if entry.kind == provider.kind}:
            shown |= {(provider.kind, key) for key in provider.shown(keys)}
    return [entry for entry in entries if (entry.kind, entry.key) in shown]
