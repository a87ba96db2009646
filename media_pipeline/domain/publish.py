"""What was made becomes what people watch: files first, then all rows in one transaction.

Each attempt stores under folders of its own, and the rows that name them appear only if the attempt
still holds its lease. So a killed or overtaken attempt leaves at most files that nothing names, and
they are cleared.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from media_pipeline import limits, storage
from media_pipeline.ffmpeg.facts import Facts, Unusable
from media_pipeline.ffmpeg.ladder import Plan
from media_pipeline.ffmpeg.playlist import Made
from media_pipeline.models import Film, FilmState, Rendition
from media_pipeline.signals import FilmChange

from .announce import announce
from .lease import Lease

_OURS = re.compile(r"(?:copy|sound|audio|[0-9]+p)-[0-9a-f]{8}")
_TOLD = 500  # characters of a detail for staff


def refuse(held: Lease, error: Unusable) -> None:
    """The file cannot be used: say why, in words a person understands. Raises LeaseLost."""
    with transaction.atomic():
        held.move(
            FilmState.REFUSED,
            refusal=str(error.reason),
            fault=error.detail[:_TOLD],
            playable_at=None,
            percent=0,
        )
        _retire(Rendition.objects.filter(film=held.film_id))
        announce(held.film_id, FilmChange.REFUSED)


def first_version(film: Film, held: Lease, facts: Facts, made: dict[str, Made], poster: Path | None) -> None:
    """Store a first version, if there is one, and queue the film for encoding. Raises LeaseLost."""
    poster_key = f"{film.folder}/poster-{held.mark}.jpg" if poster else ""
    rows = [_first_row(film, held, facts, name, result) for name, result in made.items()]
    _clear_leftovers(film, held)
    try:
        if poster:
            storage.put(poster_key, poster)
        _store(film, rows, made)
        with transaction.atomic():
            held.move(
                FilmState.QUEUED,
                facts=facts.as_json(),
                duration_ms=round(facts.seconds * 1000),
                width=facts.video.shown_width if facts.video else 0,
                height=facts.video.shown_height if facts.video else 0,
                has_video=facts.video is not None,
                has_audio=facts.audio is not None,
                poster=poster_key,
                playable_at=timezone.now() if rows else None,
                percent=5,
                attempts=0,
                fault="",
                lease_until=timezone.now() + limits.PATIENCE,
            )
            Rendition.objects.bulk_create(rows)
            if rows:
                announce(film.pk, FilmChange.PLAYABLE)
    except BaseException:
        _forget(film, rows, poster_key)
        raise


def ready(film: Film, held: Lease, plan: Plan, made: dict[str, Made]) -> None:
    """Store all renditions and open them; what they replace is retired. Raises LeaseLost."""
    rows = _rows(film, held, plan, made)
    _clear_leftovers(film, held)
    try:
        _store(film, rows, made)
        with transaction.atomic():
            now = timezone.now()
            held.move(
                FilmState.READY,
                ready_at=now,
                playable_at=film.playable_at or now,
                percent=100,
                fault="",
            )
            replaced = Rendition.objects.filter(film=film, is_live=True)
            if plan.keeps_copy:
                replaced = replaced.exclude(kind=Rendition.Kind.COPY)
            _retire(replaced)
            Rendition.objects.bulk_create(rows)
            if film.playable_at is None:
                announce(film.pk, FilmChange.PLAYABLE)
            announce(film.pk, FilmChange.READY)
    except BaseException:
        _forget(film, rows, "")
        raise


def _rows(film: Film, held: Lease, plan: Plan, made: dict[str, Made]) -> list[Rendition]:
    rows = [_row(film, held, rung.name, Rendition.Kind.RUNG, made[rung.name]) for rung in plan.rungs]
    for row, rung in zip(rows, plan.rungs, strict=True):
        row.width, row.height = rung.width, rung.height
        row.frame_rate = rung.frames_a_second
    if plan.sound:
        rows.append(_row(film, held, "audio", Rendition.Kind.AUDIO, made["audio"]))
    return rows


def _first_row(film: Film, held: Lease, facts: Facts, name: str, made: Made) -> Rendition:
    video = facts.video
    if name == "sound" or video is None:
        return _row(film, held, name, Rendition.Kind.AUDIO, made)
    row = _row(film, held, name, Rendition.Kind.COPY, made)
    row.width, row.height = video.shown_width, video.shown_height
    row.frame_rate = video.frames_a_second
    return row


def _row(film: Film, held: Lease, name: str, kind: Rendition.Kind, made: Made) -> Rendition:
    return Rendition(
        film=film,
        kind=kind,
        name=name,
        folder=f"{name}-{held.mark}",
        bandwidth=made.bandwidth,
        average_bandwidth=made.average_bandwidth,
        codecs=made.codecs,
        bytes=made.bytes,
    )


def _store(film: Film, rows: Iterable[Rendition], made: dict[str, Made]) -> None:
    for row in rows:
        for path in made[row.name].files:
            storage.put(f"{film.folder}/{row.folder}/{path.name}", path)


def _forget(film: Film, rows: Iterable[Rendition], poster_key: str) -> None:
    """Take back what a failed attempt stored, unless its rows did go through."""
    folders = [row.folder for row in rows]
    if Film.objects.filter(pk=film.pk, renditions__folder__in=folders).exists():
        return
    for folder in folders:
        storage.remove_folder(f"{film.folder}/{folder}")
    if poster_key:
        storage.remove(poster_key)


def _retire(renditions: QuerySet[Rendition]) -> None:
    renditions.update(is_live=False, retired_at=timezone.now())


def _clear_leftovers(film: Film, held: Lease) -> None:
    """Delete what killed attempts stored: while the lease holds, what nothing names is nobody's."""
    held.renew()
    named = set(Rendition.objects.filter(film=film).values_list("folder", flat=True))
    for folder in storage.folders(film.folder):
        if _OURS.fullmatch(folder) and folder not in named:
            storage.remove_folder(f"{film.folder}/{folder}")
    for name in storage.files(film.folder):
        if name.startswith("poster-") and f"{film.folder}/{name}" != film.poster:
            storage.remove(f"{film.folder}/{name}")
