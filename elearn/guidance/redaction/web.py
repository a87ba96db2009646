"""E-mail addresses, profiles and names on social networks.

The addresses of offices (asan.gov.az) stay: they say nothing of a person.
"""

import re
from collections.abc import Iterator

from .found import Kind, Span
from .reading import Reading

EMAIL = re.compile(
    r"[\w.+\-]{1,64}\s?(?:@|\(at\)|\[at\]|\(собака\))\s?[\w\-]{1,63}(?:(?:\.|\s?[(\[]dot[)\]]\s?)[\w\-]{2,63}){1,4}"
)
PROFILE = re.compile(
    r"(?:https?://)?(?:www\.|m\.)?(?:instagram\.com|facebook\.com|fb\.com|vk\.com|ok\.ru|t\.me|wa\.me|tiktok\.com|x\.com"
    r"|twitter\.com|linkedin\.com|youtube\.com|telegram\.me)/[\w.@?=&%\-/]{2,80}"
)
HANDLE = re.compile(r"(?<![\w.@+\-])@[\w][\w.\-]{2,40}")
NETWORK = (
    r"(?:insta(?:gram)?\w{0,5}|facebook\w{0,5}|feysbuk\w{0,5}|telegram\w{0,5}|skype|tiktok\w{0,5}"
    r"|инстаграм\w{0,3}|телеграм\w{0,3}|скайп\w{0,2}|вконтакте)"
)
NAMED = re.compile(rf"(?<!\w){NETWORK}(?!\w)[^\n.,;!?]{{0,25}}?[\s:@\-–]((?=[\w.]{{0,30}}[\d_])[a-z][\w.]{{2,30}})")


def web(reading: Reading) -> Iterator[Span]:
    for match in EMAIL.finditer(reading.text):
        yield Span(match.start(), _end(reading.text, match.end()), Kind.EMAIL, "form")
    for match in PROFILE.finditer(reading.folded):
        yield Span(match.start(), _end(reading.text, match.end()), Kind.WEB, "network")
    for match in HANDLE.finditer(reading.text):
        yield Span(match.start(), _end(reading.text, match.end()), Kind.WEB, "form")
    for match in NAMED.finditer(reading.folded):
        yield Span(match.start(1), _end(reading.text, match.end(1)), Kind.WEB, "words before")


def _end(text: str, end: int) -> int:
    """Without the full stop of the sentence."""
    while text[end - 1] in ".-/?":
        end -= 1
    return end
