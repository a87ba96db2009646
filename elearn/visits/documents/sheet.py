"""Draws the sheets of skills: words in, an accessible PDF in large type out, each skill on a page of its own.

Pure; the words come in the language of the sheet. Typst's compiler is not for two threads at once, so it has a lock.
"""

import json
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from threading import Lock
from typing import Any

import segno
import typst

FONT_PACKAGES = ("fontpkg_literata", "fontpkg_source_sans_3")
_one_at_a_time = Lock()


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


@cache
def _compiler() -> typst.Compiler:
    folders = [str(files(package) / "files") for package in FONT_PACKAGES]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
    return typst.Compiler(root=str(files(__package__)), font_paths=fonts, ignore_system_fonts=True)


def qr(address: str) -> str:
    """Draw a QR code as SVG, with the quiet zone of four modules that scanners ask for."""
    drawing = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawing, kind="svg", border=4, dark="#1B1B1B", light="#FFFFFF", xmldecl=False
    )
    return drawing.getvalue().decode()


@lru_cache(maxsize=64)
def draw(sheets: Sheets) -> bytes:
    """Draw sheets as one tagged PDF (PDF/UA-1) in A4; the same words are drawn once. Raises typst.TypstError."""
    facts = asdict(sheets)
    facts["pages"] = [page | {"qr": qr(page["address"])} for page in facts["pages"]]
    return compiled("sheet.typ", facts)


def compiled(template: str, facts: dict[str, Any]) -> bytes:
    """Draw one of the templates here with its facts, as a tagged PDF. Raises typst.TypstError."""
    with _one_at_a_time:
        pdf = _compiler().compile(
            (files(__package__) / template).read_bytes(), format="pdf", pdf_standards=["ua-1"],
            sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)},
        )  # fmt: skip
    if not isinstance(pdf, bytes):
        raise TypeError("Sheets are one file.")
    return pdf
