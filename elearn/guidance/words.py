"""Finding the words that the glossary explains in the text of a guide, and leading from them to their explanation.

Pure: HTML in, HTML out. Azerbaijani and Russian put endings on words, so a word of five letters or more is also found
with up to five more; a shorter one only as it is written.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ENDINGS_FROM, MOST_ENDING = 5, 5
_TAG = re.compile(r"(<[^>]+>)")
_NAME = re.compile(r"</?([a-z0-9]+)", re.IGNORECASE)
# In these nothing is turned into a link: they are links, headings, or said by somebody else.
_LEFT_ALONE = frozenset({"a", "button", "h1", "h2", "h3", "h4", "th", "summary", "blockquote", "svg", "script"})


@dataclass(frozen=True)
class Word:
    """A word to look for, in all its forms, and the anchor of its explanation."""

    key: int
    title: str
    forms: tuple[str, ...]
    meaning: str

    @property
    def anchor(self) -> str:
        return f"word-{self.key}"


def fold(text: str) -> str:
    """Make small letters of capital ones as Azerbaijani does, one for one: İ → i, I → ı."""
    return text.replace("İ", "i").replace("I", "ı").lower()


def _pattern(words: Sequence[Word]) -> tuple[re.Pattern[str] | None, dict[str, Word]]:
    """Give one pattern for all forms, and which word each of them, written small, is."""
    known: dict[str, Word] = {}
    for word in words:
        for form in (word.title, *word.forms):
            # An English "I" is written small as "i": both ways of writing small are looked for.
            known.setdefault(fold(form.strip()), word)
            known.setdefault(form.strip().lower(), word)
    known.pop("", None)
    if not known:
        return None, known
    # The longest first, so that "qanuni nümayəndə" is not found as "qanuni".
    parts = [
        re.escape(form) + (rf"\w{{0,{MOST_ENDING}}}" if len(form) >= ENDINGS_FROM else "")
        for form in sorted(known, key=len, reverse=True)
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(f'({part})' for part in parts)})(?!\w)"), known


def find(text: str, words: Sequence[Word]) -> list[Word]:
    """Give the words that a text uses, in the order in which it uses them first, each once."""
    return list(dict.fromkeys(word for _start, _end, word in _places(text, words)))


def _places(text: str, words: Sequence[Word]) -> Iterable[tuple[int, int, Word]]:
    pattern, known = _pattern(words)
    if pattern is None:
        return
    forms = sorted(known, key=len, reverse=True)
    small = {fold(text), _same_length_lower(text)}
    seen: dict[tuple[int, int], Word] = {}
    for folded in small:
        for match in pattern.finditer(folded):
            assert match.lastindex is not None  # noqa: S101  # every branch is a group
            seen.setdefault(match.span(), known[forms[match.lastindex - 1]])
    for (start, end), word in sorted(seen.items(), key=lambda item: item[0]):
        yield start, end, word


def _same_length_lower(text: str) -> str:
    """Write small without changing where anything stands: "İ" would become two signs."""
    return "".join(small if len(small := sign.lower()) == 1 else sign for sign in text)


def lead_to_meanings(html: str, words: Sequence[Word]) -> str:
    """Make the first use of each word in HTML a link to its explanation further down, leaving links as they are."""
    left = {word.key: word for word in words}
    closed: list[str] = []  # the elements we are in, in which nothing is touched
    out: list[str] = []
    for part in _TAG.split(html):
        if part.startswith("<"):
            _follow(part, closed)
            out.append(part)
        elif closed or not left:
            out.append(part)
        else:
            out.append(_linked(part, left))
    return "".join(out)


def _follow(tag: str, closed: list[str]) -> None:
    name = _NAME.match(tag)
    if name is None or name[1].lower() not in _LEFT_ALONE or tag.endswith("/>"):
        return
    if not tag.startswith("</"):
        closed.append(name[1].lower())
    elif closed and closed[-1] == name[1].lower():
        closed.pop()


def _linked(text: str, left: dict[int, Word]) -> str:
    out, at = [], 0
    for start, end, word in _places(text, list(left.values())):
        if start < at or word.key not in left:
            continue
        del left[word.key]
        out += [text[at:start], f'<a class="k-word" href="#{word.anchor}">', text[start:end], "</a>"]
        at = end
    return "".join([*out, text[at:]])
