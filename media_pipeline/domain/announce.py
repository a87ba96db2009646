"""Tell the surroundings, after commit, what became of a film."""

from functools import partial
from uuid import UUID

from django.db import transaction

from media_pipeline.models import Film
from media_pipeline.signals import captions_changed, film_changed


def announce(film_id: UUID, state: str) -> None:
    """Send `film_changed` once the transaction is through; a receiver's fault is only logged."""
    transaction.on_commit(partial(film_changed.send_robust, sender=Film, film_id=film_id, state=str(state)))


def announce_captions(film_id: UUID, language: str) -> None:
    """Send `captions_changed` once the transaction is through; a receiver's fault is only logged."""
    transaction.on_commit(partial(captions_changed.send_robust, sender=Film, film_id=film_id, language=language))
