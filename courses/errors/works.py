"""What can go wrong with what learners made."""

from django.utils.translation import gettext_lazy as _

from .base import SchoolError


class TaskWanting(SchoolError):
    words = _("There is nothing to make in this lesson.")


class PhotoWanting(SchoolError):
    words = _("Please choose a photo or a short video of what you made.")


class PracticeUnfit(SchoolError):
    words = _(
        "We cannot use this file. Please choose a photo (JPEG, PNG or WebP) of at most 12 MB, or a video of at most "
        "two minutes and 400 MB where this lesson takes videos."
    )


class NoRoomForWorks(SchoolError):
    words = _("We have no room for videos at the moment. Please send it again in an hour; a photo can be sent now.")


class PracticeWaits(SchoolError):
    words = _("What you sent is being looked at. Please wait until somebody has answered.")


class PracticeStands(SchoolError):
    words = _("What you made is accepted already. There is nothing more to send in this lesson.")


class WorkClosed(SchoolError):
    words = _("This work has changed meanwhile. Please look at it once more.")


class NotForAll(SchoolError):
    words = _("Only who asked has this answer. Its teacher alone can let everybody have it.")


class NotForGallery(SchoolError):
    words = _("This work cannot hang in the gallery.")
