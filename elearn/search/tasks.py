"""Keeping the index after the answer has been sent."""

from django_tasks import task

from .domain.index import rebuild, refresh
from .domain.missed import forget_misses


@task(queue_name="quick")
def refresh_entries(kinds: list[str], keys: list[int]) -> int:
    """Bring the entries of some things up to date, of each kind that the keys may be of."""
    return sum(refresh(kind, keys) for kind in kinds)


@task(queue_name="quick")
def rebuild_index() -> int:
    """Read everything anew: what a crash left out, and what changed without anybody saying so."""
    forget_misses()
    return rebuild()


def sweep() -> None:
    """Queue the whole rebuild; once a day."""
    rebuild_index.enqueue()
