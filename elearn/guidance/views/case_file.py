"""Gives out a file of a case to who may read the case; its address alone opens nothing."""

from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from elearn.people.encryption import CannotRead

from ..case_enums import FileKind
from ..domain.case_files import opened as file_opened
from ..domain.case_look import look
from ..models import Attachment
from .case_door import Opened

TYPES = {FileKind.JPEG: ("image/jpeg", "jpg"), FileKind.PDF: ("application/pdf", "pdf")}


@require_safe
def file(request: HttpRequest, opened: Opened, file: UUID) -> HttpResponse:
    """One file that was sent with this question."""
    attachment = get_object_or_404(Attachment, key=file, case=opened.case, message__sent_at__isnull=False)
    look(opened.case, way=opened.way, by=opened.by)
    return file_answer(attachment)


def file_answer(attachment: Attachment) -> HttpResponse:
    """Give a file so that the browser runs nothing of it and keeps nothing of it. The caller has asked who may."""
    kind, ending = TYPES[FileKind(attachment.kind)]
    try:
        answer = HttpResponse(file_opened(attachment), content_type=kind)
    except (CannotRead, FileNotFoundError):
        raise Http404 from None
    shown = "inline" if attachment.kind == FileKind.JPEG else "attachment"
    answer["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(f'{attachment.name}.{ending}')}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
