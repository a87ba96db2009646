"""What can go wrong with a film, for callers."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class NotPlayable(Exception):
    """Nothing of the film can be watched yet."""


class AlreadyArrived(Exception):
    """The film has its source; another file cannot take its place."""


class NotArrived(Exception):
    """A file that was to be kept apart is not here, or not all of it."""


class LeaseLost(Exception):
    """Somebody else has the film now, or it is gone; what was made is thrown away."""


class NotNow(Exception):
    """The work has to wait for something; it is to be tried again after a while, and this was no attempt."""

    def __init__(self, after: timedelta) -> None:
        super().__init__(f"again in {after}")
        self.after = after


class TrackUnfit(Exception):
    """A film cannot go with another one; `reason` says why, as a `TrackProblem` of `domain.tracks`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CaptionsInvalid(ValueError):
    """What came in is no caption, or no file of captions. `reason` is a word for programs."""

    def __init__(self, reason: str, words: object = "") -> None:
        super().__init__(str(words) or reason)
        self.reason = reason


class CaptionsChanged(Exception):
    """Somebody has saved meanwhile; what was meant was another version."""

    def __str__(self) -> str:
        return str(_("Somebody has changed these captions in the meantime. Please look at them again."))


class NotOnAir(Exception):
    """There is nothing on air that a line could be shown with."""

    def __str__(self) -> str:
        return str(_("It is not on air, so this line was not shown."))


class CaptionsUnfit(Exception):
    """Captions that cannot be handed in or reviewed: `empty` lines have no words, or there is none at all."""

    def __init__(self, empty: int) -> None:
        super().__init__(empty)
        self.empty = empty

    def __str__(self) -> str:
        if not self.empty:
            return str(_("There are no captions yet."))
        words = ngettext("%(count)d line has no words yet.", "%(count)d lines have no words yet.", self.empty)
        return words % {"count": self.empty}


class VoiceUnfit(Exception):
    """A recorded voice that cannot be used. `reason` is a word for programs: broken, silent, too_long."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        words = {
            "silent": _("We hear nothing in the recording. Please speak once more, near the microphone."),
            "too_long": _("The recording is too long. Please say it a little shorter."),
        }
        return words.get(self.reason, _("We cannot play this recording. Please record it once more."))


class ClipUnfit(Exception):
    """A short film that cannot be used. `reason` is a word for programs: broken, too_long."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SlidesUnfit(Exception):
    """A PDF that cannot be shown as slides. `reason` is a word for programs."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        words = {
            "locked": _("The file is locked with a password. Please save it without one and choose it again."),
            "too_many": _("The file has more than 150 pages. Please make it shorter and choose it again."),
            "too_large": _("The file is larger than 30 MB. Please make it smaller and choose it again."),
            "too_heavy": _("The pages are too heavy to draw. Please save the file in a simpler form and choose it."),
        }
        return str(words.get(self.reason) or _("The file is damaged, or it is not a PDF. Please choose another one."))


class NoOriginal(Exception):
    """What came in is no longer kept, so nothing more can be made from it."""
