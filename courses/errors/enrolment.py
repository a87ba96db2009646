"""What can go wrong when somebody begins a course, alone or with a group."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from .base import SchoolError
from .learning import CourseNotOpen


class CourseOver(CourseNotOpen):
    words = _("This course has closed. Nobody can begin it any more.")


class PrerequisitesWanting(SchoolError):
    """Other courses come before this one; the words name them."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class CourseFull(SchoolError):
    words = _("All seats of this course are taken. When somebody leaves, a seat is free again.")


class ByApprovalOnly(SchoolError):
    words = _("A coordinator lets people in to this course. Please ask first.")


class ByCohortOnly(SchoolError):
    words = _("This course is for groups of our partner institutions.")


class NoApprovalNeeded(SchoolError):
    words = _("You need not ask for this course.")


class AskedLately(SchoolError):
    words = _("You asked not long ago. Please wait two weeks before you ask again, or call us.")


class RequestDecided(SchoolError):
    words = _("Somebody else has answered this wish already. Nothing was changed.")


class OwnRequest(SchoolError, PermissionDenied):
    """Somebody would let themselves in: also where a view forgets to ask (403)."""

    words = _("This is your own wish. Another coordinator has to do this.")


class NoSuchAccount(SchoolError):
    words = _("Nobody signs in with this address. Ask the person to sign up first; then name them here.")


class UnfitContact(SchoolError):
    words = _("This person cannot speak for an institution: they are under age, or we do not know their age.")


class UnfitVolunteer(SchoolError):
    words = _("This person cannot be a volunteer: they are under age, or we do not know their age.")


class GroupClosed(SchoolError):
    words = _("This group is closed.")


class AgeWanting(SchoolError):
    words = _("Please sign in and tell us your year of birth first. Then you can answer.")


class FileChanged(SchoolError):
    words = _("The group or the file has changed meanwhile. Please look at it once more.")
