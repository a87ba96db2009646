"""What reception left lying: work that was let fall is named, what has been used is cleared away."""

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from media_pipeline import storage, tus
from media_pipeline.models import FilmState, Take, TakeState, Upload

from .receive import TRY_AGAIN_AFTER

A_DAY = 24 * 3600  # seconds
KEEP_FORGOTTEN = timedelta(days=30)  # bytes of an upload that nobody went on with


def claim_fallen_takes() -> list[UUID]:
    """Sent takes that should have been joined by now, each claimed so that one sweep names it once."""
    return _claim(Take.objects.filter(state=TakeState.SENT))


def claim_fallen_uploads() -> list[UUID]:
    """Finished uploads that should have been moved by now, each claimed."""
    return _claim(Upload.objects.filter(finished_at__isnull=False))


def _claim(rows: QuerySet) -> list[UUID]:
    now = timezone.now()
    due = rows.filter(look_again_at__lte=now, film__state=FilmState.RECEIVING)
    return [
        row
        for row in due.values_list("pk", flat=True)
        if rows.filter(pk=row, look_again_at__lte=now).update(look_again_at=now + TRY_AGAIN_AFTER)
    ]


def clear_used() -> int:
    """Delete pieces and partial files that a source was made from, or that were given up. Rows stay."""
    now = timezone.now()
    takes = Take.objects.filter(look_again_at__lte=now).select_related("film")
    used = [*takes.filter(state=TakeState.DISCARDED)]
    used += takes.filter(state=TakeState.SENT).exclude(film__source="")
    for take in used:
        storage.remove_folder(take.folder)
        Take.objects.filter(pk=take.pk).update(look_again_at=None)
    moved = Upload.objects.filter(look_again_at__lte=now, finished_at__isnull=False).exclude(film__source="")
    for upload in moved:
        tus.remove_partial(upload.pk)
        Upload.objects.filter(pk=upload.pk).update(look_again_at=None)
    return len(used) + len(moved)


def clear_forgotten() -> int:
    """Delete partial files that nobody touched for a month, or for a day when their row is gone."""
    cleared = 0
    now = timezone.now().timestamp()
    for path in tus.partial_path("x").parent.glob("????????-????-????-????-????????????"):
        age = now - path.stat().st_mtime
        is_orphan = age > A_DAY and not Upload.objects.filter(pk=path.name).exists()
        if is_orphan or age > KEEP_FORGOTTEN.total_seconds():
            tus.remove_partial(path.name)
            cleared += 1
    return cleared
