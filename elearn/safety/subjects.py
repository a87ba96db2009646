"""What a concern can be about: a lesson, a film, somebody's words. Each app above registers its own kinds.

A subject is written "lesson:12". The browser sends it, so the server looks it up: what is not found is no subject.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .signals import hiding_changed


@dataclass(frozen=True)
class Found:
    """What a subject turned out to be.

    `words` name it to whoever reports; `text` is what only the officer reads, and at `look` only the officer can look
    at it while it is hidden. `hides` and `hides_anonymous` list the
    subjects that are hidden at once when a signed-in person, or a visitor, says that it puts somebody at risk;
    `may_hide` what no report alone hides and an officer may. At `stop` the officer ends what is running now.
    Where it is not shown, nobody but the officer is told what it is called.
    """

    words: str
    address: str = ""
    text: str = ""
    look: str = ""
    looks: tuple[tuple[str, str], ...] = ()  # the same for each part of it: title and address
    hides: tuple[str, ...] = ()
    hides_anonymous: tuple[str, ...] = ()
    may_hide: tuple[str, ...] = ()
    stop: str = ""
    is_shown: bool = True


Find = Callable[[str], Found | None]
# Called inside the transaction with the reference and whether it is hidden now.
Changed = Callable[[str, bool], object]


@dataclass(frozen=True)
class Kind:
    find: Find
    changed: Changed | None = None


_kinds: dict[str, Kind] = {}


def register_subject(kind: str, find: Find, *, changed: Changed | None = None) -> None:
    """Make a kind of subject known. `find` takes what stands after the colon and must bear anything a browser sends."""
    _kinds[kind] = Kind(find, changed)


def find_subject(subject: str) -> Found | None:
    """Look a subject up; None for anything that is not there."""
    kind, _colon, reference = subject.partition(":")
    known = _kinds.get(kind)
    return known.find(reference) if known and reference and len(subject) <= 80 else None


def tell_change(subject: str, *, is_hidden: bool) -> None:
    """Tell the app that owns a subject, and whoever listens, that it was hidden or is shown again."""
    kind, _colon, reference = subject.partition(":")
    known = _kinds.get(kind)
    if known and known.changed:
        known.changed(reference, is_hidden)
    hiding_changed.send(sender=None, subject=subject, is_hidden=is_hidden)
