"""Which signs our typefaces can print: asked where a name or a title is written, long before it stands on a paper."""

import re
from collections.abc import Iterable

import typst
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .typesetting import missing_sign, typeset

MOST_NAMED = 40  # different signs; who has more of them need not read them all
_COMMON = re.compile(r"[A-Za-zÇçƏəĞğİıÖöŞşÜüА-Яа-яЁё0-9 .,'’()«»–-]*", re.ASCII)


def unprintable(words: str) -> str:
    """Give the signs of some words that no typeface of a paper has, each once; "" where all can be printed."""
    if _COMMON.fullmatch(words):
        return ""
    found = ""
    while len(found) < MOST_NAMED:
        facts = {"text": "".join(sign for sign in words if sign not in found)}
        try:
            typeset(__package__, "signs.typ", facts, format="pdf", pdf_standards=["a-2a"])
        except typst.TypstError as error:
            sign = missing_sign(error)
            if not sign or sign in found or sign not in words:
                break
            found += sign
        else:
            break
    return found


def check_name(name: str) -> None:
    """Refuse a name that cannot be printed on a certificate. Raises ValidationError, which names the signs."""
    if signs := unprintable(name):
        words = _("These signs cannot be printed: %(signs)s. Please write the name in Latin or Cyrillic letters.")
        raise ValidationError(words, code="unprintable", params={"signs": _named(signs)})


def check_title(title: str) -> None:
    """Refuse the title of a course that cannot be printed on its certificates. Raises ValidationError."""
    if signs := unprintable(title):
        words = _(
            "These signs cannot be printed on certificates: %(signs)s. Please write the title without them, in Latin "
            "or Cyrillic letters."
        )
        raise ValidationError(words, code="unprintable", params={"signs": _named(signs)})


def _named(signs: Iterable[str]) -> str:
    return " ".join(signs)
