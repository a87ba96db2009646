"""A file of the storage, whole or in the part that a player asked for: some browsers play only what comes in parts."""

import re

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse

RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})$")


def in_parts(request: HttpRequest, file: FieldFile, *, content_type: str) -> HttpResponse:
    """Answer with a private file; who may have it has been asked."""
    try:
        with file.open("rb") as opened:
            answer = _part(opened, file.size, request.headers.get("Range", ""), content_type)
    except FileNotFoundError as error:
        raise Http404 from error
    # What is taken back is not seen from anybody’s cache.
    answer["Cache-Control"] = "private, no-store"
    answer["Accept-Ranges"] = "bytes"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _part(opened: FieldFile, size: int, asked: str, content_type: str) -> HttpResponse:
    found = RANGE.match(asked.strip())
    if found is None or not any(found.groups()):
        return HttpResponse(opened.read(), content_type=content_type)
    first, last = found.groups()
    begin, end = (int(first), int(last) if last else size - 1) if first else (max(0, size - int(last)), size - 1)
    end = min(end, size - 1)
    if begin > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    opened.seek(begin)
    part = HttpResponse(opened.read(end - begin + 1), status=206, content_type=content_type)
    part["Content-Range"] = f"bytes {begin}-{end}/{size}"
    return part
