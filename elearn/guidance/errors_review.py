"""Why something about reviews, corrections or followers is not done. Each says so in words."""

from django.utils.translation import gettext_lazy as _


class ReviewError(Exception):
    """Something was not done; `str()` says why, for whoever tried."""

    words = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.args[0] if self.args else self.words)


class NotFinished(ReviewError):
    """Lines or sources are unanswered, or something is not in order."""

    words = _("Not everything has been answered yet.")


class PageChanged(ReviewError):
    """Another version went public since the review began."""

    words = _("The guide has been changed since you began. Please go through the list once more.")


class NotPublic(ReviewError):
    """Only what readers see is reviewed."""

    words = _("This guide is not public. There is nothing to review.")


class NotAllowed(ReviewError):
    """This person does not do this."""

    words = _("You cannot do this yourself. Please ask a colleague.")


class AlreadyDone(ReviewError):
    """Somebody else was quicker."""

    words = _("A colleague has done this already.")


class ExpertStays(ReviewError):
    """A public guide names somebody so; another person would have to approve another name."""

    words = _("A public guide names them so. To change it, write them down anew and name them in the guide.")
