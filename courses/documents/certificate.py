"""Draws a certificate: words in, an accessible PDF out. Pure; the words come already in the learner's language."""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import typst

from elearn.web.typesetting import missing_sign, qr, typeset

from .picture import Picture

PREVIEW_PPI = 110.0
MOST_LEFT_OUT = 40  # different signs of one paper that no typeface has


@dataclass(frozen=True)
class Signatory:
    """Who stands for the paper by hand: the picture of a signature above the line, or the name alone."""

    name: str
    role: str
    signature: Picture | None = None


@dataclass(frozen=True)
class Paper:
    """Everything that is printed, as it is printed. `language` is az, ru or en.

    What a design adds comes last; without one the coordinator or the issuer stands for the paper.
    """

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
    note: str = ""  # the design's own words
    skills: str = ""  # what one can do now, in a line
    valid_until: str = ""
    in_languages: tuple[tuple[str, str], ...] = ()  # ("ru", "…"): that it is no state document, in each language
    signatories: tuple[Signatory, ...] = ()
    logos: tuple[Picture, ...] = ()
    across: str = ""  # "Sample", where it is only shown and not issued


def _facts(paper: Paper) -> dict[str, Any]:
    people = [
        {"name": one.name, "role": one.role} | ({"signature": _picture(one.signature)} if one.signature else {})
        for one in paper.signatories or (Signatory(paper.signatory, paper.signatory_role),)
    ]
    bare = replace(paper, signatories=(), logos=())
    return asdict(bare) | {
        "qr": qr(paper.address), "signatories": people, "logos": [_picture(logo) for logo in paper.logos]
    }  # fmt: skip


def _picture(picture: Picture) -> dict[str, str]:
    return {"words": picture.words, "svg": picture.svg}


def draw(paper: Paper) -> bytes:
    """Draw one certificate as an unsigned, tagged PDF of one A4 page.

    One file for reading aloud (PDF/UA-1) and for keeping (PDF/A-2a). The latter lets no sign stand that no typeface
    has: such signs are left out. Raises typst.TypstError, also where nothing would be left of the holder's name.
    """
    for _sign in range(MOST_LEFT_OUT):
        try:
            return _drawn(paper, format="pdf", pdf_standards=["ua-1", "a-2a"])
        except typst.TypstError as error:
            sign = missing_sign(error)
            paper, before = _without(sign, paper) if sign else paper, paper
            if paper == before or not paper.holder.strip():
                raise
    return _drawn(paper, format="pdf", pdf_standards=["ua-1", "a-2a"])


def _without(sign: str, paper: Paper) -> Paper:
    """Leave a sign out of everything that is printed."""

    def kept(value: Any) -> Any:
        if isinstance(value, str):
            return value.replace(sign, "")
        if isinstance(value, Signatory):
            return replace(value, name=kept(value.name), role=kept(value.role))
        return tuple(kept(one) for one in value) if isinstance(value, tuple) else value

    return replace(paper, **{one.name: kept(getattr(paper, one.name)) for one in fields(paper)})


def draw_picture(paper: Paper) -> bytes:
    """Draw the same as a picture (PNG), to look at before anything is issued."""
    return _drawn(paper, format="png", ppi=PREVIEW_PPI)


def _drawn(paper: Paper, **form: Any) -> bytes:
    return typeset(__package__, "certificate.typ", _facts(paper), **form)
