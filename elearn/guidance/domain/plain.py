"""A guide as plain text: for finding it, and for finding the words in it that the glossary explains."""

import html
import re
from collections.abc import Iterator
from typing import Any

from ..models import GuidePage

_TAGS = re.compile(r"<[^>]+>")
_SPACE = re.compile(r"[ \t\r\f\v]+")


def plain(words: str) -> str:
    """Take the mark-up out of HTML; paragraphs and lines of lists become lines."""
    broken = re.sub(r"</(p|li|h[1-6])>|<br\s*/?>", "\n", words)
    return _SPACE.sub(" ", html.unescape(_TAGS.sub("", broken))).strip()


def plain_text(page: GuidePage) -> str:
    """Give all that a guide says, one piece a line, without its sources."""
    said = [page.summary, *_texts([{"value": block["value"]} for block in page.body.raw_data])]
    return "\n".join(line for line in (plain(text) for text in said) if line)


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        for one in part:
            yield from _texts(one)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name not in ("id", "type", "sources", "film"):
                yield from _texts(value)
