"""Finding what is published, as a port: rooms ask here, and whoever keeps the index registers itself.

So a room can offer similar answers without seeing the attic above it. Where nobody registered, nothing is found.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

# In a text, before words that are said in a film; the second, as a machine heard them. Signs that nobody types.
SAID, HEARD = "\ue0f1", "\ue0f2"


@dataclass(frozen=True)
class Document:
    """What a room gives to be found: something that everybody may see now, in one language.

    `key` is the number of the thing among its kind. `text` is plain words, without markup, at its end perhaps what is
    said in a film, after `SAID` or `HEARD`; `keywords` are words that people may look for and that stand nowhere in it.
    """

    kind: str
    key: int
    language: str
    title: str
    url: str
    summary: str = ""
    text: str = ""
    keywords: str = ""


@dataclass(frozen=True)
class Hit:
    """Something that was found; `excerpt` is plain words."""

    title: str
    url: str
    excerpt: str
    kind: str
    language: str = ""


Finder = Callable[[str, str, Sequence[str], int], list[Hit]]
Count = Callable[[], int]

_finders: list[tuple[Finder, Count]] = []


def register(finder: Finder, *, missed: Count = lambda: 0) -> None:
    """Have this finder answer from now on, in the place of any before it. It takes text, language, kinds and limit.

    `missed` counts the searches without a result that nobody has looked after.
    """
    _finders[:] = [(finder, missed)]


def find(text: str, *, language: str, kinds: Sequence[str] = (), limit: int = 5) -> list[Hit]:
    """Find what is published about some words, the best first; empty when nobody registered."""
    return _finders[0][0](text, language, tuple(kinds), limit) if _finders else []


def searches_missed() -> int:
    """Give how many searches without a result wait for a counsellor; 0 when nobody registered."""
    return _finders[0][1]() if _finders else 0
