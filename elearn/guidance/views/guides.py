"""Beside the pages of guides, which everybody sees alike: the way to them, large-type paper, opening a film."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.api import beside_words
from courses.errors import SchoolError

from ..documents.guide import draw
from ..domain.films import open_guide_film
from ..models import GuidanceIndexPage, GuidePage
from ..paper_words import paper_of


@require_safe
def front(request: HttpRequest) -> HttpResponseBase:
    """Lead to guidance in the visitor's language; the head of every page leads here."""
    language = request.interface_language  # type: ignore[attr-defined]
    index = GuidanceIndexPage.objects.live().filter(locale__language_code=language).first()
    return redirect((index and index.get_url(request)) or f"/{language}/")


def _live(guide_id: int) -> GuidePage:
    """Give a guide that everybody may read."""
    page: GuidePage = get_object_or_404(GuidePage.objects.live().public().select_related("locale"), pk=guide_id)
    return page


@require_safe
def paper(request: HttpRequest, guide_id: int) -> HttpResponse:
    """A guide in large type, to print."""
    page = _live(guide_id)
    name = f"{slugify(page.slug) or 'guide'}-{page.language}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(draw(paper_of(page)), content_type="application/pdf", headers=headers)


@require_safe
@never_cache
def mine(request: HttpRequest, guide_id: int) -> HttpResponse:
    """What the player needs of this visitor: a token to open the film with. Without a script, back to the guide."""
    page = _live(guide_id)
    if request.headers.get("X-Fragment") != "1":
        return redirect(page.get_url(request) or "/")
    return render(request, "guidance/_guide_mine.html")


@require_POST
@never_cache
def film(request: HttpRequest, guide_id: int, film_id: UUID) -> JsonResponse:
    """Open a film of a guide for the player; here watching counts for nothing."""
    try:
        opened = open_guide_film(_live(guide_id), str(film_id))
    except SchoolError as error:
        return JsonResponse({"words": str(error)}, status=409)
    return JsonResponse({
        "playlist": opened.playlist, "audio_only": opened.audio_only, "report": None,
        "resume_ms": 0, "watched_ms": 0, "duration_ms": opened.duration_ms, **beside_words(opened.beside),
    })  # fmt: skip
