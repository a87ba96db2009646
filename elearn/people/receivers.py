"""What people listen to; the domain does the deed."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.dispatch import receiver

from .domain.register import note_proof
from .models import ContactPoint


@receiver(email_confirmed, dispatch_uid="people.proof")
def proof_of_email(email_address: EmailAddress, **facts: Any) -> None:
    note_proof(email_address.user, kind=ContactPoint.Kind.EMAIL, value=email_address.email)
