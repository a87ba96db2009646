"""A form with a film that its script sends in parts (film-form.js): what it is told, and what it hears.

Without the script the form is an ordinary one.
"""

from typing import Any

from allauth.core import ratelimit
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

import media_pipeline.api as films
from media_pipeline.models import Film

from ._words import upload_words

HEAD = 64  # bytes of a file’s beginning that say what it is


def settings_of(begin: str, *, largest: int, unfinished: dict[str, Any] | None) -> dict[str, Any]:
    """Give the settings of the script: where to begin, the most bytes, and what has arrived of an earlier try."""
    return {
        "begin": begin, "largest": largest, "unfinished": [unfinished] if unfinished else [],
        "words": upload_words() | {
            "too_large": _("“{name}” is too large: it has {megabytes} MB. Please send a shorter video."),
        },
    }  # fmt: skip


def described(film: Film, *, send: str, largest: int, is_apart: bool) -> dict[str, Any] | None:
    """Say what has arrived of a film; None when nothing has. `send` is where the form is sent when all is here."""
    begun = films.upload_summary(film, largest=largest, is_apart=is_apart)
    if begun is None or not begun.offset:
        return None
    return {
        "address": begun.address, "name": begun.filename, "modified": begun.modified_ms, "size": begun.length,
        "arrived": begun.offset, "percent": begun.percent, "is_whole": begun.is_finished, "send": send,
    }  # fmt: skip


def opened(film: Film, *, send: str, largest: int, is_apart: bool) -> JsonResponse:
    """Say where the bytes go, and where the form is sent when all of them are here."""
    address = films.open_upload_address(film, largest=largest, is_apart=is_apart)
    return JsonResponse({"address": address, "send": send})


def head_of(request: HttpRequest) -> bytes:
    """Read what the chosen file begins with; nothing where the script did not say."""
    head = request.FILES.get("head")
    return head.read(HEAD) if isinstance(head, UploadedFile) else b""


def may_send_now(request: HttpRequest, limit: str) -> bool:
    """Count what is sent, as with the form; says whether it may be sent now."""
    return bool(ratelimit.consume(request, action=limit))
