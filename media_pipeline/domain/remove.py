"""Remove a film with everything made from it: the rows in one transaction, the files after it."""

from functools import partial
from uuid import UUID

from django.db import transaction

from media_pipeline import storage
from media_pipeline.models import Film, Removal


def remove(film_id: UUID) -> bool:
    """Remove a film; says whether there was one. A worker that has it loses its lease."""
    with transaction.atomic():
        film = Film.objects.filter(pk=film_id).first()
        if film is None:
            return False
        removal = Removal.objects.create(folder=film.folder)
        film.delete()
        transaction.on_commit(partial(remove_files, removal.pk, removal.folder))
    return True


def remove_files(removal_id: int, folder: str) -> None:
    """Delete the files of a removed film, then the row that says they have yet to go."""
    storage.remove_folder(folder)
    Removal.objects.filter(pk=removal_id).delete()
