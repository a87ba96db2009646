"""Work on teachers' films that is done after the answer has been sent."""

from django_tasks import task

import media_pipeline.api as films

from .domain import contribute


@task(queue_name="quick")
def remove_withdrawn() -> int:
    """Remove the films that were taken back, files and rows; says how many."""
    gone = list(contribute.withdrawn())
    for contribution in gone:
        films.remove_film(contribution.film)
    return len(gone)


def sweep_films() -> int:
    """Tell what a crash left untold, and remove what it left unremoved; says how much that was."""
    told = contribute.tell_what_was_missed()
    if is_left := contribute.withdrawn().exists():
        remove_withdrawn.enqueue()
    return told + is_left
