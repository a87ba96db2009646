"""What can go wrong at school. Each error carries words that may be shown to a person."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class SchoolError(Exception):
    """The base of all; `words` say what happened, in the active language."""

    words: str | Promise = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.words)


class CourseNotOpen(SchoolError):
    words = _("This course is not open now.")


class NotEnrolled(SchoolError):
    words = _("Please enrol in the course first.")


class AlreadyCompleted(SchoolError):
    words = _("You have completed this course. It stays with you, and so does your certificate.")


class NothingToPlay(SchoolError):
    words = _("The video is still being prepared. Please come back a little later.")


class NoQuiz(SchoolError):
    words = _("This lesson has no questions.")


class QuestionsLeft(SchoolError):
    """Some questions were not answered; `left` holds their ids."""

    words = _("Please answer every question.")

    def __init__(self, left: list[str]) -> None:
        super().__init__()
        self.left = left


class NoSuchSession(SchoolError):
    words = _("This address is no longer valid. Please open the lesson again.")


class RequirementsNotMet(SchoolError):
    words = _("The requirements of this course are not met yet.")


class AlreadyDecided(SchoolError):
    words = _("Somebody else has already decided about this video. Nothing was changed.")


class NotWatchable(SchoolError):
    words = _("The video cannot be watched yet. Please publish it when it is ready.")


class AlreadyCancelled(SchoolError):
    words = _("This certificate is already cancelled.")


class CorrectionClosed(SchoolError):
    words = _("The name on this certificate can no longer be changed here. Please call us.")


class NotReadyToSend(SchoolError):
    """A film cannot be sent for review yet; the words say what is wanting."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(words)
        self.words = words


class CannotTakeBack(SchoolError):
    words = _("This video is published. Please call us and we take it down together.")
