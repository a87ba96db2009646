"""What people listen to; the domain does the deed."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from .domain.companion_acts import settle_merge as settle_helpers
from .domain.consent import settle_merge
from .domain.devices import forget_device
from .domain.guardian_consent import guardianship_behind
from .domain.guardians import refuse
from .domain.merge import on_merge
from .domain.register import note_proof
from .middleware import see_device
from .models import Account, Consent, ContactPoint
from .signals import consent_withdrawn


@receiver(email_confirmed, dispatch_uid="people.proof")
def proof_of_email(email_address: EmailAddress, **facts: Any) -> None:
    note_proof(email_address.user, kind=ContactPoint.Kind.EMAIL, value=email_address.email)


@receiver(user_logged_in, dispatch_uid="people.device")
def device_signed_in(request: HttpRequest, user: Account, **facts: Any) -> None:
    see_device(request, user)


@receiver(user_logged_out, dispatch_uid="people.device_out")
def device_signed_out(request: HttpRequest, **facts: Any) -> None:
    if request.session.session_key:
        forget_device(request.session.session_key)


@receiver(consent_withdrawn, dispatch_uid="people.guardian_withdrew")
def guardian_withdrew_elsewhere(consent: Consent, **facts: Any) -> None:
    row = guardianship_behind(consent)
    if row and row.is_agreed:
        refuse(row)


on_merge(settle_merge)
on_merge(settle_helpers)
