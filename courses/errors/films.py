"""What can go wrong with an elder’s video: giving, reviewing, changing, captions."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .base import SchoolError


class CaptionsWanting(SchoolError):
    words = _(
        "The video has no reviewed captions in the language spoken in it. Have them reviewed, or give a reason why it "
        "is published without them."
    )


class OwnVideo(SchoolError, PermissionDenied):
    """Somebody would decide about what they gave themselves: also where a view forgets to ask (403)."""

    words = _("This is your own video. Another coordinator has to do this.")


class TooYoungToTeach(SchoolError, PermissionDenied):
    """Lessons are public, and nothing of a minor's is: also where a view forgets to ask, the answer is no (403)."""

    words = _("Lessons are public, and we show nothing of the young in public. Please come back when you are of age.")


class AlreadyDecided(SchoolError):
    words = _("Somebody else has already decided about this video. Nothing was changed.")


class NotSentYet(SchoolError):
    words = _("The teacher has not sent this video yet. It is theirs alone until they do.")


class NotPublicYet(SchoolError):
    words = _("A teacher gave this video, and it is not public as a lesson yet. Until then it is shown nowhere else.")


class NotWatchable(SchoolError):
    words = _("The video cannot be watched yet. Please publish it when it is ready.")


class NotReadyToSend(SchoolError):
    """A film cannot be sent for review yet; the words say what is wanting."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(words)
        self.words = words


class ConsentWanting(SchoolError):
    """Somebody who can be seen or heard in a film has not said yes; `names` are theirs, for the coordinator."""

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.names = names
        words = gettext("It cannot be published yet. These people have not agreed: %(names)s.")
        self.words = words % {"names": ", ".join(names)}


class TakenBack(SchoolError):
    words = _("This video was taken back by the people in it. It can no longer be watched.")


class NotAgreed(SchoolError):
    words = _("This video cannot be shown now.")


class MayNotHelp(SchoolError, PermissionDenied):
    """Somebody may not record for this elder, or bring their answer: also where a view forgets to ask (403)."""

    words = _("You cannot do this for this person.")


class MayNotCaption(SchoolError, PermissionDenied):
    """Somebody may not work on the captions of this film, or not any more: also where a view forgets to ask (403)."""

    words = _("You cannot change these captions.")


class AskedAlready(SchoolError):
    """An elder cannot be asked now; the words say why."""

    def __init__(self, words: str | Promise = "") -> None:
        self.words = words or _("Please wait before you ask again.")
        super().__init__(self.words)


class ElderHasNotAgreed(SchoolError):
    """A film recorded for an elder has not their yes; the words say how it stands."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(words)
        self.words = words


class PageChanged(SchoolError):
    words = _("This page has changed. Please look at it once more, then answer.")


class WrongCode(SchoolError):
    words = _("This is not the code, or it is too old. Please look at the newest message, or ask for a new code.")


class CannotChange(SchoolError):
    words = _("This video cannot be changed now.")


class OriginalGone(CannotChange):
    words = _("The first recording is no longer kept, so the video cannot be shortened. You can record it again.")


class TooShort(SchoolError):
    words = _("That leaves less than three seconds. Please leave a little more.")


class NothingCutOff(SchoolError):
    words = _("Nothing has changed yet. Choose where the video begins or ends.")


class CannotReplace(SchoolError):
    words = _("This video is not in a public lesson now, so nothing can take its place there.")


class LessonBeingChanged(SchoolError):
    words = _("Somebody is changing this lesson. Publish or discard those changes first, then change the video.")


class CannotGoBeside(SchoolError):
    """A film cannot go with another one; the words say why."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(words)
        self.words = words
