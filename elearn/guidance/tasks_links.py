"""The queue's side of trying addresses: thin, safe to run twice. Others may answer slowly: nobody waits behind it."""

from django.conf import settings
from django_tasks import task

from .domain.links import claim_due, keep_answer
from .models import Source
from .outside import ask


@task(queue_name="office")
def try_address(source_id: int) -> None:
    """Ask the address of a source whether it still answers, and keep what it said."""
    source = Source.objects.filter(pk=source_id).exclude(address="").first()
    if source is not None:
        keep_answer(source.pk, ask(source.address))


def due_links() -> int:
    """Queue a few addresses, where the installation lets its server go outside; give how many."""
    if not settings.TRY_LINKS:
        return 0
    claimed = claim_due()
    for source_id in claimed:
        try_address.enqueue(source_id)
    return len(claimed)
