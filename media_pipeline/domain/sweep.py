"""Clear what nobody needs: old versions, files of removed films, forgotten scratch folders."""

import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from media_pipeline import limits, storage
from media_pipeline.models import Removal, Rendition

from .remove import remove_files

__all__ = ["clear_retired", "clear_scratch", "finish_removals"]


def clear_retired(now: datetime | None = None) -> int:
    """Delete versions that were replaced so long ago that nobody can be watching them."""
    before = (now or timezone.now()) - limits.grace()
    cleared = 0
    for old in Rendition.objects.filter(is_live=False, retired_at__lt=before).select_related("film"):
        storage.remove_folder(f"{old.film.folder}/{old.folder}")
        old.delete()
        cleared += 1
    return cleared


def finish_removals(now: datetime | None = None) -> int:
    """Delete files whose film is removed and whose deletion was cut short."""
    before = (now or timezone.now()) - timedelta(minutes=1)
    removals = list(Removal.objects.filter(created_at__lt=before))
    for removal in removals:
        remove_files(removal.pk, removal.folder)
    return len(removals)


def clear_scratch() -> int:
    """Delete scratch folders of processes that were killed."""
    oldest = time.time() - limits.SCRATCH_AGE.total_seconds()
    cleared = 0
    for folder in Path(settings.SCRATCH_DIR).glob(f"{storage.SCRATCH_PREFIX}*"):
        if folder.is_dir() and folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)
            cleared += 1
    return cleared
