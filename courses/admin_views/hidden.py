"""A film that a concern hides: only the safeguarding officer looks at it, to decide, and each look is noted."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses import policies
from courses.domain.hidden import is_film_hidden
from elearn.people.api import account_of
from elearn.safety.api import note_looked
from media_pipeline.api import open_whole
from media_pipeline.models import Film

WEBM = b"\x1a\x45\xdf\xa3"


@require_safe
@never_cache
def hidden_film(request: HttpRequest, film_id: UUID) -> HttpResponseBase:
    """Hand out the recording itself: the versions for players are blocked while it is hidden."""
    if not policies.may_see_hidden(request.user):
        raise PermissionDenied
    film = get_object_or_404(Film, pk=film_id)
    subject = f"film:{film.pk}"
    if not is_film_hidden(film):
        raise Http404
    try:
        source = open_whole(film)
    except FileNotFoundError as error:
        raise Http404 from error
    note_looked(subject, by=account_of(request))
    kind = "video/webm" if source.read(4) == WEBM else "video/mp4"
    source.seek(0)
    return FileResponse(source, filename=f"film-{film.pk}", content_type=kind)
