"""A film on a public page that is no lesson: whether it may be there, and playing it, which counts for nothing."""

from dataclasses import dataclass

import media_pipeline.api as films
from courses.errors import HiddenNow, NotAgreed, NothingToPlay, NotPublicYet, TakenBack
from courses.models import Contribution, ContributionState, FilmedAnswer
from media_pipeline.models import Film, FilmState

from ..hidden import is_film_hidden
from .beside import Beside, beside
from .consents import is_unagreed, refuse_unagreed


@dataclass(frozen=True)
class PlainFilm:
    """What a player needs for a film whose watching is not counted."""

    playlist: str  # path of the HLS playlist
    audio_only: str | None
    poster: str
    duration_ms: int
    beside: Beside = Beside()


def refuse_unfit_film(film: Film) -> None:
    """Refuse a film that a teacher gave until it is public as a lesson and everybody in it has agreed.

    Raises NotPublicYet, TakenBack or ConsentWanting. A film that staff brought in has no such rules.
    """
    if FilmedAnswer.objects.filter(film=film).exists():
        raise NotPublicYet  # somebody’s answer to somebody, and nothing else
    given = Contribution.objects.filter(film=film).select_related("person").first()
    if given is None:
        return
    if given.state == ContributionState.WITHDRAWN:
        raise TakenBack
    if given.state != ContributionState.PLACED:
        raise NotPublicYet
    refuse_unagreed(given)


def open_film(film: Film) -> PlainFilm:
    """Open a film for everybody. Raises TakenBack, NotAgreed, HiddenNow or NothingToPlay."""
    if film.state == FilmState.BLOCKED:
        raise TakenBack
    if not film.playable_at:
        raise NothingToPlay
    if is_unagreed(film):
        raise NotAgreed
    if is_film_hidden(film):
        raise HiddenNow
    try:
        plain = films.playback(film)
    except films.NotPlayable as error:
        raise NothingToPlay from error
    return PlainFilm(plain.playlist, plain.audio_only, plain.poster, film.duration_ms, beside(film))
