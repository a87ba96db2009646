"""What can go wrong in safety. Each error carries words that may be shown to a person."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class SafetyError(Exception):
    """The base of all; `words` say what happened, in the active language."""

    words: str | Promise = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.words)


class NotTheirs(SafetyError):
    words = _("You wrote this, or it was written to you. Somebody else decides about it.")


class AnotherMustDecide(SafetyError):
    words = _("You have already decided about this. Now somebody else has to look.")


class DecidedMeanwhile(SafetyError):
    words = _("Somebody else has decided about this meanwhile. Nothing was changed.")


class ReasonMissing(SafetyError):
    words = _("Please give a reason, so that the writer knows what to do.")


class AppealClosed(SafetyError):
    words = _("Another moderator has looked already. You may write it once more in other words.")


class ContactsInWords(SafetyError):
    """There are telephone numbers, addresses or links in the words; `found` lists them as written."""

    def __init__(self, found: list[str]) -> None:
        super().__init__(found)
        self.found = found
        self.words = _(
            "Please take out “%(found)s”. To keep everybody safe, we pass on no telephone numbers, addresses and links."
        ) % {"found": "”, “".join(found)}


class WordsMissing(SafetyError):
    words = _("Please write a few words.")


class NothingHidden(SafetyError):
    words = _("This is shown already. Nothing was changed.")
