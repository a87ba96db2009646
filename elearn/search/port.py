"""What rooms below find through `elearn.web.finding`, without seeing this one."""

from collections.abc import Sequence

from elearn.web.finding import Hit

from .domain.find import find, similar
from .words.fold import words_in
from .words.query import MOST_WORDS


def answer(text: str, language: str, kinds: Sequence[str], limit: int) -> list[Hit]:
    """Find for a room: the best few, as plain hits. A long text is looked at for its rarest words."""
    if len(words_in(text)) > MOST_WORDS:
        found = similar(text, language=language, kinds=kinds, limit=limit)
    else:
        found = find(text, language=language, kinds=kinds, per_page=limit).hits
    return [Hit(one.title, one.url, one.excerpt, one.kind, one.language) for one in found]
