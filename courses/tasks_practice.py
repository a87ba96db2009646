"""Work on films of what learners made, after they have been thanked."""

from django_tasks import task

from .domain.works import practice_clips, practice_film


@task(queue_name="watchable")
def make_work(pk: int) -> None:
    """Make a film playable; a moderator sees it next. Doing it again changes nothing."""
    practice_clips.make(pk)


def sweep_works() -> int:
    """Take up what a crash left unmade, give up what nobody went on sending; says how much it was."""
    left = practice_clips.left_over()
    for pk in left:
        make_work.enqueue(pk)
    return len(left) + practice_film.sweep()
