"""The queue's side of the pipeline: thin, safe to run twice, by id."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django_tasks import task

from .domain import assemble, block, cut, encode, follow, intake, listen, posters, work  # they register what they do
from .domain.live import follow as follow_live
from .domain.live import hearing
from .models import Work

__all__ = [
    "assemble",
    "cut",
    "empty_film",
    "encode",
    "follow",
    "follow_live",
    "hearing",
    "intake",
    "listen",
    "posters",
    "run_work",
    "wake",
    "wake_on_commit",
]


@task(queue_name="rest")
def run_work(work_id: int) -> bool:
    """Do a piece of work that waits, and wake workers for what it asked for; large work gives way to small."""
    return _do(work_id, between=_do)


def _do(work_id: int, between: work.Between | None = None) -> bool:
    film_id = Work.objects.filter(pk=work_id).values_list("film", flat=True).first()
    done = work.run(work_id, between=between)
    if film_id:
        wake(film_id)
    return done


@task(queue_name="quick")
def empty_film(film_id: str) -> bool:
    """Remove the files of a film that was taken back."""
    return block.empty(UUID(film_id))


def wake(film_id: UUID | None = None) -> int:
    """Wake workers for the work that is due, of one film or of all; says for how much."""
    due = work.to_wake(film_id)
    has_priorities = run_work.get_backend().supports_priority  # a queue on Redis has none: each kind has its own queue
    for one in due:
        urgency = one.priority if has_priorities else None
        run_work.using(queue_name=one.queue, priority=urgency).enqueue(one.work_id)
    return len(due)


def wake_on_commit(film_id: UUID) -> None:
    """Wake workers for a film's work once the transaction that asked for it is through."""
    transaction.on_commit(partial(wake, film_id))
