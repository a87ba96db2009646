"""Finding and removing, put together. Every rule looks once along the text, so the time grows with its length."""

import re
from collections.abc import Iterator, Mapping, Sequence

from .addresses import addresses
from .dates import birth_dates
from .found import Found, Kind, Span, settle
from .names import names
from .numbers import numbers
from .phones import phones
from .reading import Reading
from .web import web

TOKEN = re.compile(r"\w+")


def find(text: str, *, language: str) -> list[Found]:
    """Find personal data, in the order of the text; findings do not overlap.

    `language` is "az", "ru" or "en", what the asker chose. People mix them in one letter, so the rules of all three
    always look; only Azerbaijani endings of place names ("Binədə") are known by the language.
    """
    reading = Reading(text, language)
    spans = [span for rule in (web, numbers, phones, birth_dates, addresses, names) for span in rule(reading)]
    first = settle(text, spans)
    return settle(text, [*_as_spans(first), *_again(text, first)])


def redact(text: str, found: Sequence[Found], *, labels: Mapping[Kind, str]) -> str:
    """The text with each finding replaced by the label of its kind. `found` as `find` gives it or a part of it."""
    pieces, place = [], 0
    for one in found:
        pieces += [text[place : one.start], labels[one.kind]]
        place = one.end
    return "".join([*pieces, text[place:]])


def _as_spans(found: Sequence[Found]) -> Iterator[Span]:
    return (Span(one.start, one.end, one.kind, one.why) for one in found)


def _again(text: str, found: Sequence[Found]) -> Iterator[Span]:
    """What was found once, wherever the same words stand again, so that nothing removed can be read elsewhere.

    Looked at is what would be left: a word that is grown together with something found stands alone without it.
    """
    wanted: dict[tuple[str, ...], Kind] = {}
    lengths: dict[str, set[int]] = {}
    for one in found:
        words = tuple(TOKEN.findall(one.text))
        if words:
            wanted[words] = one.kind
            lengths.setdefault(words[0], set()).add(len(words))
    for start, end in _left_over(text, found):
        tokens = list(TOKEN.finditer(text, start, end))
        plain = [token[0] for token in tokens]
        for place, token in enumerate(tokens):
            for length in lengths.get(plain[place], ()):
                kind = wanted.get(tuple(plain[place : place + length]))
                if kind is not None and place + length <= len(plain):
                    yield Span(token.start(), tokens[place + length - 1].end(), kind, "found elsewhere")


def _left_over(text: str, found: Sequence[Found]) -> Iterator[tuple[int, int]]:
    """The places between findings, from and to."""
    place = 0
    for one in found:
        yield place, one.start
        place = one.end
    yield place, len(text)
