"""Work on answers by film that was let fall."""

from .domain.talk import filmed_made


def sweep_filmed() -> int:
    """Take up what a crash left between a film and the answer it is; says how much it was."""
    return filmed_made.sweep()
