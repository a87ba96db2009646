"""What can go wrong with pages. The words may be shown to a person."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class FileStays(PermissionDenied):
    """Somebody would have put another file in the place of one that pages may show."""

    words = _("The file stays as it is. To show another one, upload it as a new one and choose it on the page.")

    def __str__(self) -> str:
        return str(self.words)


class NotApproved(PermissionDenied):
    """A page would have gone public without a second person's approval."""

    def __init__(self, words: str | Promise = "") -> None:
        self.words = words or _("Somebody else has to approve this page before it is published.")
        super().__init__(str(self.words))

    def __str__(self) -> str:
        return str(self.words)
