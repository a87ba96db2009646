"""The base of all that can go wrong at school."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class SchoolError(Exception):
    """The base of all; `words` say what happened, in the active language."""

    words: str | Promise = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.words)
