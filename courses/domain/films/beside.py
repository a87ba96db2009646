"""What goes with a film in the player: captions, the same film signed, its sound with what is to be seen told.

A signed or described film is a film with people of its own. Nothing of it is played that could not be played alone.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import media_pipeline.api as films
from courses.errors import HiddenNow, NotAgreed, TakenBack
from courses.models import FilmedAnswer
from media_pipeline.models import Film, FilmState, Track, TrackKind

from ..hidden import is_film_hidden, may_be_shown
from .consents import is_unagreed

__all__ = ["Beside", "SignedFilm", "beside", "refuse_beside", "sizes_beside"]

_ON_THE_WAY = (FilmState.RECEIVING, FilmState.RECEIVED, FilmState.CHECKING, FilmState.QUEUED, FilmState.ENCODING)


@dataclass(frozen=True)
class SignedFilm:
    """A film to play beside another: its playlist, and where in the main film it begins."""

    playlist: str
    offset_ms: int


@dataclass(frozen=True)
class Beside:
    """What a player can add to a film. `ready` says that no better versions of it are on their way."""

    captions: Sequence[films.ShownCaptions] = ()
    sign: SignedFilm | None = None
    described: str | None = None  # address of the described sound alone
    ready: bool = field(default=True)


def beside(film: Film) -> Beside:
    """Give what goes with a film that is being opened."""
    found = _playable(film)
    sign, told = found.get(TrackKind.SIGN), found.get(TrackKind.DESCRIBED)
    return Beside(
        captions=films.shown_captions(film),
        sign=SignedFilm(sign[1].playlist, sign[0].offset_ms) if sign else None,
        described=told[1].audio_only if told else None,
        ready=film.state not in _ON_THE_WAY,
    )


def sizes_beside(film: Film) -> dict[str, int]:
    """Say what can be chosen beside a film now, and the least bytes that each costs: {"sign": 900000}."""
    return {str(kind): _least(played.sizes) for kind, (_track, played) in _playable(film).items()}


def _least(sizes: dict[str, int]) -> int:
    """The smallest version with a picture, or the sound of what has none."""
    return min([size for label, size in sizes.items() if label != "audio"] or sizes.values())


def _playable(film: Film) -> dict[TrackKind, tuple[Track, films.Playback]]:
    """Give the tracks that can be shown, with their addresses; the film itself plays without them, too."""
    found = {}
    for kind, track in films.playable_tracks(film).items():
        if may_be_shown(track.film):
            with suppress(films.NotPlayable):
                found[kind] = (track, films.playback(track.film))
    return found


def refuse_beside(film: Film) -> None:
    """Refuse to put a film beside another that could not be shown alone. Raises TakenBack, NotAgreed or HiddenNow."""
    if film.state == FilmState.BLOCKED:
        raise TakenBack
    if is_unagreed(film) or FilmedAnswer.objects.filter(film=film).exists():
        raise NotAgreed
    if is_film_hidden(film):
        raise HiddenNow
