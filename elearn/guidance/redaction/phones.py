"""Telephone numbers by their shape: home and international writings of Azerbaijan, Russia, Britain and others.

Bare seven digits are a telephone only where the words before them say so; a sum of money is none.
"""

import re
from collections.abc import Iterator

from .found import Kind, Span
from .reading import Reading

GAP = r"[\s.\-–/()]{0,3}"
SHAPES = {
    "international": rf"(?:\+|(?<![\d.,])00)\s?(?:994(?:{GAP}0)?(?:{GAP}\d){{9}}|7(?:{GAP}\d){{10}}"
    rf"|44{GAP}(?:\(0\))?(?:{GAP}\d){{9,10}}|[1-9]\d{{0,2}}(?:{GAP}\d){{6,12}})",
    "country code": rf"994(?:{GAP}\d){{9}}",
    "national": r"\(?0\d{2}\)?[\s.\-–/_]{0,3}\d{3}[\s.\-–/_]{0,3}\d{2}[\s.\-–/_]{0,3}\d{2}",
    "national in other groups": r"\(?0\d{2}\)?[\s.\-–/]{0,3}(?:\d{2}[\s.\-–/]{1,3}\d{2}[\s.\-–/]{1,3}\d{3}"
    r"|\d{2}[\s.\-–/]{1,3}\d{3}[\s.\-–/]{1,3}\d{2}|\d{3}[\s.\-–/]{1,3}\d{4}|\d{4}[\s.\-–/]{1,3}\d{3})",
    "Russian": r"[78][\s(\-]{0,3}\d{3}[)\s\-]{0,3}\d{3}[\s\-]{0,2}\d{2}[\s\-]{0,2}\d{2}",
    "British": r"\(?0[1-9]\d{1,3}\)?[\s\-]{0,2}\d{3,4}[\s\-]{0,2}\d{3,4}",
    "without zero": r"\(?(?:1[02]|18|2\d|36|40|5[015]|60|70|77|99)\)?[\s.\-–/]{1,2}\d{3}"
    r"[\s.\-–/]{1,2}\d{2}[\s.\-–/]{1,2}\d{2}",
    "seven digits": r"\d{3}[\-–]\d{2}[\-–]\d{2}",
}
PATTERNS = {name: re.compile(rf"(?<![\w,№]){shape}(?!\d|[.,]\d)") for name, shape in SHAPES.items()}
CUE = re.compile(
    r"(?:\btel\b|\btelefon|\bnomre|\bzeng|\bmob\b|\bmobil|\bwhatsapp|\bvatsap|\bphone|\bcall|\bring|\bring me"
    r"|\bmobile|\btext me|\bтел\b|\bтелефон|\bномер|\bзвон|\bпозвон|\bмоб\b|\bватсап|\bвотсап)[^\d]{0,40}$"
)
BARE = re.compile(r"(?<![\w.,])\d(?:[\s.\-–]?\d){5,9}(?![\w]|[.,]\d)")
# The first part of a number, in words: "sıfır əlli 123 45 67".
SPOKEN = re.compile(r"(?<![a-z])(?:sifir\s)?(?:elli(?:\s(?:bir|bes))?|altmis|yetmis(?:\syeddi)?|doxsan\sdoqquz|on)\s$")
MONEY_AFTER = re.compile(r"\s{0,2}(?:manat|azn|₼|qepik|руб|₽|рубл|долл|usd|eur|euro|евро|манат|pound|gbp|£|\$|€|%)")
DATE = re.compile(r"(?:0[1-9]|[12]\d|3[01])[.\-/](?:0[1-9]|1[0-2])[.\-/](?:19|20)\d\d")


def phones(reading: Reading) -> Iterator[Span]:
    for why, pattern in PATTERNS.items():
        for match in pattern.finditer(reading.text):
            if not is_money(reading, match) and not DATE.match(match[0]):
                yield Span(_start(reading, match), match.end(), Kind.PHONE, why)
    for match in BARE.finditer(reading.text):
        if not DATE.match(match[0]) and CUE.search(reading.before(match.start())) and not is_money(reading, match):
            yield Span(_start(reading, match), match.end(), Kind.PHONE, "words before")


def _start(reading: Reading, match: re.Match[str]) -> int:
    spoken = SPOKEN.search(reading.before(match.start()))
    return match.start() - len(spoken[0] if spoken else "")


def is_money(reading: Reading, match: re.Match[str]) -> bool:
    sign = reading.before(match.start(), 2).strip()
    return bool(MONEY_AFTER.match(reading.after(match.end()))) or sign in ("£", "$", "€", "₼", "₽")
