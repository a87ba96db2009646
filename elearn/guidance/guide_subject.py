"""A guide is something a concern can be about. It stays where it is until an officer has read the concern.

Anybody may report one; were a guide hidden at once, somebody whom it warns of could take it away from its readers.
"""

from django.utils.translation import gettext as _

from elearn.safety.api import Found, register_subject
from elearn.web.api import number_in

from .models import GuidePage


def guide_subject(reference: str) -> Found | None:
    """Find a guide that everybody can read."""
    page = GuidePage.objects.live().defer("body").filter(pk=number_in(reference)).first()
    if page is None:
        return None
    return Found(words=_("the guide “%(title)s”") % {"title": page.title}, address=page.url or "")


def register() -> None:
    register_subject("guide", guide_subject)
