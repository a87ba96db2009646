"""What can go wrong with certificates, badges and their designs."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from .base import SchoolError


class CertificateStands(SchoolError):
    words = _("A certificate was issued for this course. It has to be looked at first.")


class AlreadyCancelled(SchoolError):
    words = _("This certificate is already cancelled.")


class CorrectionClosed(SchoolError):
    words = _("The name on this certificate can no longer be changed here. Please call us.")


class NoLongerCounts(SchoolError):
    words = _("This certificate no longer counts. It can be issued again instead.")


class NameStands(SchoolError):
    words = _("This is the name that the certificate carries already.")


class StillCounts(SchoolError):
    words = _("This certificate still counts. It is issued again only when it was cancelled or has expired.")


class IssuedAgain(SchoolError):
    words = _("Another certificate has already taken the place of this one.")


class OwnCertificate(SchoolError, PermissionDenied):
    words = _("This is your own certificate. Another coordinator has to do this.")


class TooYoungToShow(SchoolError, PermissionDenied):
    """Nothing more than the certificate is shown of a minor: also where a view forgets to ask (403)."""

    words = _("We show nothing more of the young in public. When you are of age, you decide.")


class TooManyBadges(SchoolError):
    words = _("The badge was made anew very often. Please call us, and we look at it together.")


class OwnDesign(SchoolError):
    words = _("Whoever had a hand in a design cannot approve it. Please ask a colleague.")


class DesignChanged(SchoolError):
    words = _("This design has changed meanwhile. Please look at it once more.")


class DesignOfOneCourse(SchoolError):
    words = _("The decision is about one course, and another course uses this design. Choose another design there.")


class NothingGiven(SchoolError):
    words = _("Nothing was given in this year that a certificate could name.")


class YearNotOver(SchoolError):
    words = _("The year is not over yet. From December on we thank you for all of it.")


class IssueReasonWanting(SchoolError):
    words = _("Please say why. The reason is kept with the certificate and is not printed.")


class NotTheirs(SchoolError, PermissionDenied):
    words = _("The elder decides this: on this site, or on the phone with one of our staff.")
