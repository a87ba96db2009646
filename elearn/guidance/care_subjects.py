"""A care service is something a concern can be about. Somebody signed in who states a risk hides it for a while.

A visitor alone does not: others rely on the entry, and a rival would only have to press a button.
"""

from django.urls import reverse
from django.utils.translation import gettext as _

from elearn.safety.api import Found, is_hidden, register_subject
from elearn.web.api import number_in

from .models.care import CareService


def care_subject(reference: str) -> Found | None:
    """Find the listed service that a concern is about."""
    service = CareService.objects.filter(pk=number_in(reference), withdrawn_on=None).first()
    if service is None:
        return None
    subject = f"care:{service.pk}"
    return Found(
        words=_("the care service “%(name)s”") % {"name": service.name},
        address=reverse("guidance:care_service", args=[service.code]),
        text=service.about,
        look=reverse("guidance:care_service", args=[service.code]),
        hides=(subject,),
        is_shown=not is_hidden(subject),
    )


def register() -> None:
    register_subject("care", care_subject)
