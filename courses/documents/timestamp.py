"""A timestamp authority: it says when a paper was signed, so that it can be checked long after our key is gone."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tsa:
    """Where it answers, and what it asks for. `roots` are the certificates (DER) its answers are followed back to."""

    url: str
    user: str = ""
    password: str = ""
    timeout: float = 10
    roots: tuple[bytes, ...] = ()
