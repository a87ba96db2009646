"""Receivers only register: what people announce as something to be told becomes a notice."""

from typing import Any

from django.dispatch import receiver

from elearn.people.models import Person
from elearn.people.signals import to_tell

from .api import tell


@receiver(to_tell, dispatch_uid="notices.to_tell")
def on_to_tell(sender: Any, *, person: Person, kind: str, key: str, facts: dict[str, Any], **kwargs: Any) -> None:
    tell(person, kind, key=key, facts=facts)
