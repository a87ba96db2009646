"""Receivers only register: what changes in a room is read again once the change is kept.

A page takes along what lies under it: a course its lessons. What was hidden or withdrawn needs no haste here, because
every answer asks the rooms again.
"""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from elearn.safety.api import hiding_changed
from media_pipeline.api import captions_changed

from .changes import film_changed, page_changed, page_gone, subject_changed, things_changed
from .providers import PROVIDERS


@receiver([page_published, page_unpublished, page_slug_changed, post_page_move], dispatch_uid="search.page")
def on_page(sender: Any, *, instance: Page, **kwargs: Any) -> None:
    page_changed(instance)


@receiver([post_save, post_delete], sender=PageViewRestriction, dispatch_uid="search.restriction")
def on_restriction(sender: Any, *, instance: PageViewRestriction, **kwargs: Any) -> None:
    page_changed(instance.page)


@receiver(post_delete, sender=Page, dispatch_uid="search.page_deleted")
def on_page_deleted(sender: Any, *, instance: Page, **kwargs: Any) -> None:
    page_gone(instance.pk)


@receiver(hiding_changed, dispatch_uid="search.hidden")
def on_hidden(sender: Any, *, subject: str, **kwargs: Any) -> None:
    subject_changed(subject)


@receiver(captions_changed, dispatch_uid="search.captions")
def on_captions(sender: Any, *, film_id: UUID, **kwargs: Any) -> None:
    film_changed(film_id)


def connect_senders() -> None:
    """Listen to the models that rooms name as what makes up their things."""
    for provider in PROVIDERS:
        for label, keys_of in provider.senders:
            changed = partial(on_thing, str(provider.kind), keys_of)
            for number, signal in enumerate((post_save, post_delete)):
                signal.connect(changed, sender=label, weak=False, dispatch_uid=f"search.{label}.{number}")


def on_thing(
    kind: str, keys_of: Callable[[Any], Collection[int]], sender: Any, *, instance: Any, **kwargs: Any
) -> None:
    if keys := list(keys_of(instance)):
        things_changed([kind], keys)
