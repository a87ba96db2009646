"""What can go wrong with a question to a counsellor. The words are shown to people: they say what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CaseError(Exception):
    """Something about a question is not possible. `words` say why and what to do."""

    words: str | Promise = _("This is not possible now. Please look again.")


class NotYours(CaseError):
    """Somebody does what is not theirs to do."""

    words = _("This question is not yours to change.")


class ChangedMeanwhile(CaseError):
    """The row is no longer in the state that the deed begins from."""

    words = _("Something has changed meanwhile. Here is how it stands now.")


class FileRefused(CaseError):
    """A file cannot be taken. `words` say why, and what can be sent instead."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(str(words))
        self.words = words


class CallAsked(CaseError):
    """A call is asked for already."""

    words = _("A call is already asked for. You can cancel it and ask anew.")


class WroteMore(ChangedMeanwhile):
    """Who asked has written since the counsellor read."""

    words = _("Who asked has written more meanwhile. Please read it first. Your words are kept.")


class NeedsCheck(CaseError):
    """An answer may not go before a second counsellor has agreed."""

    words = _("This answer goes when a second counsellor has agreed to it. Ask one to read it.")


class NobodyThere(CaseError):
    """Nobody else can take it or read it."""

    words = _("Nobody else is there who can. Please speak to a coordinator.")


class NoNumber(CaseError):
    """A call is offered to somebody whose number we do not have."""

    words = _("We have no number to call. Ask for it in your answer.")


class NotForOthers(CaseError):
    """Who asked does not want it to be used for others."""

    words = _("Who asked does not want it to be used for others.")


class StillThere(CaseError):
    """Something that may say who asked is still in a text that would leave the case.

    `left` may stay once a counsellor has looked at it; `never` may not.
    """

    words = _("Something that may say who asked is still in the text. Nothing has been made public.")

    def __init__(self, left: list[str], never: list[str]) -> None:
        super().__init__(str(self.words))
        self.left, self.never = left, never
