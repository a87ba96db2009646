"""How often one address of the network may check papers and guess certificate addresses; allauth counts.

Generous, because a university may check many certificates from one address; only misses count as guesses.
"""

from allauth.core.internal.ratelimit import consume
from django.http import HttpRequest

RATES = {"check_paper": "60/10m/ip", "guess_certificate": "30/10m/ip"}


def may_check(request: HttpRequest) -> bool:
    """Count one check of a file; False when there were too many."""
    return _count(request, "check_paper")


def may_look(request: HttpRequest) -> bool:
    """Say, without counting, whether this visitor may still open certificate pages."""
    return _count(request, "guess_certificate", dry_run=True)


def count_miss(request: HttpRequest) -> None:
    """Count an address at which there is no certificate."""
    _count(request, "guess_certificate")


def _count(request: HttpRequest, action: str, *, dry_run: bool = False) -> bool:
    used = consume(request, app="courses", action=action, config=RATES, limit_get=True, dry_run=dry_run)
    return used is not None
