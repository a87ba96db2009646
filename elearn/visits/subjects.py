"""A visit is something a concern can be about, and something a certificate rests on.

Only the officer reads which visit a concern is about, and who was there; only who may see evidence, how it was shown.
"""

from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.api import tell_kept
from elearn.safety.api import Found, register_subject

from .models import Visit


def visit_subject(reference: str) -> Found | None:
    """Find the visit that a concern is about. Whoever reports is told no more than that it is a visit."""
    try:
        key = UUID(reference)
    except ValueError:
        return None
    visit = Visit.objects.select_related("trainer__person", "person").filter(key=key).first()
    if visit is None:
        return None
    facts = {
        "when": date_format(timezone.localtime(visit.starts_at), "j E Y, H:i"),
        "trainer": visit.trainer.person.name,
        "elder": visit.person.name,
    }
    return Found(words=_("A home visit"), text=_("Visit on %(when)s, %(trainer)s at %(elder)s’s home.") % facts)


def register() -> None:
    from .domain.certificate import ROOM, kept_words

    register_subject("visit", visit_subject)
    tell_kept(ROOM, kept_words)
