"""The queue's side of the pipeline: thin, safe to run twice, by id."""

from uuid import UUID

from django_tasks import task

from .domain import block, encode, intake


@task(queue_name="quick")
def check_film(film_id: str) -> bool:
    """Look at a film that arrived and have it encoded."""
    queued = intake.check(UUID(film_id))
    if queued:
        encode_film.enqueue(film_id)
    return queued


@task(queue_name="quick")
def empty_film(film_id: str) -> bool:
    """Remove the files of a film that was taken back."""
    return block.empty(UUID(film_id))


@task(queue_name="encode")
def encode_film(film_id: str) -> bool:
    """Encode a queued film."""
    return encode.encode(UUID(film_id))
