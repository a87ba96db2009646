"""The original of a film, for who gave it: the file as it came in, to keep."""

from collections.abc import AsyncIterator
from typing import Any, BinaryIO

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.models import Contribution
from elearn.people.fresh import fresh_required
from elearn.people.models import Account

CHUNK = 2**18


@never_cache
@require_safe
@fresh_required
def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out the source of one's own film; others' are not there. A bucket hands it out by itself."""
    account = request.user
    if not isinstance(account, Account):
        raise Http404
    film = get_object_or_404(Contribution.objects.select_related("film"), pk=pk, person=account.person).film
    if not film.source:
        raise Http404
    storage: Any = storages["films"]
    if settings.STORAGE == "s3":
        return redirect(storage.url(film.source, parameters={"ResponseContentDisposition": "attachment"}))
    try:
        file = storage.open(film.source)
    except FileNotFoundError as error:
        raise Http404 from error
    answer = StreamingHttpResponse(in_chunks(file), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{film.pk.hex[:8]}.video"'
    answer["Content-Length"] = str(file.size)
    return answer


async def in_chunks(file: BinaryIO) -> AsyncIterator[bytes]:
    """Give a file piece by piece: under ASGI an ordinary iterator would be read into memory as a whole."""
    try:
        while data := await sync_to_async(file.read)(CHUNK):
            yield data
    finally:
        await sync_to_async(file.close)()
