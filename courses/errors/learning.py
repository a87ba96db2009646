"""What can go wrong when somebody learns: watching, reading, notes, and what counts."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from .base import SchoolError


class CourseNotOpen(SchoolError):
    words = _("This course is not open now.")


class NotEnrolled(SchoolError):
    words = _("Please enrol in the course first.")


class WaitsForGuardian(NotEnrolled):
    words = _("Your parent or guardian has to agree first. Until then nothing counts, but you can watch everything.")


class AlreadyCompleted(SchoolError):
    words = _("You have completed this course. It stays with you, and so does your certificate.")


class NothingToPlay(SchoolError):
    words = _("The video is still being prepared. Please come back a little later.")


class HiddenNow(NothingToPlay):
    words = _("This video is not shown at the moment. A person of ours is looking at it.")


class NotBegunYet(SchoolError):
    words = _("Please watch a little of the lesson first. Then you can write to the teacher.")


class LessonClosed(SchoolError):
    """A lesson is not open to somebody now; `gate` says why and what to do, and so do the words."""

    def __init__(self, gate: Any) -> None:
        super().__init__()
        self.gate = gate
        self.words = gate.words


class HasLearners(SchoolError, PermissionDenied):
    """A lesson would go to another course although people have learnt in it: also where a view forgets to ask (403)."""

    words = _("People have learnt here, and it counts towards this course. It cannot go to another one.")


class NoSuchSession(SchoolError):
    words = _("This address is no longer valid. Please open the lesson again.")


class RequirementsNotMet(SchoolError):
    words = _("The requirements of this course are not met yet.")


class CannotPrint(SchoolError):
    words = _(
        "This certificate cannot be printed: no typeface of ours has the signs of this name. Please write the name "
        "as in the papers, in Latin or Cyrillic letters."
    )


class OwnEnrolment(SchoolError, PermissionDenied):
    words = _("This is your own course. Another coordinator has to do this.")


class LessonDone(SchoolError):
    words = _("This lesson counts already.")


class NotOfThisCourse(SchoolError):
    words = _("This lesson is not part of the course.")


class AlreadyUndone(SchoolError):
    words = _("This was taken back already.")


class NothingToRead(SchoolError):
    words = _("In this lesson, reading cannot stand for watching.")


class ReadTooFast(SchoolError):
    """Reading takes time; `seconds` are left."""

    words = _("That was very quick. Please read all of it, and press the button again.")

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


class AfterTheEnd(SchoolError):
    words = _("The video is shorter than that. Please look at the place once more.")


class TooManyNotes(SchoolError):
    words = _("You have very many notes in this lesson already. Please throw some away, or write on in one of them.")
