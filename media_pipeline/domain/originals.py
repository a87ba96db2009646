"""Originals: who may still need one, and when it goes by the operator's rule.

The rule is `ORIGINALS`: "keep" is for ever, "ready" is `ORIGINALS_DAYS` after all versions were ready, "public" the
same but never while somebody's film is shown or on its way there, which the project says by `original_needed`. Whatever
the rule, an original goes only when everything made from it lies whole in the storage, and nobody is working on it;
with `ORIGINALS_NOTICE_DAYS` only so long after that was announced; and never once somebody asked for it to be kept.
"""

import logging
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from media_pipeline import limits, storage
from media_pipeline.ffmpeg.playlist import beginnings_of, segments_of
from media_pipeline.listing import entries
from media_pipeline.models import Film, FilmState, Rendition, Work, WorkState
from media_pipeline.signals import original_going, original_needed, original_removed

__all__ = [
    "announce",
    "due",
    "fault_of_copies",
    "goes_at",
    "has_original",
    "has_whole",
    "keep",
    "let_go",
    "remove_due",
    "remove_original",
]

logger = logging.getLogger("media_pipeline")

KEEP = "keep"
MOST_AT_ONCE = 20
_SECONDS_LOST = 2.0  # of a film, by rounding at both ends


def has_original(film: Film) -> bool:
    """Whether what came in is still kept, by a row just read."""
    return bool(film.source)


def has_whole(film: Film) -> bool:
    """Whether a film can be had as one file, by a row just read: what came in, or what was made from it."""
    return has_original(film) or bool(film.source_removed_at and film.state != FilmState.BLOCKED)


def due(now: datetime | None = None) -> QuerySet[Film]:
    """The films whose original may go by the rule, if nobody needs it, the longest ready first."""
    rule, days = limits.originals()
    if rule == KEEP:
        return Film.objects.none()
    before = (now or timezone.now()) - timedelta(days=days)
    busy = Work.objects.filter(film=OuterRef("pk")).exclude(state__in=[WorkState.DONE, WorkState.CANCELLED])
    cutting = Film.objects.filter(cut_of=OuterRef("pk")).exclude(state__in=[FilmState.READY, FilmState.BLOCKED])
    settled = _ready_since(before)
    if limits.originals_notice():
        settled = settled.filter(source_goes_at__lte=now or timezone.now())
    settled |= _refused_since(before)
    return settled.exclude(Exists(busy)).exclude(Exists(cutting)).order_by("ready_at")


def _ready_since(before: datetime) -> QuerySet[Film]:
    """The films that were ready by then, with an original that nobody asked to keep."""
    found = Film.objects.filter(state=FilmState.READY, blocked_at=None, ready_at__lt=before, source_kept_at=None)
    return found.exclude(source="")


def _refused_since(before: datetime) -> QuerySet[Film]:
    """The files of which no film could be made: who sent them was told so then, and is not told again."""
    found = Film.objects.filter(state=FilmState.REFUSED, blocked_at=None, changed_at__lt=before, source_kept_at=None)
    return found.exclude(source="")


def goes_at(film: Film) -> datetime | None:
    """When an original goes, if that was announced, by a row just read; None while it stays."""
    is_going = film.source and film.source_kept_at is None and limits.originals()[0] != KEEP
    return film.source_goes_at if is_going else None


def announce(now: datetime | None = None) -> int:
    """Announce which originals go next, a few at a time; says how many. One that is needed again is not going any more.

    `original_going` is sent in the transaction that notes the day, so that nothing goes of which nobody was told.
    """
    rule, days = limits.originals()
    notice = limits.originals_notice()
    if rule == KEEP or not notice:
        return 0
    now = now or timezone.now()
    for film in Film.objects.filter(source_goes_at__isnull=False).exclude(source=""):
        if _is_needed(film, rule):
            _not_going(film)
    told = 0
    soon = _ready_since(now - timedelta(days=days) + notice).filter(source_goes_at=None)
    for film in soon.order_by("ready_at").iterator():
        if film.ready_at and not _is_needed(film, rule):
            told += _announce(film, max(film.ready_at + timedelta(days=days), now + notice))
        if told == MOST_AT_ONCE:
            break
    return told


