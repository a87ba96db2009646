"""Whether a text says something about somebody, for rooms that keep words of unknown people."""

from ..redaction import find


def has_personal_data(text: str, *, language: str) -> bool:
    """Say whether the redaction of questions would take anything out of a text."""
    return bool(find(text, language=language))
