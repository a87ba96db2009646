"""The figures shown to the public, counted from what happened and never typed."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Q

from .models import Entry, Kind

KEPT_SECONDS = 300
_KEY = "history.figures"


@dataclass(frozen=True)
class Figures:
    """What has happened so far; checks of the system are left out.

    `teachers`: people of whom at least one lesson was published.
    `watchers`: people who watched at least one lesson as far as its course asks, each once.
    `certificates`: certificates issued, less those cancelled.
    """

    teachers: int
    watchers: int
    certificates: int


def count_figures() -> Figures:
    """Count now, in one query."""
    counted = Entry.objects.filter(is_check=False).aggregate(
        teachers=Count("who", distinct=True, filter=Q(kind=Kind.PUBLISHED) & ~Q(who="")),
        watchers=Count("who", distinct=True, filter=Q(kind=Kind.WATCHED) & ~Q(who="")),
        issued=Count("pk", filter=Q(kind=Kind.CERTIFIED)),
        cancelled=Count("pk", filter=Q(kind=Kind.CERTIFICATE_CANCELLED)),
    )
    return Figures(
        teachers=counted["teachers"],
        watchers=counted["watchers"],
        certificates=max(0, counted["issued"] - counted["cancelled"]),
    )


def figures() -> Figures:
    """Give the figures, at most five minutes old."""
    kept: Figures | None = cache.get(_KEY)
    if kept is None:
        kept = count_figures()
        cache.set(_KEY, kept, KEPT_SECONDS)
    return kept
