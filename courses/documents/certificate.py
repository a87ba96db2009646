"""Draws a certificate: words in, an accessible PDF out. Pure; the words come already in the learner's language."""

import json
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from threading import Lock

import segno
import typst

TEMPLATE = files(__package__) / "certificate.typ"
FONT_PACKAGES = ("fontpkg_literata", "fontpkg_source_sans_3")


# A compiler that is used by two threads at once raises RuntimeError ("already borrowed").
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Paper:
    """Everything that is printed, as it is printed. `language` is az, ru or en."""

    language: str
    title: str  # of the document, for reader programs
    issuer: str
    heading: str
    holder: str
    statement: tuple[str, ...]  # lines under the name
    number: str
    date: str
    disclaimer: str
    signatory: str
    signatory_role: str
    check_words: str
    address: str  # where it is checked, complete; also in the QR code
    place: str  # the same as people type it, up to the reference: korpu.example/c/
    reference: str  # number and code, KP-2026-000417-7F3K-9Q2M-XW41
    reference_lines: tuple[str, ...]
    code_words: str  # what the QR code is, for those who do not see it


@cache
def _compiler() -> typst.Compiler:
    """One compiler for the life of the process: about 20 ms a paper."""
    folders = [str(files(package) / "files") for package in FONT_PACKAGES]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
    return typst.Compiler(root=str(files(__package__)), font_paths=fonts, ignore_system_fonts=True)


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _qr(address: str) -> str:
    """Draw a QR code as SVG, with the quiet zone of four modules that scanners ask for."""
    drawing = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawing, kind="svg", border=4, dark="#1B1B1B", light="#FFFFFF", xmldecl=False
    )
    return drawing.getvalue().decode()


def draw(paper: Paper) -> bytes:
    """Draw one certificate as an unsigned, tagged PDF of one A4 page. Raises typst.TypstError.

    One file for reading aloud (PDF/UA-1) and for keeping (PDF/A-2a).
    """
    facts = json.dumps(asdict(paper) | {"qr": _qr(paper.address)}, ensure_ascii=False)
    with _one_at_a_time:
        pdf = _compiler().compile(
            _template(), format="pdf", sys_inputs={"facts": facts}, pdf_standards=["ua-1", "a-2a"]
        )
    if not isinstance(pdf, bytes):
        raise TypeError("A certificate is one file.")
    return pdf
