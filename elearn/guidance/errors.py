"""What can go wrong with guides. The words may be shown to a person."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _


class SourceStays(PermissionDenied):
    """Somebody would have changed a source that readers see, or that somebody else is looking at."""

    words = _(
        "A guide that is public, or waits for approval, names this source, so it stays as it is. "
        "Write the new address or words down as a new source and choose it in the guide."
    )

    def __str__(self) -> str:
        return str(self.words)
