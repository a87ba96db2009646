"""What people listen to; the domain does the deed."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_delete, pre_save
from django.dispatch import receiver
from django.http import HttpRequest

from .domain.companion_acts import settle_merge as settle_helpers
from .domain.consent import settle_merge
from .domain.devices import forget_device
from .domain.guardian_consent import guardianship_behind
from .domain.guardian_review import guardian_stands
from .domain.guardians import refuse
from .domain.guardianship import note_former
from .domain.merge import on_merge
from .domain.register import note_proof
from .middleware import see_device
from .models import Account, Consent, ContactPoint, Person
from .signals import consent_withdrawn, standing_noted


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
    if row and (row.is_agreed or row.is_second):
        refuse(row)


@receiver(standing_noted, dispatch_uid="people.guardian_stands")
def guardian_cannot_decide(person: Person, **facts: Any) -> None:
    guardian_stands(person)


@receiver(pre_save, sender=ContactPoint, dispatch_uid="people.contact_changed")
def contact_changed(instance: ContactPoint, raw: bool = False, **facts: Any) -> None:
    before = ContactPoint.objects.filter(pk=instance.pk).select_related("person").first() if instance.pk else None
    if before and not raw and before.person.guarded and before.value != instance.value:
        note_former(before.person, before.value)


@receiver(post_delete, sender=ContactPoint, dispatch_uid="people.contact_gone")
def contact_gone(instance: ContactPoint, origin: Any = None, **facts: Any) -> None:
    goes_with_person = isinstance(origin, Person) or getattr(origin, "model", ContactPoint) is not ContactPoint
    if not goes_with_person and instance.person.guarded:
        note_former(instance.person, instance.value)


on_merge(settle_merge)
on_merge(settle_helpers)
