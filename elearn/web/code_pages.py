"""Texts of spreadsheets that do not say in which code page they are: the Turkish and the Cyrillic one hold any bytes.

What tells them apart is the words: nobody writes one word in two alphabets, and the wrong page makes many such words.
"""

import re
import unicodedata

UTF8, TURKISH, CYRILLIC = "utf-8", "cp1254", "cp1251"
_WORD = re.compile(r"[^\W\d_]+")


def likely(data: bytes) -> list[str]:
    """Give the encodings that unmarked bytes may be in, the likeliest first."""
    words = [alphabets(word) for word in _WORD.findall(data.decode(CYRILLIC, errors="replace"))]
    is_turkish = words.count(2) > words.count(1)
    return [UTF8, TURKISH, CYRILLIC] if is_turkish else [UTF8, CYRILLIC]


def alphabets(text: str) -> int:
    """Count the alphabets of a text with Cyrillic letters: 1 for those alone, 2 with Latin ones; 0 for any other."""
    names = {unicodedata.name(sign, "").partition(" ")[0] for sign in text if sign.isalpha()}
    return len(names & {"CYRILLIC", "LATIN"}) if "CYRILLIC" in names else 0


def is_garbled(text: str) -> bool:
    """Say whether letters of a text were lost on the way, or come from two alphabets."""
    return "?" in text or "\ufffd" in text or alphabets(text) == 2
