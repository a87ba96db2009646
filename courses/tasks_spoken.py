"""Work on answers by voice, after the elder has been thanked."""

from django_tasks import task

from .domain.talk import spoken


@task(queue_name="watchable")
def make_spoken(key: str) -> None:
    """Make a recording playable; a moderator hears it next. Doing it again changes nothing."""
    spoken.make(key)


def sweep_spoken() -> int:
    """Take up what a crash left unmade; says how much it was."""
    left = spoken.left_over()
    for key in left:
        make_spoken.enqueue(key)
    return len(left)
