"""Find what was let fall: killed workers' films, lost tasks, old versions, forgotten files."""

import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from media_pipeline import limits, storage
from media_pipeline.models import Film, FilmState, Removal, Rendition
from media_pipeline.signals import FilmChange

from .announce import announce
from .lease import WAITING
from .remove import remove_files

__all__ = ["clear_retired", "clear_scratch", "finish_removals", "take_up"]


def take_up(now: datetime | None = None) -> list[tuple[UUID, FilmState]]:
    """Films to enqueue (again), with the state they wait in; each is named to one caller only."""
    now = now or timezone.now()
    _release_expired(now)
    named = []
    waiting = Film.objects.filter(state__in=WAITING.values())
    due = Q(lease_until__lte=now) | Q(lease_until=None)
    for film in waiting.filter(due).only("pk", "state", "lease_until"):
        same = waiting.filter(pk=film.pk, state=film.state, lease_until=film.lease_until)
        if same.update(lease_until=now + limits.PATIENCE):
            named.append((film.pk, FilmState(film.state)))
    return named


def _release_expired(now: datetime) -> None:
    """Films whose worker went silent wait again, or have failed after the last attempt."""
    for film in Film.objects.filter(state__in=WAITING, lease_until__lt=now):
        same = Film.objects.filter(
            pk=film.pk,
            state=film.state,
            lease_holder=film.lease_holder,
            lease_until=film.lease_until,
        )
        if film.attempts < limits.MOST_ATTEMPTS:
            waiting = WAITING[FilmState(film.state)]
            same.update(state=waiting, lease_holder="", lease_until=now, changed_at=now)
            continue
        fault = film.fault or "The worker ended without a word, each time."
        changes = {"lease_holder": "", "lease_until": None, "fault": fault, "changed_at": now}
        if same.update(state=FilmState.FAILED, **changes):
            announce(film.pk, FilmChange.FAILED)


def clear_retired(now: datetime | None = None) -> int:
    """Delete versions that were replaced so long ago that nobody can be watching them."""
    before = (now or timezone.now()) - limits.GRACE
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
