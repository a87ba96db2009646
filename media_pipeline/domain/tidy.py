"""What reception left lying: what was never taken in is asked for, what has been used is cleared away."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from media_pipeline import limits, storage, tus
from media_pipeline.models import FilmState, Piece, Take, TakeState, Upload, Work, WorkKind, WorkState

from . import growing
from . import work as works
from .receive import TRY_AGAIN_AFTER, ask_for_source

A_DAY = 24 * 3600  # seconds
KEEP_FORGOTTEN = timedelta(days=30)  # bytes of an upload that nobody went on with; they lie where they were
KEEP_BESIDE = timedelta(days=8)  # a recording beside the one that was sent, longer than its address lives


def ask_for_fallen() -> set[UUID]:
    """Ask for what was sent, should be taken in by now and may have no work that does it; gives the films.

    The work is asked for when something is sent; asking again changes nothing where it is there.
    """
    now = timezone.now()
    due = {"look_again_at__lte": now, "film__state": FilmState.RECEIVING}
    asked: set[UUID] = set()
    for take in Take.objects.filter(state=TakeState.SENT, **due):
        with transaction.atomic():
            if Take.objects.filter(pk=take.pk, look_again_at__lte=now).update(look_again_at=now + TRY_AGAIN_AFTER):
                ask_for_source(take)
                asked.add(take.film_id)
    for upload in Upload.objects.filter(finished_at__isnull=False, **due):
        with transaction.atomic():
            if Upload.objects.filter(pk=upload.pk, look_again_at__lte=now).update(look_again_at=now + TRY_AGAIN_AFTER):
                works.ask(upload.film_id, WorkKind.TAKE_IN, upload.pk.hex)
                asked.add(upload.film_id)
    return asked


def clear_used() -> int:
    """Delete pieces and bytes of uploads that a source was made from, or that were given up. Rows stay."""
    now = timezone.now()
    takes = Take.objects.filter(look_again_at__lte=now).select_related("film")
    used = [*takes.filter(state=TakeState.DISCARDED)]
    used += takes.filter(state=TakeState.SENT).exclude(film__source="")
    for take in used:
        storage.remove_folder(take.folder)
        Take.objects.filter(pk=take.pk).update(look_again_at=None)
    moved = Upload.objects.filter(look_again_at__lte=now, finished_at__isnull=False).exclude(film__source="")
    for upload in moved.select_related("film"):
        growing.remove(upload)
        Upload.objects.filter(pk=upload.pk).update(look_again_at=None)
    return len(used) + len(moved)


def give_up_unsent() -> int:
    """Discard recordings that nobody went on with for months, or that their film came in without; says how many.

    Their pieces are deleted as those of every discarded recording.
    """
    now = timezone.now()
    last = Piece.objects.filter(take=OuterRef("pk")).order_by("-arrived_at").values("arrived_at")[:1]
    takes = Take.objects.filter(state=TakeState.OPEN).annotate(touched_at=Coalesce(Subquery(last), "created_at"))
    forgotten = takes.filter(touched_at__lt=now - limits.unsent())
    beside = takes.filter(touched_at__lt=now - KEEP_BESIDE).exclude(film__state=FilmState.RECEIVING)
    keys = {*forgotten.values_list("pk", flat=True), *beside.values_list("pk", flat=True)}
    given_up = Take.objects.filter(pk__in=keys, state=TakeState.OPEN)
    return given_up.update(state=TakeState.DISCARDED, look_again_at=now)


def stop_waiting() -> int:
    """Cancel the following of recordings that nobody was free for all day; they are looked at when they are sent."""
    now = timezone.now()
    asked = Work.objects.filter(kind=WorkKind.ARRIVING, asked_at__lt=now - timedelta(seconds=A_DAY))
    return asked.filter(state=WorkState.WAITING).update(state=WorkState.CANCELLED, ended_at=now, changed_at=now)


def clear_forgotten() -> int:
    """Delete what arrived of uploads that nobody went on with for a month, and the locks of those that are over."""
    now = timezone.now()
    forgotten = Upload.objects.filter(finished_at=None, offset__gt=0, touched_at__lt=now - KEEP_FORGOTTEN)
    cleared = 0
    for upload in forgotten.select_related("film"):
        if Upload.objects.filter(pk=upload.pk, finished_at=None, offset=upload.offset).update(offset=0):
            growing.remove(upload)
            cleared += 1
    for lock in tus.lock_path("x").parent.iterdir():
        if now.timestamp() - lock.stat().st_mtime > A_DAY and not _is_going_on(lock.stem):
            lock.unlink(missing_ok=True)
    return cleared


def _is_going_on(name: str) -> bool:
    try:
        return Upload.objects.filter(pk=UUID(name), finished_at=None).exists()
    except ValueError:
        return False
