"""Files that come in ordinary forms: before a byte of one is taken, its disk is asked whether there is room.

Django writes a request to a temporary file as it comes, and what is in it to a second one; neither asks anything. Films
that come in pieces have their own reception.
"""

import tempfile
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from . import storage
from .delivery import Scope, Send, say

__all__ = ["handles", "refuse"]

_SMALL = 2**22  # bytes: what an ordinary form may be, without asking
_TWICE = 2  # the request, and the file in it
_WORDS = _("We have no room for files at the moment. Nothing is lost here: please send it again in an hour.")
_LANGUAGES = ("az", "ru", "en")


def handles(scope: Scope) -> bool:
    """Say whether a request is larger than what may be taken now, the reserve of the disk left alone."""
    said = dict(scope["headers"]).get(b"content-length", b"")
    length = int(said) if said.isdigit() and len(said) < 16 else 0
    return length > _SMALL and _TWICE * length > storage.free_bytes(Path(tempfile.gettempdir()))


async def refuse(scope: Scope, send: Send) -> None:
    """Say so, in the languages of the house: it is not known yet who asks."""
    words = []
    for code in _LANGUAGES:
        with override(code):
            words.append(str(_WORDS))
    await say(scope, send, 507, "\n\n".join(dict.fromkeys(words)), [(b"retry-after", b"3600")])
