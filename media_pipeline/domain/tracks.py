"""Films that go with a main one: signed beside it, or described instead of its sound.

A track is a film of its own. It is watched only while it could be watched by itself, so that whoever takes back the
signed film takes back that one alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from media_pipeline.errors import TrackUnfit
from media_pipeline.models import Film, FilmState, Rendition, Track, TrackKind

__all__ = ["TrackProblem", "attach", "described_sound", "detach", "playable", "tracks_of"]

# Sound that is longer or shorter than its picture by more than this belongs to another cut of the film.
SAME_LENGTH_MS = 2_000
# Nothing is gained by a signed film that begins when the other is over, or ends before it has begun.
UNUSABLE = (FilmState.REFUSED, FilmState.BLOCKED)


class TrackProblem(StrEnum):
    """Why a film cannot go with another one. The words for it are the caller's."""

    SAME_FILM = "same_film"
    UNUSABLE = "unusable"  # it was refused, or taken back
    NO_PICTURE = "no_picture"
    NO_SOUND = "no_sound"
    NOTHING_TO_REPLACE = "nothing_to_replace"  # the main film has no sound that the described one could stand for
    OTHER_LENGTH = "other_length"
    BESIDE_IT = "beside_it"  # with this offset the two never play together


@dataclass(frozen=True)
class Fit:
    """What is to go with what, before it does."""

    main: Film
    film: Film
    offset_ms: int


@transaction.atomic
def attach(main: Film, *, kind: TrackKind, film: Film, offset_ms: int = 0) -> Track:
    """Let a film go with a main one, in place of the one of its kind there was. Raises TrackUnfit.

    What is not known of a film yet, because it is still being looked at, is not asked.
    """
    fit = Fit(Film.objects.get(pk=main.pk), Film.objects.get(pk=film.pk), offset_ms)
    problem = _problem(fit) or (_signed_problem(fit) if kind == TrackKind.SIGN else _described_problem(fit))
    if problem:
        raise TrackUnfit(problem)
    track, _made = Track.objects.update_or_create(
        main=fit.main, kind=kind, defaults={"film": fit.film, "offset_ms": offset_ms}
    )
    return track


def detach(main: Film, kind: TrackKind) -> bool:
    """Let the film of a kind go its own way; says whether there was one. The film itself stays."""
    return bool(Track.objects.filter(main=main, kind=kind).delete()[0])


def tracks_of(main: Film) -> list[Track]:
    """Give what goes with a film, whether it can be watched yet or not, each with its film."""
    return list(Track.objects.filter(main=main).select_related("film"))


def playable(main: Film) -> dict[TrackKind, Track]:
    """Give what goes with a film and can be watched now."""
    rows = Track.objects.filter(main=main, film__playable_at__isnull=False, film__blocked_at=None)
    found = {TrackKind(row.kind): row for row in rows.select_related("film", "main")}
    described = found.get(TrackKind.DESCRIBED)
    if described and not _same_length(described.main, described.film):
        del found[TrackKind.DESCRIBED]
    return found


def described_sound(main: Film, live: Sequence[Rendition]) -> Rendition | None:
    """Give the sound that tells what is to be seen, to be chosen instead of the sound among `live` renditions."""
    if not any(row.kind == Rendition.Kind.AUDIO for row in live):
        return None
    track = playable(main).get(TrackKind.DESCRIBED)
    if track is None:
        return None
    sounds = Rendition.objects.filter(film=track.film_id, is_live=True, kind=Rendition.Kind.AUDIO)
    return sounds.select_related("film").first()


def _problem(fit: Fit) -> TrackProblem | None:
    if fit.main.pk == fit.film.pk:
        return TrackProblem.SAME_FILM
    return TrackProblem.UNUSABLE if fit.film.state in UNUSABLE else None


def _signed_problem(fit: Fit) -> TrackProblem | None:
    if fit.film.duration_ms and not fit.film.has_video:
        return TrackProblem.NO_PICTURE
    over = fit.main.duration_ms and fit.offset_ms >= fit.main.duration_ms
    before = fit.film.duration_ms and fit.offset_ms <= -fit.film.duration_ms
    return TrackProblem.BESIDE_IT if over or before else None


def _described_problem(fit: Fit) -> TrackProblem | None:
    """A player takes its segments by their times, so described sound begins and ends with the picture."""
    if fit.film.duration_ms and not fit.film.has_audio:
        return TrackProblem.NO_SOUND
    if fit.main.duration_ms and not fit.main.has_audio:
        return TrackProblem.NOTHING_TO_REPLACE
    if fit.offset_ms or not _same_length(fit.main, fit.film):
        return TrackProblem.OTHER_LENGTH
    return None


def _same_length(main: Film, film: Film) -> bool:
    known = main.duration_ms and film.duration_ms
    return not known or abs(main.duration_ms - film.duration_ms) <= SAME_LENGTH_MS
