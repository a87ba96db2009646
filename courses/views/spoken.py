"""The sound of an answer by voice, for who may hear it. Some browsers play only what they can ask for in parts."""

import re
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from courses.models import SpokenAnswer, SpokenState
from courses.policies_asks import may_hear

RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})$")


@require_safe
def sound(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give the sound, or the part that was asked for; to others it is not there."""
    spoken = get_object_or_404(SpokenAnswer, pk=key, state=SpokenState.MADE)
    if not may_hear(request.user, spoken):
        raise Http404
    try:
        with spoken.made.open("rb") as file:
            data = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    answer = _part(data, request.headers.get("Range", ""))
    # What is taken back is not heard from anybody’s cache.
    answer["Cache-Control"] = "private, no-store"
    answer["Accept-Ranges"] = "bytes"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _part(data: bytes, asked: str) -> HttpResponse:
    found = RANGE.match(asked.strip())
    size = len(data)
    if found is None or not any(found.groups()):
        return HttpResponse(data, content_type="audio/mp4")
    first, last = found.groups()
    begin, end = (int(first), int(last) if last else size - 1) if first else (max(0, size - int(last)), size - 1)
    end = min(end, size - 1)
    if begin > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    part = HttpResponse(data[begin : end + 1], status=206, content_type="audio/mp4")
    part["Content-Range"] = f"bytes {begin}-{end}/{size}"
    return part
