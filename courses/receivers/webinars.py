"""Receivers only register: what broadcasts and the standing of people say about webinars goes on to the domain."""

from typing import Any
from uuid import UUID

from django.dispatch import receiver

from elearn.people.api import standing_noted
from elearn.people.models import Person
from media_pipeline.signals import broadcast_changed


@receiver(broadcast_changed, dispatch_uid="courses.webinar_state")
def on_broadcast_changed(sender: Any, *, broadcast_id: UUID, state: str, **kwargs: Any) -> None:
    from ..domain.webinars import states  # models are loaded by now

    states.follow(broadcast_id, state)


@receiver(standing_noted, dispatch_uid="courses.speaker_standing")
def on_standing_noted(sender: Any, *, person: Person, **kwargs: Any) -> None:
    from ..domain.webinars import succession  # models are loaded by now

    succession.speaker_changed(person)
