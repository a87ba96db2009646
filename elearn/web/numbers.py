"""Numbers that come from outside: in a form, an address, a token."""

from django.urls.converters import IntConverter

MOST_DIGITS = 18  # more do not fit into a column, and Python itself refuses thousands


def bound_addresses() -> None:
    """Let `<int:…>` take no number that could be no key, in our addresses and in those of the packages we use.

    Django's own takes any length, and SQLite fails on what it cannot hold: an address that leads nowhere is not found.
    A converter of ours by that name is no way: Django refuses a second "int". Called before any address is read.
    """
    IntConverter.regex = rf"[0-9]{{1,{MOST_DIGITS}}}"


def number_in(said: str | None, *, otherwise: int = 0) -> int:
    """Give the whole number that was sent; `otherwise` for whatever is none, or could be no key of ours."""
    if not said or len(said) > MOST_DIGITS or not (said.isascii() and said.isdecimal()):
        return otherwise
    return int(said)
