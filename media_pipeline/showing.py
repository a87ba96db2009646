"""The part of the door for slides: pictures that are shown beside a film."""

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from .domain import collect, slides
from .domain.slides import Slide
from .models import Film

__all__ = ["Slide", "drop_slides", "keeps_slides", "make_slides", "slide_address"]


def make_slides(film: Film, pdf: Path, *, mark: str) -> list[Slide]:
    """Make pictures of the pages of a PDF; `mark` is eight hexadecimal digits of the caller's, new each time.

    Takes seconds, so not inside a transaction. Raises SlidesUnfit, whose words may be shown.
    """
    return slides.make(film, pdf, mark=mark)


def slide_address(film: Film, key: str) -> str:
    """Where such a picture can be seen, "" when the film was taken back. Asks the database nothing."""
    return slides.address(film, key)


def drop_slides(keys: list[str]) -> None:
    """Remove pictures that are shown no more."""
    slides.drop(keys)


def keeps_slides(named: Callable[[Collection[Film]], Iterable[str]]) -> None:
    """Say once, when the site starts, who knows which slides of some films are shown; all others are collected."""
    if named not in collect.NAMED:
        collect.NAMED.append(named)
