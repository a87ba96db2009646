"""The background work of people: thin, the domain does the deed."""

import logging

from django.utils import timezone
from django_tasks import task

from .domain.export import left_unmade
from .domain.export import make_copy as make
from .domain.remove import due_removals, remind, remove

logger = logging.getLogger(__name__)


@task(queue_name="quick")
def make_copy(copy_id: int) -> None:
    """Make the copy of their data that somebody asked for."""
    make(copy_id)


def sweep_own_data() -> int:
    """Queue copies that were let fall, remind, and remove what is due; a removal that fails is tried again."""
    now = timezone.now()
    late = left_unmade(now)
    for copy_id in late:
        make_copy.enqueue(copy_id)
    done = 0
    for removal in due_removals(now)[:50]:
        try:
            done += remove(removal)
        except Exception:
            logger.exception("Removal %s failed; it will be tried again.", removal.pk)
    return len(late) + remind(now) + done
