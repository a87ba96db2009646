"""What can go wrong with words between learners and their teachers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from .base import SchoolError


class NobodyToThank(SchoolError):
    words = _("This lesson has no teacher to write to.")


class NobodyToAsk(SchoolError):
    words = _("The teacher of this lesson cannot be asked at the moment.")


class SpokenUnfit(SchoolError):
    """What came in is no recording of a voice; the words say what to do."""

    def __init__(self, words: Any) -> None:
        super().__init__()
        self.words = words


class FilmedUnfit(SchoolError):
    """What came in is no film that can be passed on; the words say what to do."""

    def __init__(self, words: Any) -> None:
        super().__init__()
        self.words = words


class WordsChanged(SchoolError):
    words = _("Somebody of ours has written here meanwhile. Please read it, and then change what you like.")


class AlreadyThanked(SchoolError):
    words = _("You have written to the teacher of this lesson already.")
