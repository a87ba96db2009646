"""Draws the picture of a badge and puts the signed token into it ("baking"), as SVG and as PNG. Pure.

The picture says what was completed and nothing of who: the token in it is all that counts.
"""

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Literal

from openbadgeslib.baking import ITXT_KEYWORD_OB3, SVG_ELEMENT_OB3, SVG_NS_OB3, bake_png, bake_svg

from elearn.web.typesetting import typeset

Form = Literal["svg", "png"]
PIXELS_PER_INCH = 180  # 709 pixels a side


@dataclass(frozen=True)
class BadgeWords:
    """What stands on a badge, in one language."""

    language: str
    heading: str
    title: str
    issuer: str


@lru_cache(maxsize=64)
def draw_badge(words: BadgeWords, form: Form) -> bytes:
    """Draw a badge without a token. Raises typst.TypstError for words that cannot be drawn."""
    return typeset(__package__, "badge.typ", asdict(words), format=form, ppi=PIXELS_PER_INCH)


def bake(picture: bytes, token: str, form: Form) -> bytes:
    """Put a token into a picture where the standard wants it."""
    if form == "svg":
        baked = bake_svg(picture, token, element=SVG_ELEMENT_OB3, namespace=SVG_NS_OB3)
    else:
        baked = bake_png(picture, token, keyword=ITXT_KEYWORD_OB3)
    return bytes(baked)
