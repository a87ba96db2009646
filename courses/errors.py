"""What can go wrong at school. Each error carries words that may be shown to a person."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext
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


class NobodyToThank(SchoolError):
    words = _("This lesson has no teacher to write to.")


class AlreadyThanked(SchoolError):
    words = _("You have written to the teacher of this lesson already.")


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


class AlreadyCancelled(SchoolError):
    words = _("This certificate is already cancelled.")


class CorrectionClosed(SchoolError):
    words = _("The name on this certificate can no longer be changed here. Please call us.")


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
