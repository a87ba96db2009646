"""What can go wrong with the directory of care services. The words are shown to staff: they say what to do."""

from django.utils.translation import gettext_lazy as _


class CareError(Exception):
    """Something about an entry or a file is not possible. `words` say why and what to do."""

    words = _("This is not possible now. Please look again.")


class FileUnreadable(CareError):
    """A file that is none of ours, or is made to do harm. Nothing of it is used."""

    def __init__(self, words: object) -> None:
        super().__init__(str(words))
        self.words = words  # type: ignore[assignment]


class StillFaulty(CareError):
    words = _("Some rows have mistakes. Nothing was changed. Mend them in the file and send it again.")


class ChangedSinceShown(CareError):
    words = _("The directory has changed since this was shown. Nothing was done. Please look at it again.")


class NotTheLast(CareError):
    words = _("Only the last import can be undone.")


class NoAddress(CareError):
    words = _("This provider has no e-mail address. Please call them and note what they said.")


class AskedAlready(CareError):
    words = _("They were asked a few days ago and have not answered yet. Please call them.")


class AnsweredAlready(CareError):
    words = _("You have answered already, or the question is too old. Thank you.")
