"""Receivers only register: what other rooms announce is passed on to the domain."""

from typing import Any
from uuid import UUID

from django.dispatch import receiver

from media_pipeline.signals import film_changed


@receiver(film_changed, dispatch_uid="courses.film_changed")
def on_film_changed(sender: Any, *, film_id: UUID, state: str, **kwargs: Any) -> None:
    from .domain import contribute  # models are loaded by now

    contribute.film_changed(film_id, state)
