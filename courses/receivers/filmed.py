"""Receivers only register: what becomes of an answer by film is passed on to the domain, and its files go with it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from media_pipeline.api import remove_film
from media_pipeline.models import Film
from media_pipeline.signals import film_changed


@receiver(film_changed, dispatch_uid="courses.film_of_answer")
def on_film_changed(sender: Any, *, film_id: UUID, state: str, **kwargs: Any) -> None:
    from ..domain.talk import filmed_made  # models are loaded by now

    filmed_made.settle(film_id)


@receiver(post_delete, sender="courses.FilmedAnswer", dispatch_uid="courses.filmed_deleted")
def on_filmed_deleted(sender: Any, *, instance: Any, **kwargs: Any) -> None:
    """Whatever deletes an answer, its film goes: nothing else holds it. One that went first is no news."""
    transaction.on_commit(partial(remove_film, Film(pk=instance.film_id)))
