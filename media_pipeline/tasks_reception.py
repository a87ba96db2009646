"""The work that follows on what came in. Each may run twice: what is done already is left alone."""

from uuid import UUID

from django_tasks import task

from .domain import assemble
from .models import Take, Upload
from .tasks import check_film


@task(queue_name="quick")
def assemble_take(take_id: str) -> bool:
    """Make the pieces of a sent take one source, and have it looked at."""
    return _looked_at(assemble.assemble_take(UUID(take_id)), Take, take_id)


@task(queue_name="quick")
def take_in_upload(upload_id: str) -> bool:
    """Move a finished upload into the storage, and have it looked at."""
    return _looked_at(assemble.take_in_upload(UUID(upload_id)), Upload, upload_id)


def _looked_at(has_arrived: bool, model: type[Take] | type[Upload], key: str) -> bool:
    if has_arrived:
        check_film.enqueue(str(model.objects.values_list("film", flat=True).get(pk=key)))
    return has_arrived


def enqueue_take(take_id: UUID) -> None:
    """Enqueue the joining of a take; several runs may have to be encoded, so they queue with the encodes."""
    queue = "encode" if assemble.has_runs_to_join(take_id) else "quick"
    assemble_take.using(queue_name=queue).enqueue(str(take_id))
