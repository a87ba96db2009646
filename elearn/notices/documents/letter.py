"""Draws a letter for the post: words in, an accessible PDF in large type out, for an envelope with a window.

The field of the window holds the name and empty lines, never a street. An address is shown to the trainer of an agreed
visit and to nobody else; a letter with the address on it would show it to every operator who prints one, and the file
would lie in a browser's folder of downloads. So the operator asks for it on the phone and writes it by hand, or the
trainer takes the letter along.

Pure.
"""

from dataclasses import asdict, dataclass

from elearn.web.typesetting import qr, typeset


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


def draw(letter: Letter) -> bytes:
    """Draw a letter as one tagged PDF (PDF/UA-1) in A4. Raises typst.TypstError."""
    facts = asdict(letter) | {"qr": qr(letter.address)}
    return typeset(__package__, "letter.typ", facts)
