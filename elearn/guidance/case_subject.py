"""A question is something a concern can be about. Only the officer reads more than that it is one."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from elearn.safety.api import Found, register_subject

from .models import CaseReferral


def case_subject(reference: str) -> Found | None:
    """Find what was passed on; at its address an officer reads it, and the look is noted."""
    try:
        key = UUID(reference)
    except ValueError:
        return None
    if not CaseReferral.objects.filter(key=key).exists():
        return None
    return Found(words=_("A question to a counsellor"), address=reverse("guidance_referral", args=[key]))


def register() -> None:
    register_subject("case", case_subject)
