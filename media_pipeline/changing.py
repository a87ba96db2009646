"""The part of the door by which a film is changed: a part of it made a film, and the picture that stands for it."""

from django.db import transaction

from .domain import carry_captions, carry_described, cut, posters
from .domain.queries import PosterChoice, base_of
from .models import Film
from .tasks import wake_on_commit

__all__ = [
    "can_carry_described",
    "carry_captions_of",
    "carry_described_of",
    "choose_poster",
    "cut_film",
    "posters_of",
]


def cut_film(film: Film, *, start_ms: int, end_ms: int) -> Film:
    """Have a part of a recording made a film of its own; times are of the whole recording.

    Raises NoOriginal when what came in is gone, and ValueError for times that it does not have.
    """
    with transaction.atomic():
        part = cut.open_part(film.pk, start_ms=start_ms, end_ms=end_ms)
        wake_on_commit(part.pk)
    return part


def carry_captions_of(old: Film, new: Film) -> int:
    """Give a part of a recording the captions of another part, at its own times; says how many tracks."""
    return carry_captions.carry(old, new)


def can_carry_described(film: Film) -> bool:
    """Whether the described sound of a film, if it has one, can be cut along with a part of it."""
    return carry_described.can_be_carried(film)


def carry_described_of(old: Film, new: Film) -> Film | None:
    """Cut the described sound of one part of a recording for another; None where there is none, or it cannot be."""
    with transaction.atomic():
        described = carry_described.carry(old, new)
        if described is not None:
            wake_on_commit(described.pk)
    return described


def posters_of(film: Film) -> list[PosterChoice]:
    """The pictures of a film to choose from, with their addresses."""
    base, shown = base_of(film), film.poster.rpartition("/")[2]
    return [PosterChoice(name, f"{base}{name}", is_shown=name == shown) for name in film.posters]


def choose_poster(film: Film, name: str) -> bool:
    """Show another of a film's pictures where it is not played yet; says whether it has that one."""
    is_chosen = posters.choose(film.pk, name)
    film.refresh_from_db(fields=["poster"])
    return is_chosen
