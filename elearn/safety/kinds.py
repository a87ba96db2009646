"""The kinds of things that are moderated, by the name the app that owns them gave."""

from django.utils.functional import Promise

_names: dict[str, str | Promise] = {}


def name_kind(kind: str, name: str | Promise) -> None:
    """Say what staff read for a kind: "thanks" → "Words to a teacher"."""
    _names[kind] = name


def kind_in_words(kind: str) -> str:
    return str(_names.get(kind, kind))


def kinds() -> list[tuple[str, str]]:
    """The kinds there are, for a list to choose from."""
    return [(kind, str(name)) for kind, name in sorted(_names.items())]
