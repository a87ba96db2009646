"""Addresses that survive being sent in a message: Azerbaijani and Russian letters in Latin ones without marks."""

from django.utils.text import slugify
from wagtail.models import Page

# Azerbaijani by their nearest letter; Russian by ISO 9's simplified form (GOST 7.79-2000, system B, without marks).
_LETTERS = str.maketrans(
    {
        "ə": "e", "ı": "i", "ğ": "g", "ş": "s", "ç": "c", "ö": "o", "ü": "u",
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "j",
        "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
        "х": "kh", "ц": "c", "ч": "ch", "ш": "sh", "щ": "shh", "ъ": "", "ы": "y", "ь": "", "э": "e",
        "ю": "yu", "я": "ya",
    }
)  # fmt: skip
LONGEST = 60


def latin(title: str) -> str:
    """Write a title as an address: "Şərf toxumağı" → "serf-toxumagi"."""
    return slugify(title.replace("İ", "i").replace("I", "ı").lower().translate(_LETTERS))[:LONGEST].strip("-")


def free_slug(title: str, *, under: Page) -> str:
    """Give an address that no page beside it has yet."""
    base = latin(title) or "page"
    taken = set(under.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)
