"""The kinds of things that are moderated, by the name the app that owns them gave, and how they are shown."""

from collections.abc import Callable

from django.utils.functional import Promise

from elearn.people.subjects import Shown

from .models import Submission

Show = Callable[[Submission], Shown | None]
_names: dict[str, str | Promise] = {}
_shows: dict[str, Show] = {}


def name_kind(kind: str, name: str | Promise) -> None:
    """Say what staff read for a kind: "thanks" → "Words to a teacher"."""
    _names[kind] = name


def kind_in_words(kind: str) -> str:
    return str(_names.get(kind, kind))


def kinds() -> list[tuple[str, str]]:
    """The kinds there are, for a list to choose from."""
    return [(kind, str(name)) for kind, name in sorted(_names.items())]


def show_words(kind: str, show: Show) -> None:
    """Say how moderators see or hear a kind that is more than words: a voice, a picture. It may have no words then."""
    _shows[kind] = show


def shows(kind: str) -> bool:
    """Say whether a kind is more than words."""
    return kind in _shows


def shown(submission: Submission) -> Shown | None:
    """Give how something is shown to who decides about it; None where the words are all, or it is gone."""
    show = _shows.get(submission.kind)
    return show(submission) if show else None
