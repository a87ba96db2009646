"""What was found in a text, and how overlapping findings become one."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of personal data; where findings overlap, the kind that stands first here names the whole."""

    EMAIL = "email"
    WEB = "web"  # addresses of profiles, names on social networks
    IBAN = "iban"
    BANK_CARD = "bank_card"
    IDENTITY = "identity"  # number of an identity card
    PHONE = "phone"
    DOCUMENT = "document"  # passports, pension, insurance and tax numbers
    PLATE = "plate"  # of a vehicle
    FIN = "fin"  # personal code of seven signs
    BIRTH_DATE = "birth_date"
    ADDRESS = "address"
    NAME = "name"


RANK = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Found:
    """`text[start:end]`, what kind of data it is, and by what sign it was known (a code, not words for a reader)."""

    start: int
    end: int
    kind: Kind
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Span:
    """A finding before overlaps are settled."""

    start: int
    end: int
    kind: Kind
    why: str


def settle(text: str, spans: Iterable[Span]) -> list[Found]:
    """Join overlapping spans, so that every sign that any rule found is covered once, in the order of the text."""
    settled: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if settled and span.start < settled[-1].end:
            last = settled.pop()
            named = min(last, span, key=lambda one: RANK[one.kind])
            span = Span(last.start, max(last.end, span.end), named.kind, named.why)
        settled.append(span)
    return [Found(one.start, one.end, one.kind, text[one.start : one.end], one.why) for one in settled]
