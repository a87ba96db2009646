"""Make what is typed comparable, by the language it is typed in.

Nobody is wrong for a capital letter, a blank or a full stop. Azerbaijani has ı and I, i and İ, which keyboards and
phones mix up, and ə, which many of them lack; Russian has ё, which is mostly written е. Other letters mean what they
mean: üç (three) is not uc (tip). Where a keyboard has no ş, ç, ğ, ö, ü at all, `bare` takes the marks away too; whoever
compares uses that only where nothing is mixed up by it.
"""

import re
import unicodedata

LONGEST = 200

_QUOTES = re.compile(r"[\"'`´’‘ʼ“”„«»‹›]")
_GAPS = re.compile(r"[\s\-‐‑‒–—−_/]+")
_ENDS = " .,;:!?…()"
_BARE = str.maketrans("şçğöü", "scgou")


def tidy(text: str, language: str) -> str:
    """Give a text in small letters of its language, without what does not matter: blanks, dashes, quotes, full stop."""
    text = unicodedata.normalize("NFKC", text[: 4 * LONGEST])
    if language == "az":
        text = text.replace("I", "ı").replace("İ", "i")
    text = unicodedata.normalize("NFC", text.casefold().replace("i\u0307", "i"))
    text = _GAPS.sub(" ", _QUOTES.sub("", text))
    return text.strip(_ENDS)


def fold(text: str, language: str) -> str:
    """Give the same where letters that are easily mixed up are one: ı and i, ə and e; ё and е."""
    text = tidy(text, language)
    if language == "az":
        return text.replace("ı", "i").replace("ə", "e")
    return text.replace("ё", "е") if language == "ru" else text


def bare(text: str, language: str) -> str:
    """Give the same without the marks of Azerbaijani letters, as on a keyboard that has none."""
    folded = fold(text, language)
    return folded.translate(_BARE) if language == "az" else folded
