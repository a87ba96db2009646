"""What can go wrong with questions and their banks."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from .base import SchoolError


class NoQuiz(SchoolError):
    words = _("This lesson has no questions.")


class QuestionsLeft(SchoolError):
    """Some questions were not answered; `left` holds their ids."""

    words = _("Please answer every question.")

    def __init__(self, left: list[str]) -> None:
        super().__init__()
        self.left = left


class NoAttemptsLeft(SchoolError):
    words = _("You have used all your attempts at these questions. Please call us: one more can be granted.")


class AlreadySubmitted(SchoolError):
    words = _("These answers have reached us already.")


class OwnAttempt(SchoolError, PermissionDenied):
    """Somebody would grant themselves an attempt: also where a view forgets to ask (403)."""

    words = _("These are your own questions. Another coordinator has to do this.")


class StillAttemptsLeft(SchoolError):
    words = _("This person can try already. Nothing was changed.")


class StillFaults(SchoolError):
    words = _("There is still something wrong in this file. Mend it and bring it in again.")


class BankChanged(SchoolError):
    words = _("The bank has changed meanwhile. Please look at the file once more.")
