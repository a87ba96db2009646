"""Draws the sheets of skills: words in, an accessible PDF in large type out, each skill on a page of its own.

Pure; the words come in the language of the sheet.
"""

from dataclasses import asdict, dataclass
from functools import lru_cache

from elearn.web.typesetting import qr, typeset


@dataclass(frozen=True)
class SkillPage:
    """One skill as it is printed. `address` is where its film or its page is, complete; also in the QR code."""

    language: str
    title: str
    promise: str
    steps: tuple[str, ...]
    careful: str
    address: str
    scan_words: str  # what one finds there
    code_words: str  # what the QR code is, for those who do not see it


@dataclass(frozen=True)
class Sheets:
    """One file of sheets, with what all of them say."""

    language: str
    title: str  # of the document, for reader programs
    issuer: str
    steps_words: str
    careful_words: str
    help_words: str
    pages: tuple[SkillPage, ...]


@lru_cache(maxsize=64)
def draw(sheets: Sheets) -> bytes:
    """Draw sheets as one tagged PDF (PDF/UA-1) in A4; the same words are drawn once. Raises typst.TypstError."""
    facts = asdict(sheets)
    facts["pages"] = [page | {"qr": qr(page["address"])} for page in facts["pages"]]
    return typeset(__package__, "sheet.typ", facts)
