"""What may say who asked: found in the words by the redactor, and what the case itself knows of them."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from elearn.people.models import Person

from ..case_enums import Side
from ..models import Case
from ..redaction import Found, Kind, find
from ..redaction.found import Span, settle

SHORTEST = 3  # letters of a part of a name that is looked for by itself
RUN = 6  # so many words of who asked, one after the other, are their words
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Known:
    """What the case knows of people: parts of names, whole names, and numbers or addresses to reach them."""

    parts: frozenset[str]
    wholes: frozenset[str]
    contacts: frozenset[str]


@dataclass(frozen=True)
class Looked:
    """A text and what was found in it."""

    text: str
    found: list[Found]


def known_of(case: Case) -> Known:
    helper = case.helper.companion if case.helper else None
    there = [person for person in (case.person, case.reach, helper) if person is not None]
    names = [case.name, *(name for person in there for name in (person.name, person.papers_name))]
    contacts = {value for person in there for value in _contacts(person)}
    contacts |= {call.phone for call in case.appointments.all()}
    parts = {word for name in names for word in WORD.findall(name) if len(word) >= SHORTEST}
    return Known(frozenset(parts), frozenset(name for name in names if len(name.split()) > 1), frozenset(contacts))


def _contacts(person: Person) -> Iterator[str]:
    return (contact.value for contact in person.contact_points.all())


def look_through(text: str, *, language: str, known: Known) -> Looked:
    """Find what may say who asked; findings do not overlap."""
    spans = [Span(one.start, one.end, one.kind, one.why) for one in find(text, language=language)]
    spans += [Span(start, end, Kind.NAME, "known") for start, end in _places(text, known.parts)]
    return Looked(text, settle(text, spans))


def _places(text: str, parts: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where parts of known names stand, with the endings of a word."""
    if parts:
        longest_first = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True))
        yield from (hit.span() for hit in re.finditer(rf"\b(?:{longest_first})\w{{0,6}}", text, re.IGNORECASE))


def places_of(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where words that somebody typed stand in a text, whatever their case and spaces."""
    found = []
    for one in words:
        tokens = [re.escape(token) for token in one.split()]
        if tokens:
            found += [hit.span() for hit in re.finditer(r"\s+".join(tokens), text, re.IGNORECASE)]
    return found


def asked(case: Case) -> str:
    """Give all that who asked has written."""
    return "\n\n".join(row.text for row in case.messages.filter(side=Side.ASKER))


def answered(case: Case) -> str:
    """Give all that was answered and has gone."""
    return "\n\n".join(row.text for row in case.messages.filter(side=Side.COUNSELLOR, sent_at__isnull=False))


def never_in(text: str, *, known: Known) -> list[str]:
    """Give what can never leave: whole names, numbers and addresses that the case knows."""
    names = [text[start:end] for start, end in places_of(text, known.wholes)]
    digits = re.sub(r"[\s().\-–]", "", text)
    # A number is the same number with and without its country.
    numbers = [value for value in known.contacts if "@" not in value and value[-9:] in digits]
    mails = [value for value in known.contacts if "@" in value and value.lower() in text.lower()]
    return [*names, *numbers, *mails]


def their_words(text: str, theirs: str) -> list[str]:
    """Give the runs of words of who asked that stand in a text, as they stand there."""
    hits = list(WORD.finditer(text))
    mine = [hit.group().casefold() for hit in hits]
    words = [word.casefold() for word in WORD.findall(theirs)]
    runs = {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    return [
        text[hits[at].start() : hits[at + RUN - 1].end()]
        for at in range(len(mine) - RUN + 1)
        if tuple(mine[at : at + RUN]) in runs
    ]
