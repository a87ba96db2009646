"""Work on teachers' films that is done after the answer has been sent."""

from uuid import UUID

from django_tasks import task

from .domain.films import answers, contribute, review, succession, withdrawal

AT_ONCE = 20


@task(queue_name="quick")
def after_taking_back(film_id: str) -> int:
    """Tell the learners whom a film concerns that was taken back, then remove what is to be removed."""
    told = withdrawal.tell_learners(UUID(film_id))
    return told + remove_withdrawn.func()


@task(queue_name="quick")
def let_go_of_replaced() -> int:
    """Remove the videos that another replaced so long ago that nobody can put them back; says how many."""
    return succession.let_go(succession.no_longer_kept()[:AT_ONCE])


@task(queue_name="quick")
def remove_withdrawn() -> int:
    """Tell of the films that were taken back, and remove them, files and rows; says how many."""
    for contribution in withdrawal.untold():
        withdrawal.tell_learners(contribution.film_id)
    gone = list(withdrawal.to_remove())
    for contribution in gone:
        withdrawal.remove(contribution)
    return len(gone)


def sweep_films() -> int:
    """Tell what a crash left untold, and remove what it left unremoved; says how much that was."""
    told = contribute.tell_what_was_missed() + answers.ask_what_waits()
    review.settle_what_was_missed()
    if is_left := withdrawal.to_remove().exists() or withdrawal.untold().exists():
        remove_withdrawn.enqueue()
    if is_over := succession.no_longer_kept().exists():
        let_go_of_replaced.enqueue()
    return told + is_left + is_over
