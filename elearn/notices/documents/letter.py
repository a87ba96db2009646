"""Draws a letter for the post: words in, an accessible PDF in large type out, for an envelope with a window.

The field of the window holds the name and empty lines, never a street. An address is shown to the trainer of an agreed
visit and to nobody else; a letter with the address on it would show it to every operator who prints one, and the file
would lie in a browser's folder of downloads. So the operator asks for it on the phone and writes it by hand, or the
trainer takes the letter along.

Pure. Typst's compiler is not for two threads at once, so it has a lock.
"""

import json
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from threading import Lock

import segno
import typst

TEMPLATE = files(__package__) / "letter.typ"
FONT_PACKAGES = ("fontpkg_literata", "fontpkg_source_sans_3")
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Letter:
    """What stands in a letter. `address` is where the QR code leads, complete; it opens nothing of the person's."""

    language: str
    issuer: str
    to: str  # the name in the window
    day: str
    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    closing: str
    phone_words: str
    phone: str
    address: str
    scan_words: str  # what one finds there
    code_words: str  # what the QR code is, for those who do not see it


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


def draw(letter: Letter) -> bytes:
    """Draw a letter as one tagged PDF (PDF/UA-1) in A4. Raises typst.TypstError."""
    facts = asdict(letter) | {"qr": qr(letter.address)}
    with _one_at_a_time:
        pdf = _compiler().compile(
            TEMPLATE.read_bytes(), format="pdf", pdf_standards=["ua-1"],
            sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)},
        )  # fmt: skip
    if not isinstance(pdf, bytes):
        raise TypeError("A letter is one file.")
    return pdf
