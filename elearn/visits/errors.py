"""What can go wrong with a visit. The words are shown to people: they say what to do."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _


class VisitError(Exception):
    """Something about a visit is not possible. `words` say why and what to do."""

    words = _("This is not possible now. Please look again.")


class TimeTaken(VisitError):
    """The trainer or the elder has another visit at that time."""

    words = _("This time has just been taken. Please choose another one; nothing else was changed.")


class NotBookable(VisitError):
    """A check is missing or has expired, or the trainer is suspended."""

    words = _("This trainer cannot be sent to anybody now: a check is missing or has expired.")


class DoesNotFit(VisitError):
    """The trainer lacks what was asked for or must not meet this elder, or the course is full or has its visit then."""

    words = _("This trainer does not fit what was asked for. Please choose somebody else, or another day.")


class NotReachable(VisitError):
    """The trainer cannot be there in time from the visit before, or not at the next one after it."""

    words = _("The trainer cannot be there in time. Please choose another time.")


class NotYours(VisitError):
    """Somebody does what is not theirs to do."""

    words = _("This visit is not yours to change.")


class ChangedMeanwhile(VisitError):
    """The row is no longer in the state that the deed begins from."""

    words = _("Somebody has changed this visit meanwhile. Here is how it stands now.")


class AlreadyAsked(VisitError):
    """There is an open request of this person."""

    words = _("There is a request already. You can change it.")


class AddressMissing(VisitError):
    """Nobody can be visited without an address."""

    words = _("Please tell us the address first: without it nobody can come.")


class CodeWrong(VisitError):
    """The code is not the one we sent, or was tried too often."""

    words = _("This is not the code we sent. Please look at the newest message, or call us.")


class NotYet(VisitError):
    """There is nothing that a certificate could say: no course is done, or too little was worked on."""

    words = _("There can be no certificate yet. Please call us, and we look at it together.")


class NobodyReleases(VisitError):
    """Who released a plan has no account any more."""

    words = _("Who released this plan is no longer here. Please plan these visits anew.")


class SecondMissing(VisitError):
    """Two people must go, and one goes so far."""

    words = _("Two people must go to this visit, and the second is not chosen yet. Until then nothing is agreed.")


class NotLikeThis(VisitError):
    """A draft cannot hold a visit so. `doubts` say why, each with its own words."""

    words = _("The visit cannot be there. It stays where it was.")

    def __init__(self, doubts: Sequence[Any]) -> None:
        super().__init__()
        self.doubts = doubts
