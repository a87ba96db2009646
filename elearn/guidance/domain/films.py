"""Films in guides: only those that may be public, and playing them, which counts for nothing here."""

from courses.api import PlainFilm, open_film, refuse_unfit_film
from courses.errors import NothingToPlay, SchoolError
from elearn.web.api import NotApproved
from media_pipeline.models import Film

from ..models import GuidePage


def films_of(page: GuidePage) -> list[Film]:
    """Give the films of a guide, in the order of the text."""
    found = (block.value["film"] for block in page.body if block.block_type == "film")
    return [film for film in found if film is not None]


def refuse_unfit_films(page: GuidePage) -> None:
    """Ask of every film what is asked of a lesson's. Raises NotApproved with the words why not."""
    try:
        for film in films_of(page):
            refuse_unfit_film(film)
    except SchoolError as error:
        raise NotApproved(str(error)) from error


def open_guide_film(page: GuidePage, film_key: str) -> PlainFilm:
    """Open a film for the player of a guide that shows it. Raises SchoolError with the words why not."""
    film = next((film for film in films_of(page) if str(film.pk) == film_key), None)
    if film is None:
        raise NothingToPlay
    return open_film(film)
