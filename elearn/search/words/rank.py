"""Which of some texts answers a question best.

BM25F with a head (title and keywords) and a body: S. Robertson, H. Zaragoza and M. Taylor, "Simple BM25 extension to
multiple weighted fields", CIKM 2004; k1 and b as in S. Robertson and H. Zaragoza, "The probabilistic relevance
framework: BM25 and beyond", 2009. A word counts the more the fewer texts have it; its second occurrence adds less than
its first; in the head it counts five times; long texts gain nothing by being long. What was not typed so (a synonym,
the beginning of a word, a mistyped word) counts for its weight. Two factors beside it, both old custom (Lucene's
classic similarity has the first as "coord"): the share of the question that a text answers, squared, since all
the words together mean more than one of them often; and how much of the title was asked for.

The lengths are compared with those of the texts at hand, so nothing has to be kept for it. Written in Python and not in
SQL because PostgreSQL's ts_rank knows no rarity and SQLite's bm25 no alternatives: so both engines give the same order.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from .query import Alternative, Group

SATURATION = 1.2  # k1
HEAD_WEIGHT = 5.0
HEAD_LENGTH = 0.5  # b: how much the length of the head matters, and of the body
BODY_LENGTH = 0.75
TITLE_SHARE = 0.4
OTHER_LANGUAGE = 0.75  # a text in another language than the visitor's


@dataclass(frozen=True)
class Text:
    """What is ranked: the stems of its head and body, how many words its title has, and in which language it is."""

    key: int
    head: tuple[str, ...]
    body: tuple[str, ...]
    title_length: int
    language: str


def ranked(texts: Sequence[Text], groups: Sequence[Group], *, entries: int, language: str) -> list[tuple[float, int]]:
    """Give score and key of each text, the best first. `entries`: how many texts there are in all."""
    if not texts:
        return []
    mean_head = sum(len(text.head) for text in texts) / len(texts) or 1
    mean_body = sum(len(text.body) for text in texts) / len(texts) or 1
    rarities = [_rarity(group.entries, entries) for group in groups]
    total = sum(rarities) or 1
    scored = []
    for text in texts:
        counts = _counts(text, mean_head, mean_body)
        parts = [_best(group, counts) for group in groups]
        score = sum(rarity * part for rarity, part in zip(rarities, parts, strict=True))
        answered = sum(rarity for rarity, part in zip(rarities, parts, strict=True) if part) / total
        score *= answered**2 * (1 + TITLE_SHARE * _share_of_title(text, groups))
        scored.append((score if text.language in ("", language) else score * OTHER_LANGUAGE, text.key))
    return sorted(scored, key=lambda one: (-one[0], one[1]))


def _rarity(having: int, entries: int) -> float:
    """Inverse document frequency; never negative."""
    having = min(having, entries)
    return log(1 + (entries - having + 0.5) / (having + 0.5))


def _counts(text: Text, mean_head: float, mean_body: float) -> dict[str, float]:
    """Give how often each stem occurs, weighed by place and length."""
    head = HEAD_WEIGHT / (1 - HEAD_LENGTH + HEAD_LENGTH * len(text.head) / mean_head)
    body = 1 / (1 - BODY_LENGTH + BODY_LENGTH * len(text.body) / mean_body)
    counts = {stem: number * body for stem, number in Counter(text.body).items()}
    for stem, number in Counter(text.head).items():
        counts[stem] = counts.get(stem, 0) + number * head
    return counts


def _best(group: Group, counts: dict[str, float]) -> float:
    """Give what the best alternative of a group brings, from 0 to 1; of several stems the least frequent counts."""
    best = 0.0
    for alternative in group.alternatives:
        count = min((counts.get(stem, 0.0) for stem in alternative.stems), default=0.0)
        best = max(best, alternative.weight * count / (count + SATURATION))
    return best


def _share_of_title(text: Text, groups: Sequence[Group]) -> float:
    """Give how much of the title was asked for, from 0 to 1."""
    head = set(text.head[: text.title_length])
    asked = sum(any(_stands_in(one, head) for one in group.alternatives) for group in groups)
    return min(1.0, asked / text.title_length) if text.title_length else 0.0


def _stands_in(alternative: Alternative, head: set[str]) -> bool:
    return alternative.weight > 0.3 and head.issuperset(alternative.stems)
