"""What is done with cases by the clock."""

from .case_answer import find_checkers
from .case_assign import assign_waiting
from .case_code import forget_old_codes
from .case_files import drop_old_drafts
from .case_forget import close_answered
from .case_remind import remind_cases


def due_cases() -> None:
    """Forget codes that were shown long ago and files that were never sent; close what is answered."""
    forget_old_codes()
    drop_old_drafts()
    close_answered()


def due_answers() -> None:
    """Give what waits to a counsellor, an answer to a second one, and tell those who are late."""
    assign_waiting()
    find_checkers()
    remind_cases()
