"""Take a film from playback at once, and remove its files after it.

The row stays, for lessons and for what people have watched hangs on it. From the moment it is blocked no playlist is
given, and within seconds every process refuses its segments too (`media_pipeline.blocked`).
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from media_pipeline import blocked, storage
from media_pipeline.models import CaptionTrack, Film, FilmState, Rendition

from . import work
from .announce import announce_captions

# A worker that lost its film may put away what it was just making; by then it has noticed.
LATE = timedelta(minutes=10)


@transaction.atomic
def block(film_id: UUID, *, for_good: bool) -> bool:
    """Let nobody watch a film any more; says whether anybody could. For good: work on it stops, its files may go."""
    now = timezone.now()
    changed = Film.objects.filter(pk=film_id, blocked_at=None).update(blocked_at=now, changed_at=now)
    if for_good:
        Film.objects.filter(pk=film_id).update(state=FilmState.BLOCKED, changed_at=now)
        work.cancel_all(film_id)
    transaction.on_commit(blocked.forget)
    announce_captions(film_id, "")
    return bool(changed)


@transaction.atomic
def unblock(film_id: UUID) -> bool:
    """Let a film be watched again that was blocked for a time; says whether it was."""
    waits = Film.objects.filter(pk=film_id, blocked_at__isnull=False).exclude(state=FilmState.BLOCKED)
    changed = waits.update(blocked_at=None, changed_at=timezone.now())
    transaction.on_commit(blocked.forget)
    announce_captions(film_id, "")
    return bool(changed)


def empty(film_id: UUID) -> bool:
    """Remove every file of a film that is blocked for good; says whether there was such a film."""
    film = Film.objects.filter(pk=film_id, state=FilmState.BLOCKED).first()
    if film is None:
        return False
    storage.remove_folder(film.folder)
    with transaction.atomic():
        Rendition.objects.filter(film=film).delete()
        CaptionTrack.objects.filter(film=film).delete()  # what was said goes with the voice
        Film.objects.filter(pk=film.pk).update(
            source="", source_bytes=0, poster="", facts={}, emptied_at=timezone.now()
        )
    return True


def to_empty(now: datetime | None = None) -> list[UUID]:
    """Give the blocked films whose files are still there, or may have been added to since."""
    late = (now or timezone.now()) - LATE
    unsure = Q(blocked_at__lt=late, emptied_at__lt=F("blocked_at") + LATE)
    left = Film.objects.filter(Q(emptied_at=None) | unsure, state=FilmState.BLOCKED)
    return list(left.values_list("pk", flat=True))
