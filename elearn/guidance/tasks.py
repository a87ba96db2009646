"""What guidance does by the clock."""

import logging
from collections.abc import Callable

from .domain.case_due import due_answers, due_cases
from .domain.changes import tell_followers
from .domain.remind import remind
from .domain.standing import open_missing
from .tasks_care import due_care
from .tasks_links import due_links

logger = logging.getLogger(__name__)

CHORES: list[Callable[[], object]] = [
    due_answers,
    due_care,
    due_cases,
    due_links,
    open_missing,
    remind,
    tell_followers,
]


def sweep() -> None:
    """Do what is due: nothing of one kind keeps another from being done."""
    for chore in CHORES:
        try:
            chore()
        except Exception:
            logger.exception("The chore %s failed; it will be tried again.", chore.__name__)
