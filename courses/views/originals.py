"""The original of a film, for who gave it: the file as it came in, to fetch, and to ask for it to be kept."""

from collections.abc import AsyncIterator
from typing import BinaryIO

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.core.files import File
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

import media_pipeline.api as films
from courses.domain.films import contribute, originals
from courses.models import Contribution
from courses.views._teacher import teacher_of
from elearn.people.api import Role, account_of, role_required
from elearn.people.fresh import fresh_required
from elearn.people.models import Account
from media_pipeline.models import Film

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
    return handed_out(film)


@require_POST
@role_required(Role.ELDER)
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """A teacher asks to keep the file they gave, or no longer; others' films are not there."""
    mine = contribute.contributions_of(teacher_of(request)).select_related("film__cut_of", "person")
    contribution = get_object_or_404(mine, pk=pk)
    if request.POST.get("deed") == "let_go":
        originals.need_no_longer(contribution, by=account_of(request))
        messages.success(request, _("Thank you. We tell you again before your file is removed."))
    else:
        originals.ask_to_keep(contribution, by=account_of(request))
        messages.success(request, _("We keep your file. It is not removed."))
    return redirect("courses:film", pk)


def handed_out(film: Film) -> HttpResponseBase:
    """Answer with a film as one file, to whoever may have it: the original, else the best that was made from it.

    Raises Http404 when nothing of it is there.
    """
    kind = "video" if film.source else "mp4"
    name = f"{film.pk.hex[:8]}.{kind}"
    try:
        address = films.original_address(film, filename=name)
        if address:
            return redirect(address)
        file = films.open_whole(film)
    except FileNotFoundError as error:
        raise Http404 from error
    answer = StreamingHttpResponse(in_chunks(file), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Length"] = str(file.size)
    return answer


async def in_chunks(file: BinaryIO | File) -> AsyncIterator[bytes]:
    """Give a file piece by piece: under ASGI an ordinary iterator would be read into memory as a whole."""
    try:
        while data := await sync_to_async(file.read)(CHUNK):
            yield data
    finally:
        await sync_to_async(file.close)()
