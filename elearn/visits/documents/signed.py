"""Draws the sheet that an elder signs to show that a visit took place: words in, an accessible PDF in large type out.

Pure; the words come in the elder's language. No address stands on it.
"""

from dataclasses import asdict, dataclass

from elearn.web.typesetting import typeset


@dataclass(frozen=True)
class SignedSheet:
    """What stands on it. `lines` are what is signed, a sentence each; `name` is filled in, the rest is by hand."""

    language: str
    title: str  # of the document, for reader programs
    issuer: str
    heading: str
    when: str
    lines: tuple[str, ...]
    name_words: str
    name: str
    date_words: str
    signature_words: str
    number_words: str
    help_words: str


def draw(sheet: SignedSheet) -> bytes:
    """Draw it on one page of A4. Raises typst.TypstError."""
    return typeset(__package__, "signed.typ", asdict(sheet))
