"""Draws a guide on paper in large type: words in, a tagged PDF out.

Pure; the words come in the language of the guide.
"""

from dataclasses import asdict, dataclass
from functools import lru_cache

from elearn.web.typesetting import qr, typeset

from .rich import Paragraph


@dataclass(frozen=True)
class Line:
    """A step (what, and how), a line to tick (what alone), or a view (what, who holds it, why)."""

    title: str
    under: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    sources: tuple[int, ...] = ()


@dataclass(frozen=True)
class Piece:
    """A piece of a guide. `kind`: text, warning, steps, checklist, views, comparison or film.

    Each kind fills what it needs: `columns` and `rows` (first the question, then an answer for each column) are a
    comparison's, `lines` those of steps, checklists and views. `sources` are numbers in the list at the end.
    """

    kind: str
    heading: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    lines: tuple[Line, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    sources: tuple[int, ...] = ()


@dataclass(frozen=True)
class PaperSource:
    """A source as it is printed: what it is, who published it and when it was checked, where, and the cited words."""

    number: int
    title: str
    facts: str
    address: str
    cited: str
    note: str  # that the address answers no more; else ""


@dataclass(frozen=True)
class Words:
    """What the paper itself says, in its language."""

    careful: str
    sources: str
    explained: str
    source: str  # before the numbers of sources, such as "Source:"
    held_by: str
    scan: str
    code: str  # what the QR code is, for those who do not see it
    help: str
    disagree: str


@dataclass(frozen=True)
class GuidePaper:
    """A guide as it is printed. `dates` and `people` are lines; `warnings` stand first, framed."""

    language: str
    title: str
    kind: str
    issuer: str
    summary: str
    printed: str
    address: str
    warnings: tuple[str, ...]
    pieces: tuple[Piece, ...]
    explained: tuple[tuple[str, str], ...]
    sources: tuple[PaperSource, ...]
    dates: tuple[str, ...]
    people: tuple[str, ...]
    words: Words


@lru_cache(maxsize=32)
def draw(paper: GuidePaper) -> bytes:
    """Draw a guide as a tagged PDF (PDF/UA-1) in A4; the same words are drawn once. Raises typst.TypstError."""
    facts = asdict(paper) | {"qr": qr(paper.address)}
    return typeset(__package__, "guide.typ", facts)
