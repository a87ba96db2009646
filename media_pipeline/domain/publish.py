"""What was made becomes what people watch: files first, then all rows in one transaction.

Each attempt stores under folders of its own, and the rows that name them appear only if the attempt
still holds its lease. So a killed or overtaken attempt leaves at most files that nothing names, and
they are cleared.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from media_pipeline import storage
from media_pipeline.ffmpeg import following, ladder
from media_pipeline.ffmpeg.facts import Facts, Unusable
from media_pipeline.ffmpeg.ladder import Plan
from media_pipeline.ffmpeg.playlist import Made
from media_pipeline.models import Film, FilmState, Rendition, Work, WorkKind, WorkState
from media_pipeline.signals import FilmChange

from . import work as works
from .announce import announce
from .lease import Lease
from .listen import ask_if_wanted as ask_for_captions

_OURS = re.compile(r"(?:copy|sound|audio|take|takesound|[0-9]+p)-[0-9a-f]{8}")
_TOLD = 500  # characters of a detail for staff


def refuse(held: Lease, error: Unusable) -> None:
    """The file cannot be used: say why, in words a person understands. Raises LeaseLost."""
    with transaction.atomic():
        held.done(
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
    clear_leftovers(film, held)
    try:
        if poster:
            storage.put(poster_key, poster)
        _store(film, rows, made)
        with transaction.atomic():
            was_open = _is_open(film)
            opens = rows and not was_open
            held.done(
                FilmState.QUEUED,
                facts=facts.as_json(),
                duration_ms=round(facts.seconds * 1000),
                width=facts.video.shown_width if facts.video else 0,
                height=facts.video.shown_height if facts.video else 0,
                has_video=facts.video is not None,
                has_audio=facts.audio is not None,
                poster=poster_key,
                percent=5,
                fault="",
                **({"playable_at": timezone.now()} if opens else {}),
            )
            works.ask(film.pk, _what_follows(facts, rows, was_open=was_open))
            ask_for_captions(film.pk)
            if rows:  # what was made of a recording while it arrived has done its duty
                _retire(Rendition.objects.filter(film=film, is_live=True))
            Rendition.objects.bulk_create(rows)
            if opens:
                announce(film.pk, FilmChange.PLAYABLE)
    except BaseException:
        _forget(film, rows, poster_key)
        raise


def _what_follows(facts: Facts, rows: list[Rendition], *, was_open: bool) -> WorkKind:
    """One small rung first, unless what is open by now is small, as what was made of a recording while it arrived."""
    whole = ladder.plan(facts, has_copy=any(row.kind == Rendition.Kind.COPY for row in rows))
    wanted = not was_open and ladder.wants_first_part(facts, whole)
    return WorkKind.FIRST_RUNG if wanted else WorkKind.LADDER


def first_part(film: Film, held: Lease, plan: Plan, made: dict[str, Made]) -> None:
    """Open what was made first, beside what is open by now, and queue the rest of the ladder. Raises LeaseLost."""
    with _stored(film, held, plan, made) as rows:
        opens = not _is_open(film)
        held.done(FilmState.QUEUED, fault="", **({"playable_at": timezone.now()} if opens else {}))
        live = Rendition.objects.filter(film=film, is_live=True)
        _retire(live.filter(name__in=(following.PICTURE, following.SOUND)))  # its runs are apart, these are not
        if plan.sound:
            _retire(live.filter(kind=Rendition.Kind.AUDIO))
        Rendition.objects.bulk_create(rows)
        works.ask(film.pk, WorkKind.LADDER)
        if opens:
            announce(film.pk, FilmChange.PLAYABLE)


def ready(film: Film, held: Lease, plan: Plan, made: dict[str, Made], there: set[str]) -> None:
    """Store all renditions and open them beside those of the plan that are `there`; the others are retired.

    What was made and is not in the plan saves nothing, and is left behind. Raises LeaseLost.
    """
    with _stored(film, held, plan.without(there), made) as rows:
        now = timezone.now()
        opens = not _is_open(film)
        held.done(
            FilmState.READY,
            ready_at=now,
            percent=100,
            fault="",
            **({"playable_at": now} if opens else {}),
        )
        replaced = Rendition.objects.filter(film=film, is_live=True).exclude(name__in=there)
        if plan.keeps_copy:
            replaced = replaced.exclude(kind=Rendition.Kind.COPY)
        _retire(replaced)
        Rendition.objects.bulk_create(rows)
        works.ask(film.pk, WorkKind.POSTERS)
        if opens:
            announce(film.pk, FilmChange.PLAYABLE)
        announce(film.pk, FilmChange.READY)


@contextmanager
def _stored(film: Film, held: Lease, plan: Plan, made: dict[str, Made]) -> Iterator[list[Rendition]]:
    """Store what was made, and let its rows be written in one transaction; else nothing of it stays."""
    rows = _rows(film, held, plan, made)
    clear_leftovers(film, held)
    try:
        _store(film, rows, made)
        with transaction.atomic():
            yield rows
    except BaseException:
        _forget(film, rows, "")
        raise


def _is_open(film: Film) -> bool:
    """Whether something of it can be watched by now: a take is opened by its follower, beside the other work."""
    return Film.objects.select_for_update().get(pk=film.pk).playable_at is not None


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
    folders = {row.name: f"{film.folder}/{row.folder}" for row in rows}
    storage.put_all((f"{folders[name]}/{path.name}", path) for name in folders for path in made[name].files)


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


def clear_leftovers(film: Film, held: Lease) -> None:
    """Delete what killed attempts stored: while the lease holds, what nothing names and nobody makes is nobody's."""
    held.renew()
    others = _marks_at_work(film)
    named = set(Rendition.objects.filter(film=film).values_list("folder", flat=True))
    for folder in storage.folders(film.folder):
        if _OURS.fullmatch(folder) and folder not in named and folder[-8:] not in others:
            storage.remove_folder(f"{film.folder}/{folder}")
    poster, posters = Film.objects.values_list("poster", "posters").get(pk=film.pk)
    for name in storage.files(film.folder):
        is_named = f"{film.folder}/{name}" == poster or name in posters or _is_being_made(name, others)
        if name.startswith("poster-") and not is_named:
            storage.remove(f"{film.folder}/{name}")


def _is_being_made(poster: str, marks: set[str]) -> bool:
    """Whether a picture belongs to an attempt at work; one of several to choose from ends in its number."""
    return any(Path(poster).stem[-8:].startswith(mark[:7]) for mark in marks)


def _marks_at_work(film: Film) -> set[str]:
    """What ends the names of files that are being made just now, by this work and by other work on the film."""
    running = Work.objects.filter(film=film, state=WorkState.RUNNING)
    return {holder[:8] for holder in running.values_list("lease_holder", flat=True)}
