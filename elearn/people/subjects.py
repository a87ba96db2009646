"""What a consent is about belongs to another room. That room registers how it is shown to who is asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Shown:
    """How a subject is shown on the page of a consent: a template with its facts."""

    template: str
    facts: dict[str, Any] = field(default_factory=dict)


Show = Callable[[str], Shown | None]
_shows: dict[str, Show] = {}


def show_subject(prefix: str, show: Show) -> None:
    """Register how subjects of a kind are shown: "film" for "film:<uuid>". Call it from the app's `ready()`."""
    _shows[prefix] = show


def shown(subject: str) -> Shown | None:
    """Give how a subject is shown; None when nobody knows, or it is gone."""
    prefix, _colon, key = subject.partition(":")
    show = _shows.get(prefix)
    return show(key) if show else None
