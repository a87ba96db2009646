"""Read a number as people write it: 1,5 and 1.5, 1 500 and 1.500, with its unit or without."""

import re
import unicodedata
from decimal import Decimal

from .fold import fold

LONGEST = 30
_BLANKS = re.compile(r"[\s']+")
_PLAIN = re.compile(r"-?\d{1,18}(\.\d{1,9})?")
_GROUPS = re.compile(r"-?[1-9]\d{0,2}([.,]\d{3})+", re.ASCII)


def readings(text: str, language: str, *, unit: str = "") -> list[Decimal]:
    """Give what a text may mean as a number: none, one, or two where “1.500” is both. Never raises."""
    text = _without_unit(text, language, unit)
    if not text or len(text) > LONGEST:
        return []
    text = _BLANKS.sub("", text).replace("−", "-").replace("–", "-").removeprefix("+")
    found: list[Decimal] = []
    for candidate in (_decimal(text), _grouped(text)):
        if candidate is not None and candidate not in found:
            found.append(candidate)
    return found


def _without_unit(text: str, language: str, unit: str) -> str:
    text = unicodedata.normalize("NFKC", text[: 4 * LONGEST]).strip().rstrip(".")
    if not unit:
        return text
    number = re.match(r"[\s\d.,'+\-−–]*", text)
    rest = text[number.end() :] if number else ""
    return text[: number.end()] if number and rest and fold(rest, language) == fold(unit, language) else text


def _decimal(text: str) -> Decimal | None:
    """Read the last sign between digits as that of the fraction, others before it as groups of thousands."""
    signs = [sign for sign in text if sign in ".,"]
    if not signs:
        return Decimal(text) if _PLAIN.fullmatch(text) else None
    if signs.count(signs[-1]) > 1:
        return None  # 1.500.000: only groups are written so
    whole, _sign, rest = text.rpartition(signs[-1])
    if len(signs) > 1:
        if not _GROUPS.fullmatch(whole):
            return None
        whole = whole.replace(signs[0], "")
    written = f"{whole or '0'}.{rest}"
    return Decimal(written) if _PLAIN.fullmatch(written) else None


def _grouped(text: str) -> Decimal | None:
    """Read signs between groups of three digits as nothing but that."""
    signs = {sign for sign in text if sign in ".,"}
    if len(signs) != 1 or not _GROUPS.fullmatch(text):
        return None
    return Decimal(text.replace(signs.pop(), ""))
