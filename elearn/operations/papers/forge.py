"""Forges certificates and badges in every way we know, and asks the site what it says of each.

Seeded, so that a forgery that got through can be made again. Nobody who forges here has our private keys; everything
else they have: genuine files, our public keys, our program, lists from before a certificate was cancelled.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction

import courses.api as school
from courses.models import Certificate

from . import forge_badges, forge_papers
from .forge_papers import Genuine

MOST_PATTERNS = 40  # genuine certificates that forgeries are made from
Forge = Callable[[Genuine, Genuine, random.Random], bytes]
CANCELLED = "cancelled, with a list from before"


@dataclass(frozen=True)
class Forgery:
    """A forged file, and how it was made."""

    kind: str
    data: bytes


def kinds() -> dict[str, Forge]:
    """Every way of forging, by a few words."""
    return forge_papers.KINDS | forge_badges.KINDS


def refused(count: int, *, seed: int = 8) -> int:
    """Make so many forgeries from what this installation issued; count those that the site calls anything but genuine.

    Nothing that is done for them is kept.
    """
    return sum(taken.values()) if (taken := outcome(count, seed=seed)[0]) else 0


def outcome(count: int, *, seed: int) -> tuple[Counter[str], list[Forgery]]:
    """Count what was refused of each kind, and give what was not."""
    taken: Counter[str] = Counter()
    believed = []
    with transaction.atomic():
        for forgery in forgeries(count, seed=seed):
            if school.check_file(forgery.data).finding == school.Finding.GENUINE:
                believed.append(forgery)
            else:
                taken[forgery.kind] += 1
        transaction.set_rollback(True)  # the one that was cancelled counts again
    return taken, believed


def forgeries(count: int, *, seed: int) -> Iterator[Forgery]:
    """Make so many, every kind in turn. Call it in a transaction that is rolled back: one certificate is cancelled."""
    dice = random.Random(seed)  # noqa: S311  # to repeat it, not to hide it
    patterns = _patterns()
    stale = _cancelled_with_its_list(patterns)
    ways = list(kinds().items())
    for turn in range(count):
        if turn % (len(ways) + 1) == len(ways):
            yield Forgery(CANCELLED, dice.choice(stale))
            continue
        name, forge = ways[turn % (len(ways) + 1)]
        one, other = dice.sample(patterns, 2)
        yield Forgery(name, forge(one, other, dice))


def _patterns() -> list[Genuine]:
    """Read genuine certificates with their files. Raises ValueError when there are fewer than three."""
    rows = Certificate.objects.issued().exclude(credential="").filter(cancelled_at=None, enrolment__isnull=False)
    found = [Genuine(row, school.read_paper(row)) for row in rows.with_holder().order_by("pk")[: MOST_PATTERNS + 1]]
    if len(found) < 3:
        raise ValueError("Forgeries need three genuine certificates to be made from.")
    return found


def _cancelled_with_its_list(patterns: list[Genuine]) -> list[bytes]:
    """Cancel one, which is no pattern then; give what its holder could still bring: also the list from before."""
    gone = patterns.pop()
    number = gone.certificate.status_list.number  # type: ignore[union-attr]  # it has a badge
    stale = school.status_list_token(number)
    school.cancel(gone.certificate, reason="forged", by=None)
    badge = gone.token.encode()
    return [gone.pdf, badge, stale.encode(), badge + b"\n" + stale.encode(), *forge_badges.in_pictures(gone)]
