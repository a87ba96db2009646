"""A video of the elder with captions being worked on, and one that goes with a lesson."""

from typing import Any

from django.utils import timezone


def captions(visitors: dict[str, Any]) -> dict[str, Any]:
    """Make the video; its elder, the elder's helper and coordinators may work on its captions."""
    from courses.models import Contribution, ContributionState
    from tests import factories

    elder = visitors["elder"]
    film = factories.ready_film(captioned=False, language="en")
    Contribution.objects.create(
        person=elder, film=film, title="Heel", state=ContributionState.SENT, sent_at=timezone.now(), language="en",
    )  # fmt: skip
    track = factories.captions(film, reviewed=False)
    pages = ("", "save/", "hand-in/", "file/", "versions/", "versions/<int:number>/", "captions.<slug:form>")
    addresses = [f"captions/<uuid:film_id>/<slug:language>/{page}" for page in pages]
    return {
        "captions/for/<uuid:key>/:key": elder.key, "captions/<uuid:film_id>/:film_id": film.pk,
        **{f"{address}:film_id": film.pk for address in addresses},
        **{f"{address}:language": "en" for address in addresses},
        "captions/<uuid:film_id>/<slug:language>/captions.<slug:form>:form": "vtt",
        "admin/captions/<int:pk>/:pk": track.pk, "admin/films/<uuid:pk>/:pk": film.pk,
        "admin/school/videos/film/<uuid:film_id>/captions/:film_id": film.pk,
    }  # fmt: skip