@transaction.atomic
def _announce(film: Film, at: datetime) -> bool:
    still = Film.objects.filter(pk=film.pk, source=film.source, source_goes_at=None, source_kept_at=None)
    if not still.update(source_goes_at=at):
        return False
    original_going.send(Film, film_id=film.pk, at=at)
    return True


def _not_going(film: Film) -> None:
    Film.objects.filter(pk=film.pk).update(source_goes_at=None)


def keep(film: Film) -> bool:
    """Keep an original whatever the rule, because somebody asked; says whether that was new."""
    there = Film.objects.filter(pk=film.pk, source_kept_at=None).exclude(source="")
    return bool(there.update(source_kept_at=timezone.now(), source_goes_at=None))


def let_go(film: Film) -> bool:
    """Let the rule hold again for an original that somebody asked to keep; its going is announced anew."""
    kept = Film.objects.filter(pk=film.pk, source_kept_at__isnull=False)
    return bool(kept.update(source_kept_at=None, source_goes_at=None))


def remove_due(now: datetime | None = None) -> int:
    """Remove the originals that are due, a few at a time; says how many went."""
    removed = 0
    for film_id in due(now).values_list("pk", flat=True).iterator():
        removed += remove_original(film_id, now=now)
        if removed == MOST_AT_ONCE:
            break
    return removed


def remove_original(film_id: UUID, *, now: datetime | None = None) -> bool:
    """Remove the original of one film if it is due; says whether it went."""
    rule, _ = limits.originals()
    film = due(now).filter(pk=film_id).first()
    if film is None:
        return False
    if _is_needed(film, rule):
        _not_going(film)
        return False
    fault = "" if film.state == FilmState.REFUSED else fault_of_copies(film)
    if fault:
        logger.error("film %s keeps its original: %s", film_id, fault)
        return False
    with transaction.atomic():
        still_due = due(now).filter(pk=film_id, source=film.source).select_for_update(of=("self",))
        if still_due.first() is None:
            return False
        when = now or timezone.now()
        Film.objects.filter(pk=film_id).update(
            source="", source_bytes=0, source_removed_at=when, source_goes_at=None, changed_at=when
        )  # fmt: skip
        original_removed.send(Film, film_id=film_id, rule=rule, bytes=film.source_bytes)
        transaction.on_commit(partial(storage.remove, film.source))
    return True


def _is_needed(film: Film, rule: str) -> bool:
    """Whether anybody keeps the original: of the film, of what was cut from it, or of what it goes beside."""
    related = [*film.cuts.values_list("pk", flat=True), *film.goes_with.values_list("main", flat=True)]
    for film_id in [film.pk, *related]:
        for _, answer in original_needed.send_robust(Film, film_id=film_id, rule=rule):
            if isinstance(answer, Exception):
                logger.error("film %s keeps its original: %r", film.pk, answer)
            if answer:
                return True
    return False


def fault_of_copies(film: Film) -> str:
    """What is wrong with what was made from a film, read from the storage; "" when all of it is there."""
    live = list(Rendition.objects.filter(film=film, is_live=True))
    pictures = [row for row in live if row.kind != Rendition.Kind.AUDIO]
    if film.has_video and not pictures or film.has_audio and len(live) == len(pictures):
        return "a version is missing"
    return next(filter(None, (_fault_of(film, row) for row in live)), "")


def _fault_of(film: Film, row: Rendition) -> str:
    folder = f"{film.folder}/{row.folder}"
    try:
        with storage.films().open(f"{folder}/index.m3u8", "rb") as file:
            words = file.read().decode()
    except FileNotFoundError:
        return f"{row.name} has no playlist"
    lies = {entry.name.rpartition("/")[2]: entry.bytes for entry in entries(storage.films(), folder)}
    segments = segments_of(words)
    named = [*beginnings_of(words), *(name for name, _ in segments)]
    missing = [name for name in named if not lies.get(name)]
    if missing or "#EXT-X-ENDLIST" not in words:
        return f"{row.name} lacks {missing[:1] or 'its end'}"
    if sum(lies[name] for name in named) != row.bytes:
        return f"{row.name} is not as long as it was"
    if sum(seconds for _, seconds in segments) < film.duration_ms / 1000 - _SECONDS_LOST:
        return f"{row.name} ends too early"
    return ""
