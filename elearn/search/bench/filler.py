"""Pages that are not meant, many, in the words of this house: made up from the sentences of its own interface.

They are the harder for it: they speak of lessons, visits, consent and papers as the pages that are meant do.
"""

import random
from collections.abc import Iterator

import polib
from django.conf import settings

from .corpus import Page

LANGUAGES = ("az", "ru", "en")


def filler(count: int, seed: int = 2026) -> Iterator[Page]:
    """Give so many pages of 6 to 30 sentences, always the same for a seed."""
    chance = random.Random(seed)  # noqa: S311 - for repeating, not for secrets
    sentences = {language: _sentences(language) for language in LANGUAGES}
    for number in range(count):
        language = LANGUAGES[number % len(LANGUAGES)]
        said = chance.choices(sentences[language], k=chance.randint(6, 30))
        yield Page(language, f"{said[0][:90]} {number}", said[1], " ".join(said[2:]), "")


def _sentences(language: str) -> list[str]:
    catalogue = polib.pofile(settings.HOME / "elearn" / "locale" / ("az" if language == "en" else language)
                             / "LC_MESSAGES" / "django.po")  # fmt: skip
    told = [entry.msgid if language == "en" else entry.msgstr for entry in catalogue if not entry.msgid_plural]
    return [text for text in told if 20 <= len(text) <= 200 and "%(" not in text and "{" not in text]
